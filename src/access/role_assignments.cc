#include "access/role_assignments.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "access/resource_lookup.h"
#include "base/invalid.h"
#include "model/role.h"
#include "store/authorization.h"
#include "store/roles.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using base::Result;
using model::AuthorizationResource;
using model::Membership;
using model::RoleAssignment;

base::Error NoAssignment(const std::string& id) {
  base::Error error = base::NotFound("role_assignment_not_found", "No such role assignment.");
  error.fields.push_back(id);
  return error;
}

// OfMembership returns the assignment that represents a role of a membership.
RoleAssignment OfMembership(const Membership& membership, const std::string& role) {
  RoleAssignment row;
  row.id = "role_assignment_" + membership.id.text + "_" + role;
  row.environment = membership.environment;
  row.organization = membership.organization;
  row.membership = membership.id.text;
  row.role = role;
  row.created_at = membership.created_at;
  row.updated_at = membership.updated_at;
  return row;
}

base::Status Prepare(store::WriteTx& tx, const RoleAssignment* /*before*/, RoleAssignment& row,
                     const resource::Context& context) {
  BW_TRY(verify::CheckEnvironment(context.caller.principal()));
  BW_TRY_ASSIGN(const Membership member, FindMember(tx, row.environment, row.membership));
  BW_TRY_ASSIGN(const AuthorizationResource resource,
                FindReferenced(tx, row.environment, member.organization, row.target));
  BW_TRY(CheckAssignable(tx, resource, row.role));
  row.organization = member.organization;
  row.resource = resource.id;
  BW_TRY_ASSIGN(const std::int64_t count,
                store::CountAssignments(tx, row.environment, row.membership));
  if (count < RoleAssignments::kMostAssignments) return {};
  return base::Fail(base::Invalid("role_assignment_limit_exceeded",
                                  "A membership has at most 1,000 role assignments of its own."));
}

// PageOf returns the page of `rows`, which are all rows of a list, as store::Table::List does.
Result<resource::Page> PageOf(std::vector<RoleAssignment> rows, const store::PageQuery& query) {
  BW_TRY_ASSIGN(const store::Direction direction,
                store::DirectionOf(query, store::Order::kDescending));
  std::ranges::sort(rows, {},
                    [](const RoleAssignment& row) { return std::tuple(row.created_at, row.id); });
  if (!direction.ascending) std::ranges::reverse(rows);
  if (direction.cursor != nullptr) {
    const auto cursor = std::ranges::find(rows, *direction.cursor, &RoleAssignment::id);
    if (cursor == rows.end()) return base::Fail(store::InvalidCursor(query));
    rows.erase(rows.begin(), cursor + 1);
  }
  const bool more = rows.size() > static_cast<std::size_t>(query.limit);
  if (more) rows.resize(static_cast<std::size_t>(query.limit));
  if (direction.backwards) std::ranges::reverse(rows);
  resource::Page page;
  page.ends = rows.empty() ? store::EndsOf(direction, more, "", "")
                           : store::EndsOf(direction, more, rows.front().id, rows.back().id);
  for (RoleAssignment& row : rows) {
    page.rows.push_back(std::make_shared<RoleAssignment>(std::move(row)));
  }
  return page;
}

}  // namespace

base::Status CheckAssignable(store::ReadTx& tx, const AuthorizationResource& resource,
                             const std::string& role) {
  BW_TRY_ASSIGN(const auto found,
                store::FindRole(tx, resource.environment, role, resource.organization));
  if (!found) {
    return base::Fail(base::Invalid("invalid_role", "No role has the slug `" + role + "`."));
  }
  if (found->resource_type == resource.type) return {};
  return base::Fail(
      base::Invalid("invalid_role", "The role `" + role + "` is for resources of type `" +
                                        found->resource_type + "`, not `" + resource.type + "`."));
}

RoleAssignments::RoleAssignments(const resource::Parts& parts,
                                 const resource::VerbsOf<Membership>& memberships)
    : VerbsOf(model::kRoleAssignment,
              {.read = "organizations:read",
               .write = "organizations:manage",
               .events = {kRoleAssignmentCreated, kRoleAssignmentUpdated, kRoleAssignmentDeleted},
               .prepare = resource::PrepareOf(&Prepare)},
              parts),
      parts_(parts),
      memberships_(memberships) {}

// ChangeMembership adds a role to a membership or removes it. If no role is left, the membership
// gets the default role (users/memberships.h).
Result<RoleAssignment> RoleAssignments::ChangeMembership(const model::Caller& caller,
                                                         const RoleAssignment& row,
                                                         bool add) const {
  const auto change = [&row, add](Membership& membership) -> base::Status {
    std::erase(membership.roles, row.role);
    if (add) membership.roles.push_back(row.role);
    if (membership.roles.empty()) membership.roles.emplace_back(model::kDefaultRole);
    return {};
  };
  BW_TRY_ASSIGN(const Membership changed, memberships_.Update(caller, row.membership, change));
  return OfMembership(changed, row.role);
}

