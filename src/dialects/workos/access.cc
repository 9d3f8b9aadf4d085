#include "dialects/workos/access.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "door/row_members.h"

namespace bearward::dialects::workos {
namespace {

using access::OrganizationRoles;
using access::Roles;
using base::Result;
using door::Call;

Result<access::Slugs> ReadSlugs(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(auto slugs, body.Texts("permissions"));
  if (slugs) return *std::move(slugs);
  return base::Fail(base::Invalid("missing_field", "`permissions` is required.", {"permissions"}));
}

Result<std::string> ReadSlug(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  return body.RequiredText("slug");
}

Result<std::string> PermissionInPath(Call& call) { return call.Param("permission_slug"); }

// Roles of both kinds have the member `type`.
std::string_view TypeOf(const model::Role& role) {
  return role.organization.empty() ? "EnvironmentRole" : "OrganizationRole";
}
using RoleView = json::View<model::Role>;
constexpr RoleView::Member kType[] = {
    RoleView::OneOf<&TypeOf, "EnvironmentRole", "OrganizationRole">("type")};

constexpr json::Property kSlugsMembers[] = {{"permissions", json::kTexts}};
constexpr json::Schema kSlugsBody = json::ObjectOf(kSlugsMembers);
constexpr json::Property kSlugMembers[] = {{"slug", json::kText}};
constexpr json::Schema kSlugBody = json::ObjectOf(kSlugMembers);

door::Codec RoleCodec() {
  return {.output = json::kPropertiesOf<kType>,
          .search = &store::kRoleSearch,
          .write = &door::RowMembers<kType>};
}

std::vector<door::Route> PermissionRoutes(const access::Permissions& permissions,
                                          const door::Mount& mount) {
  return door::Rest(permissions, "/authorization/permissions", mount,
                    {.search = &store::kPermissionSearch})
      .List("workos.list_permissions", "List the permissions")
      .Create(201, "workos.create_permission", "Create a permission")
      .Get("workos.read_permission", "Read a permission")
      .Update(http::Method::kPatch, "workos.update_permission",
              "Change the name or the description of a permission")
      .Delete(204, "workos.delete_permission", "Delete a permission and remove it from all roles")
      .Rows();
}

std::vector<door::Route> EnvironmentRoleRoutes(const Roles& roles, const door::Mount& mount) {
  using enum http::Method;
  return door::Rest(roles, "/authorization/roles", mount, RoleCodec())
      .ListAll(
          [&roles](const model::Caller& caller, const auto& within, const std::string& search) {
            return roles.ListByPriority(caller, within, search);
          },
          "workos.list_roles", "List the roles of the environment by priority")
      .Create(201, "workos.create_role", "Create a role of the environment")
      .Get("workos.read_role", "Read a role of the environment")
      .Update(kPatch, "workos.update_role", "Change the name or the description of a role")
      .Action(kPut, "/permissions", 200, door::Typed(roles, &Roles::SetPermissions, &ReadSlugs),
              "workos.set_role_permissions", "Replace the permissions of a role", &kSlugsBody)
      .Action(kPost, "/permissions", 200, door::Typed(roles, &Roles::AddPermission, &ReadSlug),
              "workos.add_role_permission", "Add a permission to a role", &kSlugBody)
      .Rows();
}

door::Rest::Collect Usable(const OrganizationRoles& roles) {
  return [&roles](const model::Caller& caller, const auto& within, const std::string& search) {
    return roles.ListUsable(caller, within, search);
  };
}

std::vector<door::Route> OrganizationRoleRoutes(const OrganizationRoles& roles,
                                                const door::Mount& mount) {
  using enum http::Method;
  return door::Rest(roles, "/authorization/organizations/{organization_id}/roles", mount,
                    RoleCodec())
      .ListAll(Usable(roles), "workos.list_organization_roles",
               "List the roles that an organization may use by priority")
      .Create(201, "workos.create_organization_role", "Create a role of an organization")
      .Action(kGet, "", 200, door::Typed(roles, &OrganizationRoles::GetUsable),
              "workos.read_organization_role", "Read a role that an organization may use")
      .Update(kPatch, "workos.update_organization_role",
              "Change the name or the description of a role of an organization")
      .Delete(204, "workos.delete_organization_role", "Delete a role of an organization")
      .Action(kPut, "/permissions", 200,
              door::Typed<Roles>(roles, &Roles::SetPermissions, &ReadSlugs),
              "workos.set_organization_role_permissions",
              "Replace the permissions of a role of an organization", &kSlugsBody)
      .Action(kPost, "/permissions", 200,
              door::Typed<Roles>(roles, &Roles::AddPermission, &ReadSlug),
              "workos.add_organization_role_permission",
              "Add a permission to a role of an organization", &kSlugBody)
      .Action(kDelete, "/permissions/{permission_slug}", 200,
              door::Typed<Roles>(roles, &Roles::RemovePermission, &PermissionInPath),
              "workos.remove_organization_role_permission",
              "Remove a permission from a role of an organization")
      .Rows();
}

// The older path of the list.
std::vector<door::Route> OlderRoutes(const OrganizationRoles& roles, const door::Mount& mount) {
  return door::Rest(roles, "/organizations/{organization_id}/roles", mount, RoleCodec())
      .ListAll(Usable(roles), "workos.list_roles_of_organization",
               "List the roles that an organization may use by priority")
      .Rows();
}

}  // namespace

std::vector<door::Route> AccessRoutes(const AccessUses& uses, const door::Mount& mount) {
  std::vector<door::Route> routes;
  for (auto part :
       {PermissionRoutes(uses.permissions, mount), EnvironmentRoleRoutes(uses.roles, mount),
        OrganizationRoleRoutes(uses.organization_roles, mount),
        OlderRoutes(uses.organization_roles, mount)}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  return routes;
}

}  // namespace bearward::dialects::workos
