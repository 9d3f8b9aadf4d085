// Memberships: the organizations of users, with roles.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/invitation.h"
#include "model/membership.h"
#include "model/organization.h"
#include "model/user.h"
#include "resource/verbs.h"

namespace bearward::users {

// Members are the rows that memberships refer to, by id.
struct Members {
  std::map<std::string, model::User> users;
  std::map<std::string, model::Organization> organizations;
};

// Memberships adds the rules of memberships to the verbs of the resource. It is safe from any
// thread. Only a caller that acts for the environment creates one. A member of the organization
// with the permission "users:manage" changes and deletes others within its own rights: kDenied
// "exceeds_own_permissions"; kConflict "member_is_managed_by_directory". A change reaches the
// tokens of the member with the next request; a membership that ends or becomes inactive ends the
// sessions of the user in the organization (incident class B4).
//
// Errors of a change: kNotFound "user_not_found"; kInvalid "invalid_role" for roles that neither
// the environment nor the organization has, with their slugs in `fields`. Without a role, a new
// membership gets model::kDefaultRole.
class Memberships : public resource::VerbsOf<model::Membership> {
 public:
  explicit Memberships(const resource::Parts& parts);

  // Add creates a membership, or activates the inactive one of this user in this organization with
  // the new roles. kExists "organization_membership_exists" for an active one, kConflict
  // "cannot_reactivate_pending_organization_membership" for a pending one.
  base::Result<model::AnyRow> Add(const model::Caller& caller, const model::AnyRow& row) const;
  // Deactivate and Reactivate do nothing to a membership that has the status already. kConflict
  // "cannot_deactivate_pending_organization_membership" or "cannot_reactivate_...".
  base::Result<model::Membership> Deactivate(const model::Caller& caller,
                                             std::string_view id) const;
  base::Result<model::Membership> Reactivate(const model::Caller& caller,
                                             std::string_view id) const;
  // ExpectIn makes an invited user a pending member of the organization of the invitation, with its
  // role, or assigns that role to a pending member. Any other membership stays as it is. A caller
  // that does not act for the environment must hold the rights of the role: kDenied
  // "exceeds_own_permissions".
  base::Status ExpectIn(store::WriteTx& tx, const resource::Context& context,
                        const model::UserId& user, const model::Invitation& invitation) const;
  // SwitchIn sets the status kActive or kInactive inside a transaction of a caller that has
  // authorized the change, ends the sessions of a member that becomes inactive, and returns the
  // row. kConflict "member_is_managed_by_directory".
  base::Result<model::Membership> SwitchIn(store::WriteTx& tx, const resource::Context& context,
                                           const model::Membership& before,
                                           model::MembershipStatus status) const;
  // MembersOf returns the users and organizations of memberships that the caller may read, at most
  // a page. An invited user has not agreed that the organization reads about it: the users of
  // pending memberships are for a caller that acts for the environment, or with kIncluded for one
  // that shows of them no more than the address that was invited.
  enum class Invited : std::uint8_t { kOmitted, kIncluded };
  base::Result<Members> MembersOf(const model::Caller& caller,
                                  std::span<const model::AnyRow> memberships,
                                  Invited invited) const;

 private:
  base::Result<model::AnyRow> SetStatus(const model::Caller& caller, std::string_view id,
                                        model::MembershipStatus status,
                                        const std::vector<std::string>* roles) const;

  store::Store& store_;
};

}  // namespace bearward::users
