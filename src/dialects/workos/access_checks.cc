#include "dialects/workos/access_checks.h"

#include <iterator>
#include <string>
#include <utility>

#include "dialects/workos/resource_reference.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Outcome;

constexpr json::Property kCheckMembers[] = {
    {"permission_slug", json::kText},
    json::Optional("resource_id", json::OrNull(json::kText)),
    json::Optional("resource_external_id", json::OrNull(json::kText)),
    json::Optional("resource_type_slug", json::OrNull(json::kText))};
constexpr json::Schema kCheckBody = json::Open(json::ObjectOf(kCheckMembers, "WorkOSAccessCheck"));
constexpr json::Property kCheckedMembers[] = {{"authorized", json::kFlag}};
constexpr json::Schema kChecked = json::ObjectOf(kCheckedMembers, "WorkOSAccessCheckResult");
constexpr door::Contract kCheckContract = {
    .body = &kCheckBody,
    .successes = door::kAnswer<200, "Whether the member has the permission.", kChecked>,
    .errors = door::kStatuses<404, 422>};

constexpr door::ListParameter kChildParameters[] = {{.name = "permission_slug"},
                                                    {.name = "parent_resource_id"},
                                                    {.name = "parent_resource_external_id"},
                                                    {.name = "parent_resource_type_slug"}};

constexpr std::string_view kMember = "organization_membership_id";

Result<Outcome> Check(const access::AccessChecks& checks, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string permission, body.RequiredText("permission_slug"));
  BW_TRY_ASSIGN(const auto resource, ReferenceIn(body.object(), kTarget));
  BW_TRY_ASSIGN(const bool allowed,
                checks.IsAllowed(call.caller(), call.Param(kMember), permission, resource));
  return door::JsonReply(200, allowed ? R"({"authorized":true})" : R"({"authorized":false})");
}

door::Route CheckRoute(const CheckUses& uses, const door::Mount& mount) {
  door::Route route;
  route.method = http::Method::kPost;
  route.pattern = "/authorization/organization_memberships/{organization_membership_id}/check";
  route.guard = mount.guard;
  route.guard.need = model::Need::All({"organizations:read"});
  route.run = [&checks = uses.checks](Call& call) { return Check(checks, call); };
  route.operation = "workos.check_authorization";
  route.summary = "Check whether a member has a permission on a resource";
  route.contract = &kCheckContract;
  route.dialect = &mount.dialect;
  return route;
}

std::vector<door::Route> ChildRoutes(const CheckUses& uses, const door::Mount& mount) {
  const auto list = [uses](const Call& call, store::PageQuery query) -> Result<resource::Page> {
    BW_TRY_ASSIGN(const std::string permission, RequiredQuery(call, "permission_slug"));
    BW_TRY_ASSIGN(const auto parent, ReferenceIn(call, kParent));
    BW_TRY(uses.checks.ChildrenWith(call.caller(), call.Param(kMember), permission, parent, query));
    return uses.resources.List(call.caller(), std::move(query));
  };
  return door::Rest(uses.resources,
                    "/authorization/organization_memberships/{organization_membership_id}/"
                    "resources",
                    mount, {.parameters = kChildParameters})
      .ListBy(list, "workos.list_resources_of_member",
              "List the children of a resource on which a member has a permission")
      .Rows();
}

// PermissionRoute lists what a member may do on the resource that `named` reads from the path.
std::vector<door::Route> PermissionRoute(const CheckUses& uses, const door::Mount& mount,
                                         std::string path,
                                         model::ResourceReference (*named)(const Call& call),
                                         std::string_view operation, std::string_view summary) {
  const auto list = [uses, named](const Call& call,
                                  store::PageQuery query) -> Result<resource::Page> {
    BW_TRY(uses.checks.PermissionsOn(call.caller(), call.Param(kMember), named(call), query));
    return uses.permissions.List(call.caller(), std::move(query));
  };
  return door::Rest(uses.permissions, std::move(path), mount)
      .ListBy(list, operation, summary)
      .Rows();
}

model::ResourceReference ById(const Call& call) { return {.id = call.Param("resource_id")}; }

}  // namespace

std::vector<door::Route> AccessCheckRoutes(const CheckUses& uses, const door::Mount& mount) {
  std::vector<door::Route> routes = {CheckRoute(uses, mount)};
  for (auto part :
       {ChildRoutes(uses, mount),
        PermissionRoute(uses, mount,
                        "/authorization/organization_memberships/{organization_membership_id}/"
                        "resources/{resource_id}/permissions",
                        &ById, "workos.list_effective_permissions",
                        "List the permissions of a member on a resource"),
        PermissionRoute(uses, mount,
                        "/authorization/organization_memberships/{organization_membership_id}/"
                        "resources/{resource_type_slug}/{external_id}/permissions",
                        &ByExternalId, "workos.list_effective_permissions_by_external_id",
                        "List the permissions of a member on a resource, by its external id"),
        PermissionRoute(uses, mount,
                        "/authorization/resources/{resource_id}/organization_memberships/"
                        "{organization_membership_id}/permissions",
                        &ById, "workos.list_effective_permissions_of_resource",
                        "List the permissions of a member on a resource, by another path")}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  return routes;
}

}  // namespace bearward::dialects::workos
