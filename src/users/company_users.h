// CompanyUsers: the users of an organization, as an application of the organization provisions them
// (contracts: WorkSpan 2.8).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "model/membership.h"
#include "model/user.h"
#include "resource/verbs.h"
#include "users/memberships.h"

namespace bearward::users {

// kUserKind is the word of the grants of an access profile that apply to users. kDepartment is the
// name in the metadata of a user under which its department is stored.
inline constexpr std::string_view kUserKind = "user";
inline constexpr std::string_view kDepartment = "department";

// CompanyUser is a user with its membership in the organization of the caller.
struct CompanyUser {
  model::User user;
  model::Membership membership;

  // active says whether the user can act in the organization.
  bool active() const {
    return user.active && membership.status == model::MembershipStatus::kActive;
  }
  // login returns the email, or the username of a user without one.
  const std::string& login() const { return user.email.empty() ? user.username : user.email; }
  std::string department() const;
};

// CompanyUserForm has the values that a request sets; an absent one stays as it is.
struct CompanyUserForm {
  std::string login;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> name;
  std::optional<std::string> department;
  std::optional<bool> active;
};

// CompanyUserPage is a part of a list, and the length of the whole list.
struct CompanyUserPage {
  std::vector<CompanyUser> users;
  std::size_t total = 0;
};

// CompanyUsers acts in the organization of the calling application, within the access profile of
// the application (objects::CheckOwn). It is safe from any thread. A user that is no member, or an
// invited one, is kNotFound "user_not_found".
class CompanyUsers {
 public:
  // CompanyUsers keeps references to the arguments.
  CompanyUsers(const resource::Parts& parts, const Memberships& memberships)
      : parts_(parts), memberships_(memberships) {}

  // Create makes a user with the address `login` and the default role. kExists "user_exists" if a
  // user of the environment has the address, kInvalid "invalid_value" for a malformed value.
  base::Result<CompanyUser> Create(const model::Caller& caller, const CompanyUserForm& form) const;
  base::Result<CompanyUser> Read(const model::Caller& caller, const model::UserId& user) const;
  base::Result<CompanyUser> ReadByEmail(const model::Caller& caller, std::string_view email) const;
  // List returns at most `count` of the users for which `matches` returns true, in the order in
  // which they became members, without the first `skip`.
  using Matches = std::function<bool(const CompanyUser& user)>;
  base::Result<CompanyUserPage> List(const model::Caller& caller, const Matches& matches,
                                     std::size_t skip, std::size_t count) const;
  // Update changes a user. Deactivating it affects this organization only, and ends the sessions of
  // the user there (incident class B4). Other values change only for a user whose home is this
  // organization and that administers no environment: kDenied "user_of_another_organization",
  // "exceeds_own_permissions". A new address can be used to reset the password, so a change of the
  // address also needs that the organization is the only one of the user, and that the application
  // holds the rights of its roles: kDenied "exceeds_own_permissions" (incident class I3). The new
  // address counts as not verified.
  base::Result<CompanyUser> Update(const model::Caller& caller, const model::UserId& user,
                                   const CompanyUserForm& form) const;

 private:
  base::Result<CompanyUser> FindIn(store::ReadTx& tx, const model::Caller& caller,
                                   const model::UserId& user) const;

  const resource::Parts parts_;
  const Memberships& memberships_;
};

}  // namespace bearward::users