Result<RoleAssignment> RoleAssignments::Assign(const model::Caller& caller,
                                               RoleAssignment row) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(row.target, kTargetMembers, false));
  AuthorizationResource resource;
  std::optional<RoleAssignment> present;
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const Membership member, FindMember(tx, caller->environment, row.membership));
    BW_TRY_ASSIGN(resource,
                  FindReferenced(tx, caller->environment, member.organization, row.target));
    row.organization = member.organization;
    BW_TRY(CheckAssignable(tx, resource, row.role));
    if (resource.IsOrganization()) {
      if (std::ranges::find(member.roles, row.role) != member.roles.end()) {
        present = OfMembership(member, row.role);
      }
      return {};
    }
    BW_TRY_ASSIGN(present, store::FindAssignment(tx, caller->environment, row.membership, row.role,
                                                 resource.id));
    return {};
  }));
  if (present) return *std::move(present);
  if (resource.IsOrganization()) return ChangeMembership(caller, row, true);
  const base::Time now = parts_.clock.Now();
  // The read above answers a repeated request without a write. Only the write can tell whether
  // another request has made the assignment meanwhile.
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<RoleAssignment> {
    BW_TRY_ASSIGN(present, store::FindAssignment(tx, caller->environment, row.membership, row.role,
                                                 resource.id));
    if (present) return *present;
    return Typed(
        CreateIn(tx, {caller, now, parts_.entropy}, std::make_shared<RoleAssignment>(row)));
  });
}

Result<RoleAssignment> RoleAssignments::Remove(const model::Caller& caller,
                                               const resource::Address& at) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const auto found = Get(caller, at);
  if (found && found->group_assignment) {
    return base::Fail(base::Denied("assigned_by_group",
                                   "The role follows from an assignment of a group. Remove `" +
                                       *found->group_assignment +
                                       "`, or take the member out of the group."));
  }
  if (found) return Typed(Verbs::Delete(caller, at));
  if (found.error().code != base::Code::kNotFound) return found;
  BW_TRY_ASSIGN(const Membership member,
                memberships_.Get(caller, at.within.front().values.front()));
  for (const std::string& role : member.roles) {
    const RoleAssignment row = OfMembership(member, role);
    if (row.id == at.text) return ChangeMembership(caller, row, false);
  }
  return base::Fail(NoAssignment(at.text));
}

base::Status RoleAssignments::RemoveMatching(const model::Caller& caller,
                                             const RoleAssignment& wanted) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(wanted.target, kTargetMembers, false));
  BW_TRY_ASSIGN(
      const RoleAssignment found,
      parts_.store.Read([&](store::ReadTx& tx) -> Result<RoleAssignment> {
        BW_TRY_ASSIGN(const Membership member,
                      FindMember(tx, caller->environment, wanted.membership));
        BW_TRY_ASSIGN(const AuthorizationResource resource,
                      FindReferenced(tx, caller->environment, member.organization, wanted.target));
        if (resource.IsOrganization()) return OfMembership(member, wanted.role);
        BW_TRY_ASSIGN(auto row, store::FindAssignment(tx, caller->environment, wanted.membership,
                                                      wanted.role, resource.id));
        if (!row) return base::Fail(NoAssignment(wanted.role));
        return *std::move(row);
      }));
  BW_TRY(Remove(caller,
                {found.id, {{record().Find("organization_membership_id"), {wanted.membership}}}}));
  return {};
}

Result<resource::Page> RoleAssignments::ListOf(const model::Caller& caller,
                                               const std::string& membership,
                                               const model::ResourceReference& target,
                                               const store::PageQuery& query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  if (!target.empty()) BW_TRY(CheckReference(target, kTargetMembers, false));
  std::vector<RoleAssignment> rows;
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const Membership member, FindMember(tx, caller->environment, membership));
    BW_TRY_ASSIGN(rows, store::ListAssignments(tx, caller->environment, membership));
    for (const std::string& role : member.roles) rows.push_back(OfMembership(member, role));
    if (target.empty()) return {};
    BW_TRY_ASSIGN(const AuthorizationResource resource,
                  FindReferenced(tx, caller->environment, member.organization, target));
    std::erase_if(rows, [&resource](const RoleAssignment& row) {
      return row.resource.value_or("") != (resource.IsOrganization() ? "" : resource.id);
    });
    return {};
  }));
  return PageOf(std::move(rows), query);
}

Result<resource::Page> RoleAssignments::ListOn(const model::Caller& caller,
                                               const model::OrganizationId& organization,
                                               const model::ResourceReference& target,
                                               store::PageQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(const AuthorizationResource resource, parts_.store.Read([&](store::ReadTx& tx) {
    return organization.empty() ? FindResource(tx, caller->environment, target.id.value_or(""))
                                : FindReferenced(tx, caller->environment, organization, target);
  }));
  if (resource.IsOrganization()) {
    query.conditions.push_back(
        {"organization_id = ? AND resource_id IS NULL", {resource.organization.text}});
  } else {
    query.filters.push_back({record().Find("resource_id"), {resource.id}});
  }
  return List(caller, std::move(query));
}

}  // namespace bearward::access
