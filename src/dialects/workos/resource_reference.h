// ReferenceIn: how requests name a resource: by its id, or by its type and external id.
#pragma once

#include <string>
#include <string_view>

#include "access/resource_lookup.h"
#include "base/result.h"
#include "door/call.h"
#include "json/reader.h"
#include "json/schema.h"
#include "model/authorization_resource.h"

namespace bearward::dialects::workos {

// kTarget are the members of a resource, and kParent those of a parent in a body. In the query of
// the list of resources the parent has kParentInQuery.
inline constexpr access::ReferenceMembers kTarget = {"resource_id", "resource_external_id",
                                                     "resource_type_slug"};
inline constexpr access::ReferenceMembers kParent = {
    "parent_resource_id", "parent_resource_external_id", "parent_resource_type_slug"};
inline constexpr access::ReferenceMembers kParentInQuery = {
    "parent_resource_id", "parent_external_id", "parent_resource_type_slug"};

// ReferenceIn reads the members that a body or a query has; null counts as absent. kInvalid
// "wrong_type" for a member that is no text, and the errors of Call::Query.
base::Result<model::ResourceReference> ReferenceIn(const json::Value& body,
                                                   const access::ReferenceMembers& members);
base::Result<model::ResourceReference> ReferenceIn(const door::Call& call,
                                                   const access::ReferenceMembers& members);
// ByExternalId names the resource in a path by {resource_type_slug} and {external_id}.
model::ResourceReference ByExternalId(const door::Call& call);
// RequiredQuery returns a query parameter; kInvalid "missing_field" without it.
base::Result<std::string> RequiredQuery(const door::Call& call, std::string_view name);

// WithoutMembers returns an object without these members.
json::Value WithoutMembers(const json::Object& object, std::span<const json::Property> members);

}  // namespace bearward::dialects::workos
