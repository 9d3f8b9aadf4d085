// BuiltInRole: the roles that a new environment has besides kDefaultRole (model/role.h).
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bearward::model {

// BuiltInRole is a role like any other after the creation of its environment: its name, description
// and permissions may be changed.
struct BuiltInRole {
  std::string_view slug;
  std::string_view name;
  std::string_view description;
  std::span<const std::string_view> permissions;
};

// kOrganizationPermissions are the permissions in one's own organization. The last two of them are
// what an administrator has and a manager lacks. "*" is not among them: it includes tokens:verify,
// which answers for every tenant of the environment (incident class I2).
inline constexpr std::array<std::string_view, 10> kOrganizationPermissions = {
    "applications:manage",  "events:read",        "objects:link",    "objects:read",
    "objects:write",        "organizations:read", "sessions:manage", "users:manage",
    "organizations:manage", "keys:manage"};
inline constexpr std::array<std::string_view, 3> kViewerPermissions = {
    "events:read", "objects:read", "organizations:read"};

// kBuiltInRoles are in the order of their priority.
inline constexpr std::array<BuiltInRole, 3> kBuiltInRoles = {{
    {"admin", "Administrator", "Everything in its organization.", kOrganizationPermissions},
    {"manager", "Manager", "All but the settings, the roles and the API keys of others.",
     std::span(kOrganizationPermissions).first(8)},
    {"viewer", "Viewer", "Reads the organization, its objects and its events.", kViewerPermissions},
}};

}  // namespace bearward::model
