#include "dialects/workos/authorization_resources.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/resource_reference.h"

namespace bearward::dialects::workos {
namespace {

using access::AuthorizationResources;
using base::Result;
using door::Call;
using model::AuthorizationResource;

constexpr json::Property kParentInput[] = {
    json::Optional("parent_resource_id", json::OrNull(json::kText)),
    json::Optional("parent_resource_external_id", json::OrNull(json::kText)),
    json::Optional("parent_resource_type_slug", json::OrNull(json::kText))};

constexpr door::ListParameter kParameters[] = {
    {.name = "resource_external_id", .field = "external_id"},
    {.name = "parent_resource_id"},
    {.name = "parent_external_id"},
    {.name = "parent_resource_type_slug"}};

constexpr door::Parameter kCascade[] = {
    {"cascade_delete", json::kFlag, false, "Delete descendants and role assignments too."}};
constexpr door::Contract kDelete = {.query = kCascade,
                                    .successes = door::kAnswer<204, "The resource is deleted.">,
                                    .errors = door::kStatuses<409, 422>};

base::Status ReadResource(const json::Value& body, const model::Record& record,
                          resource::Purpose purpose, void* row) {
  if (!body.IsObject()) return resource::ReadObject(body, record, purpose, row);
  BW_TRY(
      resource::ReadObject(WithoutMembers(*body.AsObject(), kParentInput), record, purpose, row));
  BW_TRY_ASSIGN(auto parent, ReferenceIn(body, kParent));
  if (parent.empty()) return {};
  static_cast<AuthorizationResource*>(row)->wanted_parent = std::move(parent);
  return {};
}

base::Status CompleteList(door::ListQuery& list) {
  if (list.Find("organization_id") != nullptr || list.Find("resource_type_slug") != nullptr) {
    return {};
  }
  return base::Fail(base::Invalid("missing_organization_id_or_resource_type_slug",
                                  "Send `organization_id` or `resource_type_slug`."));
}

Result<resource::Page> ListResources(const AuthorizationResources& resources, const Call& call,
                                     store::PageQuery query) {
  BW_TRY_ASSIGN(const auto parent, ReferenceIn(call, kParentInQuery));
  if (!parent.empty()) {
    BW_TRY_ASSIGN(const auto organization, call.Query("organization_id"));
    BW_TRY_ASSIGN(auto condition,
                  resources.ChildrenOf(call.caller(), {organization.value_or("")}, parent));
    query.conditions.push_back(std::move(condition));
  }
  return resources.List(call.caller(), std::move(query));
}

Result<bool> ReadCascade(Call& call) {
  BW_TRY_ASSIGN(const auto value, call.Query("cascade_delete"));
  const std::string word = value.value_or("false");
  if (word == "true" || word == "false") return word == "true";
  return base::Fail(
      base::Invalid("wrong_type", "`cascade_delete` must be true or false.", {"cascade_delete"}));
}

// Words are the operations and summaries of the routes on one resource.
struct Words {
  std::string_view read, read_summary, update, update_summary, remove, remove_summary;
};

void AddOne(door::Rest& rest, const AuthorizationResources& resources, const Words& words) {
  rest.Action(http::Method::kGet, "", 200, door::Typed(resources, &AuthorizationResources::Read),
              words.read, words.read_summary)
      .Update(http::Method::kPatch, words.update, words.update_summary)
      .Action(http::Method::kDelete, "", 204,
              door::Typed(resources, &AuthorizationResources::Remove, &ReadCascade), words.remove,
              words.remove_summary);
}

}  // namespace

std::vector<door::Route> AuthorizationResourceRoutes(const AuthorizationResources& by_id,
                                                     const AuthorizationResources& by_external_id,
                                                     const door::Mount& mount) {
  door::Mount own = mount;
  own.read_body = &ReadResource;
  const door::Codec codec = {
      .input = kParentInput, .parameters = kParameters, .complete_list = &CompleteList};
  door::Rest rest(by_id, "/authorization/resources", own, codec);
  rest.ListBy([&by_id](const Call& call,
                       store::PageQuery query) { return ListResources(by_id, call, query); },
              "workos.list_authorization_resources", "List resources")
      .Create(201, "workos.create_authorization_resource",
              "Register a resource below an organization or another resource");
  AddOne(rest, by_id,
         {"workos.read_authorization_resource", "Read a resource",
          "workos.update_authorization_resource", "Change the name or the parent of a resource",
          "workos.delete_authorization_resource", "Delete a resource"});
  door::Rest external(by_external_id,
                      "/authorization/organizations/{organization_id}/resources/"
                      "{resource_type_slug}",
                      own, codec);
  AddOne(external, by_external_id,
         {"workos.read_authorization_resource_by_external_id",
          "Read a resource by its type and external id",
          "workos.update_authorization_resource_by_external_id",
          "Change the name or the parent of a resource, by its type and external id",
          "workos.delete_authorization_resource_by_external_id",
          "Delete a resource by its type and external id"});
  auto routes = rest.Rows();
  std::ranges::move(external.Rows(), std::back_inserter(routes));
  for (door::Route& route : routes) {
    if (route.method == http::Method::kDelete) route.contract = &kDelete;
  }
  return routes;
}

}  // namespace bearward::dialects::workos
