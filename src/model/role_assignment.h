// RoleAssignment, GroupRoleAssignment: the roles that members and groups have on resources.
#pragma once

#include <optional>
#include <string>

#include "model/authorization_resource.h"
#include "model/record.h"

namespace bearward::model {

// GroupRoleAssignment is a role that all members of a group have on a resource; without `resource`
// on the organization. `target` is the resource that a request names, which the rules resolve.
struct GroupRoleAssignment : Entity {
  OrganizationId organization;
  std::string group;
  std::string role;  // slug
  std::optional<std::string> resource;
  ResourceReference target;
};

// kGroupRoleAssignmentFields and kGroupRoleAssignment are its description. The role and the
// resource appear as objects, which the dialect writes.
inline constexpr Field kGroupRoleAssignmentFields[] = {
    F<&GroupRoleAssignment::organization>(kOrganizationField, kStored | kConstant),
    F<&GroupRoleAssignment::group>("group_id", kStored | kShown | kConstant | kSelective),
    F<&GroupRoleAssignment::role>("role", kStored | kConstant | kAudited),
    F<&GroupRoleAssignment::resource>("resource_id", kStored | kConstant | kAudited),
};
inline constexpr RecordOf<GroupRoleAssignment> kGroupRoleAssignment({
    .object = "group_role_assignment",
    .id_prefix = "gra",
    .table = "group_role_assignments",
    .organization = kOrganizationField,
    .fields = kGroupRoleAssignmentFields,
});

// RoleAssignment is a role of one member on a resource; without `resource` on the organization. A
// row with `group_assignment` follows from that assignment of the group `group`.
struct RoleAssignment : Entity {
  OrganizationId organization;
  std::string membership;
  std::string role;  // slug
  std::optional<std::string> resource;
  std::optional<std::string> group_assignment;
  std::optional<std::string> group;
  ResourceReference target;
};

// kRoleAssignmentFields and kRoleAssignment are its description.
inline constexpr Field kRoleAssignmentFields[] = {
    F<&RoleAssignment::organization>(kOrganizationField, kStored | kConstant),
    F<&RoleAssignment::membership>("organization_membership_id",
                                   kStored | kShown | kConstant | kSelective),
    F<&RoleAssignment::role>("role", kStored | kConstant | kAudited),
    F<&RoleAssignment::resource>("resource_id", kStored | kConstant | kAudited | kSelective),
    F<&RoleAssignment::group_assignment>("group_role_assignment_id", kStored | kConstant),
    F<&RoleAssignment::group>("group_id", kStored | kConstant),
};
inline constexpr RecordOf<RoleAssignment> kRoleAssignment({
    .object = "role_assignment",
    .id_prefix = "role_assignment",
    .table = "role_assignments",
    .organization = kOrganizationField,
    .fields = kRoleAssignmentFields,
});

}  // namespace bearward::model
