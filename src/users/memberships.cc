#include "users/memberships.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/invalid.h"
#include "model/role.h"
#include "sessions/revoke_keys.h"
#include "sessions/sessions.h"
#include "store/invitations.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "users/invitation_steps.h"
#include "users/membership_steps.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using enum model::EventType;
using model::Membership;
using model::MembershipStatus;

// Only the environment makes a user a member. A member with the permission invites users and
// changes the roles of others within its own rights (incident class I3).
base::Status Prepare(store::WriteTx& tx, const Membership* before, Membership& membership,
                     const resource::Context& context) {
  const model::Principal& actor = context.caller.principal();
  if (before == nullptr) {
    const bool invited = membership.status == MembershipStatus::kPending;
    if (!invited) BW_TRY(verify::CheckEnvironment(actor));
    BW_TRY(BeginMembership(tx, membership));
    BW_TRY(OrderRoles(tx, membership));
    return invited ? verify::CheckCoversRoles(tx, actor, membership.roles) : base::Status();
  }
  BW_TRY(verify::CheckCoversRoles(tx, actor, before->roles));
  if (before->roles == membership.roles) return {};
  BW_TRY(OrderRoles(tx, membership));
  return verify::CheckCoversRoles(tx, actor, membership.roles);
}

sessions::Ending EndingOf(const Membership& membership, const resource::Context& context) {
  return {.by = model::EventBy(context.caller, context.now),
          .organization = membership.organization,
          .subject_id = membership.user.text};
}

base::Status EndSessions(store::WriteTx& tx, const void* row, const resource::Context& context) {
  return sessions::EndAllOfMember(tx, EndingOf(*static_cast<const Membership*>(row), context));
}

// RevokeInvitations ends what an invited user could accept after its membership was removed.
base::Status RevokeInvitations(store::WriteTx& tx, const Membership& membership,
                               const model::EventBy& by) {
  if (membership.status == MembershipStatus::kActive) return {};
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, membership.environment, membership.user));
  if (!user) return {};
  BW_TRY_ASSIGN(const auto pending, store::ListPendingInvitations(tx, membership.environment,
                                                                  user->email_key, by.at()));
  for (const model::Invitation& invitation : pending) {
    if (invitation.organization != membership.organization) continue;
    BW_TRY(RevokeInvitation(tx, invitation, by));
  }
  return {};
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const Membership& membership = *static_cast<const Membership*>(row);
  const model::Principal& actor = context.caller.principal();
  if (membership.directory_managed && !verify::IsEnvironment(actor)) {
    return base::Fail(base::Conflict("member_is_managed_by_directory",
                                     "A directory manages this membership. Remove it there."));
  }
  BW_TRY(verify::CheckCoversRoles(tx, actor, membership.roles));
  BW_TRY(RevokeInvitations(tx, membership, model::EventBy(context.caller, context.now)));
  BW_TRY(EndSessions(tx, row, context));
  return sessions::RevokeKeysOfMember(tx, EndingOf(membership, context));
}

base::Error Pending(MembershipStatus wanted) {
  const std::string verb = wanted == MembershipStatus::kActive ? "reactivate" : "deactivate";
  return base::Conflict("cannot_" + verb + "_pending_organization_membership",
                        "A pending membership waits for its invitation.");
}

}  // namespace

