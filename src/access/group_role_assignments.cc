#include "access/group_role_assignments.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "access/resource_lookup.h"
#include "access/role_assignments.h"
#include "base/invalid.h"
#include "model/changes.h"
#include "model/group.h"
#include "store/authorization.h"
#include "store/groups.h"
#include "store/table.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using base::Result;
using model::AnyRow;
using model::AuthorizationResource;
using model::GroupRoleAssignment;

Result<model::Group> FindGroup(store::ReadTx& tx, const model::EnvironmentId& environment,
                               const std::string& id) {
  static const store::TableOf<model::Group> table(model::kGroup);
  BW_TRY_ASSIGN(auto found, table.Find(tx, environment, id));
  if (found) return *std::move(found);
  base::Error error = base::NotFound("group_not_found", "No such group.");
  error.fields.push_back(id);
  return base::Fail(std::move(error));
}

base::Error TooMany() {
  using Assignments = GroupRoleAssignments;
  return base::Invalid("role_assignment_limit_exceeded",
                       "A group has at most " + std::to_string(Assignments::kMostAssignments) +
                           " role assignments, and at most " +
                           std::to_string(Assignments::kMostRows) +
                           " of all its members together.");
}

// Resolve sets the organization and the resource of an assignment.
base::Status Resolve(store::ReadTx& tx, const model::EnvironmentId& environment,
                     GroupRoleAssignment& row) {
  BW_TRY(CheckReference(row.target, kTargetMembers, true));
  BW_TRY_ASSIGN(const model::Group group, FindGroup(tx, environment, row.group));
  BW_TRY_ASSIGN(const AuthorizationResource resource,
                FindReferenced(tx, environment, group.organization, row.target));
  BW_TRY(CheckAssignable(tx, resource, row.role));
  row.organization = group.organization;
  row.resource.reset();
  if (!resource.IsOrganization()) row.resource = resource.id;
  return {};
}

base::Status Prepare(store::WriteTx& tx, const GroupRoleAssignment* /*before*/,
                     GroupRoleAssignment& row, const resource::Context& context) {
  BW_TRY(verify::CheckEnvironment(context.caller.principal()));
  BW_TRY(Resolve(tx, row.environment, row));
  BW_TRY_ASSIGN(const std::int64_t count,
                store::CountGroupAssignments(tx, row.environment, row.group));
  BW_TRY_ASSIGN(const std::int64_t members,
                store::CountGroupMembers(tx, row.environment, {row.group}));
  if (count < GroupRoleAssignments::kMostAssignments &&
      members * (count + 1) <= GroupRoleAssignments::kMostRows) {
    return {};
  }
  return base::Fail(TooMany());
}

base::Status AddToMembers(store::WriteTx& tx, const void* row,
                          const resource::Context& /*context*/) {
  return store::AssignToMembers(tx, *static_cast<const GroupRoleAssignment*>(row));
}

bool IsSame(const GroupRoleAssignment& one, const GroupRoleAssignment& other) {
  return one.role == other.role && one.resource == other.resource;
}
bool Contains(const std::vector<GroupRoleAssignment>& rows, const GroupRoleAssignment& row) {
  return std::ranges::any_of(rows, [&row](const auto& each) { return IsSame(each, row); });
}

// DeleteOthers deletes the assignments of `present` that are not in `wanted`.
base::Status DeleteOthers(store::WriteTx& tx, const std::vector<GroupRoleAssignment>& present,
                          const std::vector<GroupRoleAssignment>& wanted,
                          const model::EventBy& by) {
  for (const GroupRoleAssignment& row : present) {
    if (Contains(wanted, row)) continue;
    BW_TRY(store::GroupRoleAssignments().Delete(tx, row));
    BW_TRY(
        tx.Append(by.Make(kGroupRoleAssignmentDeleted, row.id, row.organization,
                          model::Changes::Of(model::kGroupRoleAssignment, &row, nullptr).Json())));
  }
  return {};
}

}  // namespace

