// Patch: the PATCH requests of SCIM (RFC 7644 section 3.5.2), applied to the JSON form of a
// resource.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::dialects::scim {

inline constexpr std::string_view kPatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
// kMostOperations limits the operations of one request.
inline constexpr std::size_t kMostOperations = 100;
// kMostItems limits the members and elements of one request, because each element is compared with
// those of the resource.
inline constexpr std::size_t kMostItems = 1'000;

// ApplyPatch returns the resource after all operations of the request, or the error of the first
// one that fails; it changes nothing itself. `resource` is an object whose `schemas` name its
// extensions. Attributes that the resource does not know are added like others: what they mean is a
// matter of the caller.
//
// Forms of Microsoft Entra and Okta are accepted: `op` in any case, "True" and "False" as values of
// `active` and `primary`, paths as the names in a value without a path, `add` to an element that
// does not exist yet, as in `emails[type eq "work"].value`, and `remove` with the elements as its
// value.
//
// kInvalid with these reasons, which the dialect maps to RFC 7644 table 9: "malformed_body",
// "invalid_path", "no_target" for a filter that no element meets and for `remove` without a path,
// "immutable_attribute" for a change of id, meta, schemas or groups and for the removal of
// userName, and "invalid_value", also for more than kMostItems.
base::Result<json::Value> ApplyPatch(const json::Value& resource, const json::Value& request);

}  // namespace bearward::dialects::scim
