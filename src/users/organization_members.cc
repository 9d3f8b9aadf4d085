#include "users/organization_members.h"

#include <set>
#include <utility>

#include "base/invalid.h"
#include "store/invitations.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "store/search.h"
#include "store/users.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using base::Result;
using model::Membership;

Result<std::vector<model::Permission>> PermissionsOf(store::ReadTx& tx,
                                                     const Membership& membership) {
  BW_TRY_ASSIGN(
      const auto roles,
      store::FindRoles(tx, membership.environment, membership.organization,
                       std::set<std::string>(membership.roles.begin(), membership.roles.end())));
  std::set<std::string> slugs;
  for (const auto& [slug, role] : roles) {
    slugs.insert(role.permissions.begin(), role.permissions.end());
  }
  std::vector<model::Permission> permissions;
  for (const std::string& slug : slugs) {
    BW_TRY_ASSIGN(auto found,
                  store::Permissions().FindBy(tx, membership.environment, "slug", slug));
    if (found) permissions.push_back(*std::move(found));
  }
  return permissions;
}

}  // namespace

Result<MemberList> OrganizationMembers::List(const model::Caller& caller,
                                             const MemberQuery& query) const {
  store::PageQuery page;
  static_cast<store::PageRequest&>(page) = query.page;
  if (query.search && !query.search->empty()) {
    page.conditions.push_back(store::MembersContaining(*query.search));
  }
  if (query.role) page.conditions.push_back(store::MembersWithRole(*query.role));
  BW_TRY_ASSIGN(const resource::Page found, memberships_.List(caller, std::move(page)));
  MemberList list;
  list.ends = found.ends;
  BW_TRY(Join(caller, found.rows, list));
  return list;
}

base::Status OrganizationMembers::Join(const model::Caller& caller,
                                       const std::vector<model::AnyRow>& memberships,
                                       MemberList& list) const {
  BW_TRY_ASSIGN(Members members,
                memberships_.MembersOf(caller, memberships, Memberships::Invited::kIncluded));
  std::set<std::string> slugs;
  for (const model::AnyRow& row : memberships) {
    const auto& membership = *static_cast<const Membership*>(row.get());
    slugs.insert(membership.roles.begin(), membership.roles.end());
    const auto user = members.users.find(membership.user.text);
    // Deleting a user deletes its memberships, perhaps between the two reads.
    if (user != members.users.end()) list.members.push_back({membership, user->second});
  }
  BW_TRY_ASSIGN(list.roles, store_.Read([&](store::ReadTx& tx) {
    return store::FindRoles(tx, caller->environment, caller->organization, slugs);
  }));
  return AddInvitations(caller, list);
}

// AddInvitations reads the invitations of all members that are not active together.
base::Status OrganizationMembers::AddInvitations(const model::Caller& caller,
                                                 MemberList& list) const {
  std::map<std::string, Member*> invited;
  std::vector<std::string> keys;
  for (Member& member : list.members) {
    if (member.membership.status == model::MembershipStatus::kActive) continue;
    invited.emplace(member.user.email_key, &member);
    keys.push_back(member.user.email_key);
  }
  if (keys.empty()) return {};
  BW_TRY_ASSIGN(auto found, store_.Read([&](store::ReadTx& tx) {
    return store::ListNewestInvitations(tx, caller->environment, caller->organization, keys);
  }));
  for (model::Invitation& invitation : found) {
    const auto member = invited.find(invitation.email_key);
    if (member != invited.end()) member->second->invitation = std::move(invitation);
  }
  return {};
}

Result<model::User> OrganizationMembers::ReadUser(const model::Caller& caller,
                                                  const model::UserId& user) const {
  return store_.Read([&](store::ReadTx& tx) -> Result<model::User> {
    BW_TRY(verify::CheckReadsMember(tx, caller.principal(), user));
    BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, user));
    if (!found) return base::Fail(verify::NoUser(user));
    return *std::move(found);
  });
}

Result<std::vector<model::Permission>> OrganizationMembers::EffectivePermissions(
    const model::Caller& caller, const model::UserId& user) const {
  return store_.Read([&](store::ReadTx& tx) -> Result<std::vector<model::Permission>> {
    BW_TRY(verify::CheckReadsMember(tx, caller.principal(), user));
    BW_TRY_ASSIGN(const auto membership,
                  store::FindActiveMembership(tx, caller->environment, user, caller->organization));
    if (!membership) return std::vector<model::Permission>();
    return PermissionsOf(tx, *membership);
  });
}

Result<Membership> OrganizationMembers::Find(const model::Caller& caller,
                                             const model::UserId& user) const {
  BW_TRY(CheckAccess(caller));
  BW_TRY_ASSIGN(auto found, store_.Read([&](store::ReadTx& tx) {
    return store::FindMembership(tx, caller->environment, user, caller->organization);
  }));
  if (!found) return base::Fail(verify::NoUser(user));
  return *std::move(found);
}

Result<MemberList> OrganizationMembers::SetRoles(const model::Caller& caller,
                                                 const model::UserId& user,
                                                 const std::vector<std::string>& roles) const {
  BW_TRY_ASSIGN(const Membership present, Find(caller, user));
  if (roles.empty()) {
    return base::Fail(base::Invalid("missing_field", "Name at least one role.", {"roleSlugs"}));
  }
  BW_TRY_ASSIGN(Membership changed,
                memberships_.Update(caller, present.id.text, [&](Membership& row) -> base::Status {
                  row.roles = roles;
                  return {};
                }));
  MemberList list;
  BW_TRY(Join(caller, {std::make_shared<Membership>(std::move(changed))}, list));
  if (list.members.empty()) return base::Fail(verify::NoUser(user));
  return list;
}

base::Status OrganizationMembers::Remove(const model::Caller& caller,
                                         const model::UserId& user) const {
  BW_TRY_ASSIGN(const Membership present, Find(caller, user));
  BW_TRY(memberships_.Delete(caller, present.id.text));
  return {};
}

}  // namespace bearward::users
