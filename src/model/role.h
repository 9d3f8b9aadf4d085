// Role: a named set of permissions, of an environment or of one organization.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/permission.h"
#include "model/record.h"

namespace bearward::model {

// kDefaultRole is the slug of the role that every environment has from its creation, for members
// without another role. kDefaultPriority is below the priority of all other roles.
inline constexpr std::string_view kDefaultRole = "member";
inline constexpr std::int64_t kDefaultPriority = std::numeric_limits<std::int32_t>::max();
// kOrganizationRolePrefix begins the slug of every role of one organization.
inline constexpr std::string_view kOrganizationRolePrefix = "org-";

// Role is a named set of permissions. `name` is the text that dialects show ("Jobs: View"). Of
// several roles, the one with the lowest number in `priority` comes first. A role with an
// `organization` exists in that organization only.
struct Role : Entity {
  std::string slug;
  std::string name;
  std::optional<std::string> description;
  std::vector<std::string> permissions;  // slugs
  std::string resource_type{kOrganizationType};
  std::int64_t priority = 0;
  OrganizationId organization = {};
};

// RoleFields returns the fields of both kinds of role, after those of one kind. `slug` is
// kRequired, or 0 where a new role without a slug gets one made from its name.
template <class... First>
constexpr auto RoleFields(Uses slug, First... first) {
  return std::to_array<Field>({
      first...,
      F<&Role::slug>("slug", static_cast<Uses>(kFixed | kConstant | slug), &kRoleSlug),
      F<&Role::name>("name", kEditable | kRequired, &kShortName),
      F<&Role::description>("description", kEditable, &kDescription),
      F<&Role::permissions>("permissions", kStored | kShown | kMany),
      F<&Role::resource_type>("resource_type_slug", kFixed | kConstant, &kSlug),
      F<&Role::priority>("priority", kStored),
  });
}

// kRoleFields and kRole describe the roles of environments.
inline constexpr auto kRoleFields = RoleFields(kRequired);
inline constexpr RecordOf<Role> kRole({
    .object = "role",
    .id_prefix = "role",
    .table = "roles",
    .address = "slug",
    .fields = kRoleFields,
});
inline const Record& DescriptionOf(const Role& /*row*/) { return kRole; }

// kOrganizationRoleFields and kOrganizationRole describe the roles of organizations.
inline constexpr auto kOrganizationRoleFields =
    RoleFields(0, F<&Role::organization>(kOrganizationField, kStored | kConstant));
inline constexpr RecordOf<Role> kOrganizationRole({
    .object = "role",
    .error_name = "organization_role",
    .id_prefix = "role",
    .table = "organization_roles",
    .address = "slug",
    .organization = kOrganizationField,
    .fields = kOrganizationRoleFields,
});

}  // namespace bearward::model