GroupRoleAssignments::GroupRoleAssignments(const resource::Parts& parts)
    : VerbsOf(model::kGroupRoleAssignment,
              {.read = "organizations:read",
               .write = "organizations:manage",
               .events = {kGroupRoleAssignmentCreated, kGroupRoleAssignmentUpdated,
                          kGroupRoleAssignmentDeleted},
               .prepare = resource::PrepareOf(&Prepare)},
              parts),
      parts_(parts) {}

Result<AnyRow> GroupRoleAssignments::Assign(const model::Caller& caller,
                                            GroupRoleAssignment row) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(
      parts_.store.Read([&](store::ReadTx& tx) { return Resolve(tx, caller->environment, row); }));
  return Verbs::Create(caller, std::make_shared<GroupRoleAssignment>(std::move(row)),
                       &AddToMembers);
}

Result<std::vector<AnyRow>> GroupRoleAssignments::Replace(
    const model::Caller& caller, const std::string& group,
    const std::vector<GroupRoleAssignment>& wanted) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  // This also limits the work inside the write, which looks up every row of the request, including
  // repeated ones.
  if (std::ssize(wanted) > kMostAssignments) return base::Fail(TooMany());
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<std::vector<AnyRow>> {
    const resource::Context context{caller, now, parts_.entropy};
    BW_TRY(FindGroup(tx, caller->environment, group));
    std::vector<GroupRoleAssignment> rows = wanted;
    for (GroupRoleAssignment& row : rows) BW_TRY(Resolve(tx, caller->environment, row));
    BW_TRY_ASSIGN(auto present, store::ListGroupAssignments(tx, caller->environment, group));
    BW_TRY(DeleteOthers(tx, present, rows, model::EventBy(caller, now)));
    for (const GroupRoleAssignment& row : rows) {
      if (Contains(present, row)) continue;
      BW_TRY_ASSIGN(const AnyRow made,
                    CreateIn(tx, context, std::make_shared<GroupRoleAssignment>(row)));
      BW_TRY(AddToMembers(tx, made.get(), context));
      present.push_back(row);
    }
    std::vector<AnyRow> all;
    BW_TRY_ASSIGN(present, store::ListGroupAssignments(tx, caller->environment, group));
    for (GroupRoleAssignment& row : present) {
      all.push_back(std::make_shared<GroupRoleAssignment>(std::move(row)));
    }
    return all;
  });
}

base::Status GroupRoleAssignments::RemoveMatching(const model::Caller& caller,
                                                  const GroupRoleAssignment& wanted) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(wanted.target, kTargetMembers, true));
  BW_TRY_ASSIGN(
      const auto found,
      parts_.store.Read([&](store::ReadTx& tx) -> Result<std::optional<GroupRoleAssignment>> {
        BW_TRY_ASSIGN(const model::Group group, FindGroup(tx, caller->environment, wanted.group));
        BW_TRY_ASSIGN(const AuthorizationResource resource,
                      FindReferenced(tx, caller->environment, group.organization, wanted.target));
        return store::FindGroupAssignment(tx, caller->environment, wanted.group, wanted.role,
                                          resource.IsOrganization() ? "" : resource.id);
      }));
  if (found) {
    BW_TRY(Verbs::Delete(caller, found->id));
    return {};
  }
  base::Error error =
      base::NotFound("group_role_assignment_not_found", "No such group role assignment.");
  error.fields.push_back(wanted.role);
  return base::Fail(std::move(error));
}

Result<resource::Page> GroupRoleAssignments::ListOf(const model::Caller& caller,
                                                    const std::string& group,
                                                    store::PageQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(parts_.store.Read(
      [&](store::ReadTx& tx) { return FindGroup(tx, caller->environment, group); }));
  query.filters.push_back({record().Find("group_id"), {group}});
  return List(caller, std::move(query));
}

}  // namespace bearward::access
