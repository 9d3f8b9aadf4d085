// Permission: the name and description of a permission, such as forms:read, that roles contain.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// kOrganizationType is the type of resource of roles and permissions that apply to a whole
// organization.
inline constexpr std::string_view kOrganizationType = "organization";

// Permission describes the text `slug`, which roles contain and which routes and gateways require.
// A `system` permission has a meaning in this program, so it cannot be changed or deleted.
struct Permission : Entity {
  std::string slug;
  std::string name;
  std::optional<std::string> description;
  bool system = false;
  std::string resource_type{kOrganizationType};
};

// kPermissionFields and kPermissionRecord are its description.
inline constexpr Field kPermissionFields[] = {
    F<&Permission::slug>("slug", kFixed | kRequired | kConstant, &kPermissionSlug),
    F<&Permission::name>("name", kEditable | kRequired, &kShortName),
    F<&Permission::description>("description", kEditable, &kDescription),
    F<&Permission::system>("system", kStored | kShown | kConstant),
    F<&Permission::resource_type>("resource_type_slug", kFixed | kConstant, &kSlug),
};
inline constexpr RecordOf<Permission> kPermissionRecord({
    .object = "permission",
    .id_prefix = "perm",
    .table = "permissions",
    .address = "slug",
    .fields = kPermissionFields,
});
inline const Record& DescriptionOf(const Permission& /*row*/) { return kPermissionRecord; }

// SystemPermission is a permission that every environment has from its creation.
struct SystemPermission {
  std::string_view slug;
  std::string_view name;
};
inline constexpr std::array<SystemPermission, 19> kSystemPermissions = {{
    {"*", "Everything"},
    {"applications:manage", "Manage applications"},
    {"events:read", "Read events"},
    {"keys:manage", "Manage API keys"},
    {"objects:link", "Link objects"},
    {"objects:read", "Read objects"},
    {"objects:write", "Change objects"},
    {"organizations:manage", "Manage the organization"},
    {"organizations:read", "Read the organization"},
    {"sessions:manage", "Manage sessions"},
    {"users:manage", "Manage users"},
    {"users:masquerade", "Act as another user"},
    {"widgets:api-keys:manage", "Manage API keys in widgets"},
    {"widgets:audit-log-streaming:manage", "Manage audit log streams in widgets"},
    {"widgets:domain-verification:manage", "Verify domains in widgets"},
    {"widgets:dsync:manage", "Manage directory sync in widgets"},
    {"widgets:pipes:manage", "Manage pipes in widgets"},
    {"widgets:sso:manage", "Manage single sign-on in widgets"},
    {"widgets:users-table:manage", "Manage users in widgets"},
}};

}  // namespace bearward::model
