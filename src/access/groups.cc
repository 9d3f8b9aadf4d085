#include "access/groups.h"

#include <string>
#include <utility>

#include "access/group_role_assignments.h"
#include "model/changes.h"
#include "store/authorization.h"
#include "store/groups.h"
#include "store/memberships.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using base::Result;
using model::Group;

base::Error NoMembership(const std::string& id) {
  base::Error error =
      base::NotFound("organization_membership_not_found", "No such organization membership.");
  error.fields.push_back(id);
  return error;
}

base::Status CheckMembership(store::ReadTx& tx, const Group& group, const std::string& id) {
  BW_TRY_ASSIGN(const auto found,
                store::FindMembershipById(tx, group.environment, model::MembershipId{id}));
  if (found && found->organization == group.organization) return {};
  return base::Fail(NoMembership(id));
}

base::Status CheckSize(store::ReadTx& tx, const Group& group) {
  BW_TRY_ASSIGN(const std::int64_t count,
                store::CountGroupMembers(tx, group.environment, group.id));
  BW_TRY_ASSIGN(const std::int64_t assignments,
                store::CountGroupAssignments(tx, group.environment, group.id));
  const std::int64_t rows = count * assignments;
  if (count <= Groups::kMostMembers && rows <= GroupRoleAssignments::kMostRows) return {};
  return base::Fail(base::Conflict("group_membership_limit_exceeded",
                                   "A group has at most " + std::to_string(Groups::kMostMembers) +
                                       " members, and at most " +
                                       std::to_string(GroupRoleAssignments::kMostRows) +
                                       " role assignments of all its members together."));
}

}  // namespace

Groups::Groups(const resource::Parts& parts)
    : VerbsOf(model::kGroup,
              {.read = "organizations:read",
               .write = "organizations:manage",
               .events = {kGroupCreated, kGroupUpdated, kGroupDeleted}},
              parts),
      parts_(parts) {}

Result<Group> Groups::ChangeMembers(const model::Caller& caller, const resource::Address& at,
                                    const std::string& membership, model::EventType event,
                                    const Edit& edit) const {
  BW_TRY(CheckRead(caller));
  BW_TRY(CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<Group> {
    BW_TRY_ASSIGN(Group group, Typed(Find(tx, caller, at)));
    BW_TRY_ASSIGN(const bool changed, edit(tx, group));
    if (!changed) return group;
    model::Changes changes;
    const model::Cell id = membership;
    const bool added = event == kGroupMemberAdded;
    changes.Add("organization_membership_id", model::Kind::kText, added ? model::Cell() : id,
                added ? id : model::Cell());
    BW_TRY(tx.Append(by.Make(event, group.id, group.organization, changes.Json())));
    return group;
  });
}

Result<Group> Groups::AddMember(const model::Caller& caller, const resource::Address& at,
                                const std::string& membership) const {
  const base::Time now = parts_.clock.Now();
  return ChangeMembers(
      caller, at, membership, kGroupMemberAdded,
      [&](store::WriteTx& tx, const Group& group) -> Result<bool> {
        BW_TRY(CheckMembership(tx, group, membership));
        BW_TRY_ASSIGN(const bool added,
                      store::AddGroupMember(tx, group.environment, group.id, {membership}, now));
        if (!added) return false;
        BW_TRY(CheckSize(tx, group));
        BW_TRY(store::AssignOfGroup(tx, group.environment, group.id, membership, now));
        return true;
      });
}

Result<Group> Groups::RemoveMember(const model::Caller& caller, const resource::Address& at,
                                   const std::string& membership) const {
  return ChangeMembers(
      caller, at, membership, kGroupMemberRemoved,
      [&](store::WriteTx& tx, const Group& group) -> Result<bool> {
        BW_TRY_ASSIGN(const bool removed,
                      store::DeleteGroupMember(tx, group.environment, group.id, {membership}));
        if (!removed) return base::Fail(NoMembership(membership));
        return true;
      });
}

Result<resource::Page> Groups::ListWith(const model::Caller& caller, const std::string& membership,
                                        store::PageQuery query) const {
  BW_TRY(CheckRead(caller));
  BW_TRY_ASSIGN(const auto found, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindMembershipById(tx, caller->environment, model::MembershipId{membership});
  }));
  const bool reaches = found && (verify::IsEnvironment(caller.principal()) ||
                                 found->organization == *caller->organization);
  if (!reaches) return base::Fail(NoMembership(membership));
  query.conditions.push_back(store::WithMember(caller->environment, membership));
  return List(caller, std::move(query));
}

Result<store::Condition> Groups::MembersIn(const model::Caller& caller,
                                           const resource::Address& at) const {
  BW_TRY_ASSIGN(const Group group, Get(caller, at));
  return store::InGroup(group.environment, group.id);
}

}  // namespace bearward::access
