// OrganizationMembers: the members of an organization as one of them sees and manages them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/invitation.h"
#include "model/membership.h"
#include "model/permission.h"
#include "model/role.h"
#include "model/user.h"
#include "store/page.h"
#include "users/memberships.h"

namespace bearward::users {

// Member is a membership with its user, and for a membership that is not active with the newest
// invitation of the user to the organization. Of a pending member the organization may learn only
// what the invitation says.
struct Member {
  model::Membership membership;
  model::User user;
  std::optional<model::Invitation> invitation = {};
};

// MemberList is a part of a list of members, with their roles by slug. A role that was deleted is
// missing.
struct MemberList {
  std::vector<Member> members;
  std::map<std::string, model::Role> roles;
  store::PageEnds ends;
};

// MemberQuery requests a page of the members. `search` is a part of a name or of an email address.
struct MemberQuery {
  store::PageRequest page;
  std::optional<std::string> search;
  std::optional<std::string> role;  // slug
};

// OrganizationMembers acts in the organization of the caller. It is safe from any thread. Every
// operation needs one of verify::kReadMembers: kDenied "missing_permission"; what a user reads
// about itself needs none. A user that is no member of the organization is kNotFound
// "user_not_found"; so is a pending one, except to List, SetRoles and Remove.
class OrganizationMembers {
 public:
  // OrganizationMembers keeps references to the arguments.
  OrganizationMembers(store::Store& store, const Memberships& memberships)
      : store_(store), memberships_(memberships) {}

  // CheckAccess says whether the caller may read and change the members at all.
  base::Status CheckAccess(const model::Caller& caller) const {
    return memberships_.CheckWrite(caller);
  }
  // List returns a page of the memberships of any status. It costs the same number of statements
  // for every number of members.
  base::Result<MemberList> List(const model::Caller& caller, const MemberQuery& query) const;
  // ReadUser returns a member, or the caller itself.
  base::Result<model::User> ReadUser(const model::Caller& caller, const model::UserId& user) const;
  // EffectivePermissions returns the permissions of the roles of an active member, by slug. A
  // permission without a description in the environment is left out.
  base::Result<std::vector<model::Permission>> EffectivePermissions(
      const model::Caller& caller, const model::UserId& user) const;
  // SetRoles replaces the roles of a member and returns the member. kInvalid "missing_field"
  // without a role, and the errors of a change of Memberships.
  base::Result<MemberList> SetRoles(const model::Caller& caller, const model::UserId& user,
                                    const std::vector<std::string>& roles) const;
  // Remove ends a membership and the sessions of the user in the organization, and revokes an
  // invitation of a member that is not active. Errors of Memberships.
  base::Status Remove(const model::Caller& caller, const model::UserId& user) const;

 private:
  base::Result<model::Membership> Find(const model::Caller& caller,
                                       const model::UserId& user) const;
  base::Status Join(const model::Caller& caller, const std::vector<model::AnyRow>& memberships,
                    MemberList& list) const;
  base::Status AddInvitations(const model::Caller& caller, MemberList& list) const;

  store::Store& store_;
  const Memberships& memberships_;
};

}  // namespace bearward::users