Memberships::Memberships(const resource::Parts& parts)
    : VerbsOf(model::kMembership,
              {.read = verify::kManageUsers,
               .write = verify::kManageUsers,
               .events = {kOrganizationMembershipCreated, kOrganizationMembershipUpdated,
                          kOrganizationMembershipDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove,
               .widget_read = verify::kUsersTableWidget,
               .widget_write = verify::kUsersTableWidget},
              parts),
      store_(parts.store) {}

base::Result<model::AnyRow> Memberships::Add(const model::Caller& caller,
                                             const model::AnyRow& row) const {
  BW_TRY(CheckWrite(caller));
  const Membership& wanted = *static_cast<const Membership*>(row.get());
  BW_TRY_ASSIGN(const auto present, store_.Read([&](store::ReadTx& tx) {
    return store::FindMembership(tx, caller->environment, wanted.user, wanted.organization);
  }));
  if (!present || present->status == MembershipStatus::kActive) return Verbs::Create(caller, row);
  return SetStatus(caller, present->id.text, MembershipStatus::kActive, &wanted.roles);
}

base::Status Memberships::ExpectIn(store::WriteTx& tx, const resource::Context& context,
                                   const model::UserId& user,
                                   const model::Invitation& invitation) const {
  Membership membership;
  membership.user = user;
  membership.organization = invitation.organization.value();
  membership.roles = {invitation.role.value_or(std::string(model::kDefaultRole))};
  membership.status = MembershipStatus::kPending;
  BW_TRY_ASSIGN(const auto present,
                store::FindMembership(tx, invitation.environment, user, membership.organization));
  if (!present) {
    BW_TRY(CreateIn(tx, context, std::make_shared<Membership>(std::move(membership))));
    return {};
  }
  if (present->status == MembershipStatus::kActive || present->roles == membership.roles) return {};
  // An inactive member gets its roles back if the invitation names none.
  if (present->status == MembershipStatus::kInactive) {
    return verify::CheckCoversRoles(tx, context.caller.principal(), present->roles);
  }
  Membership changed = *present;
  changed.roles = std::move(membership.roles);
  changed.updated_at = context.now;
  BW_TRY(Prepare(tx, &*present, changed, context));
  return UpdateMembership(tx, *present, changed, model::EventBy(context.caller, context.now));
}

base::Result<model::AnyRow> Memberships::SetStatus(const model::Caller& caller, std::string_view id,
                                                   MembershipStatus status,
                                                   const std::vector<std::string>* roles) const {
  const auto change = [&](void* row) -> base::Status {
    Membership& membership = *static_cast<Membership*>(row);
    if (membership.status == MembershipStatus::kPending) return base::Fail(Pending(status));
    membership.status = status;
    if (roles != nullptr) membership.roles = *roles;
    if (membership.roles.empty()) membership.roles.emplace_back(model::kDefaultRole);
    return {};
  };
  return Verbs::Update(caller, id, change, std::nullopt,
                       status == MembershipStatus::kActive ? Also() : Also(&EndSessions));
}

base::Result<Membership> Memberships::Deactivate(const model::Caller& caller,
                                                 std::string_view id) const {
  BW_TRY_ASSIGN(Membership present, Get(caller, id));
  if (present.status == MembershipStatus::kInactive) return present;
  return Typed(SetStatus(caller, id, MembershipStatus::kInactive, nullptr));
}

base::Result<Membership> Memberships::Reactivate(const model::Caller& caller,
                                                 std::string_view id) const {
  BW_TRY_ASSIGN(Membership present, Get(caller, id));
  if (present.status == MembershipStatus::kActive) return present;
  return Typed(SetStatus(caller, id, MembershipStatus::kActive, nullptr));
}

base::Result<Membership> Memberships::SwitchIn(store::WriteTx& tx, const resource::Context& context,
                                               const Membership& before,
                                               MembershipStatus status) const {
  if (before.directory_managed) {
    return base::Fail(base::Conflict("member_is_managed_by_directory",
                                     "A directory manages this membership. Change it there."));
  }
  Membership after = before;
  after.status = status;
  after.updated_at = context.now;
  BW_TRY(UpdateMembership(tx, before, after, model::EventBy(context.caller, context.now)));
  if (status == MembershipStatus::kInactive) BW_TRY(EndSessions(tx, &after, context));
  return after;
}

base::Result<Members> Memberships::MembersOf(const model::Caller& caller,
                                             std::span<const model::AnyRow> memberships,
                                             Invited invited) const {
  std::vector<std::string> users;
  std::vector<std::string> organizations;
  const bool shows_invited =
      invited == Invited::kIncluded || verify::IsEnvironment(caller.principal());
  for (const model::AnyRow& row : memberships) {
    const auto& membership = *static_cast<const Membership*>(row.get());
    const bool agreed = membership.status != MembershipStatus::kPending;
    if (agreed || shows_invited) users.push_back(membership.user.text);
    organizations.push_back(membership.organization.text);
  }
  return store_.Read([&](store::ReadTx& tx) -> base::Result<Members> {
    Members members;
    BW_TRY_ASSIGN(auto found, store::FindUsers(tx, caller->environment, users));
    for (model::User& user : found) members.users.emplace(user.id.text, std::move(user));
    BW_TRY_ASSIGN(auto tenants, store::FindOrganizations(tx, caller->environment, organizations));
    for (model::Organization& one : tenants) {
      members.organizations.emplace(one.id.text, std::move(one));
    }
    return members;
  });
}

}  // namespace bearward::users
