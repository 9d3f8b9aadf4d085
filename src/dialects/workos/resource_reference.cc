#include "dialects/workos/resource_reference.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/invalid.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;

Result<std::optional<std::string>> TextIn(const json::Value& body, std::string_view name) {
  return door::Body(body).Text(name);
}

}  // namespace

Result<model::ResourceReference> ReferenceIn(const json::Value& body,
                                             const access::ReferenceMembers& members) {
  model::ResourceReference reference;
  BW_TRY_ASSIGN(reference.id, TextIn(body, members.id));
  BW_TRY_ASSIGN(reference.external_id, TextIn(body, members.external_id));
  BW_TRY_ASSIGN(reference.type, TextIn(body, members.type));
  return reference;
}

Result<model::ResourceReference> ReferenceIn(const door::Call& call,
                                             const access::ReferenceMembers& members) {
  model::ResourceReference reference;
  BW_TRY_ASSIGN(reference.id, call.Query(members.id));
  BW_TRY_ASSIGN(reference.external_id, call.Query(members.external_id));
  BW_TRY_ASSIGN(reference.type, call.Query(members.type));
  return reference;
}

model::ResourceReference ByExternalId(const door::Call& call) {
  return {.external_id = call.Param("external_id"), .type = call.Param("resource_type_slug")};
}

Result<std::string> RequiredQuery(const door::Call& call, std::string_view name) {
  BW_TRY_ASSIGN(auto value, call.Query(name));
  if (value && !value->empty()) return *std::move(value);
  return base::Fail(base::Invalid("missing_field", "`" + std::string(name) + "` is required.",
                                  {std::string(name)}));
}

json::Value WithoutMembers(const json::Object& object, std::span<const json::Property> members) {
  json::Object rest;
  for (const json::Member& member : object) {
    const auto found = std::ranges::find(members, member.key, &json::Property::name);
    if (found == members.end()) rest.push_back(member);
  }
  return json::Value::Of(std::move(rest));
}

}  // namespace bearward::dialects::workos
