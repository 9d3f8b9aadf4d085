// PatchTarget: what the path of an operation of PATCH names (RFC 7644 figure 7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "dialects/scim/filter.h"
#include "json/reader.h"

namespace bearward::dialects::scim {

// PatchTarget is an attribute: `schema` is the URN of its extension, empty for one of the resource
// itself; `filter` selects elements of a multi-valued attribute, and `sub` is a sub-attribute.
struct PatchTarget {
  std::string schema = {};
  std::string name = {};
  std::optional<Filter> filter = std::nullopt;
  std::string sub = {};
};

// ParseTarget parses a path by the parser of filters. A path that is one of `schemas` is the
// extension itself. kInvalid "invalid_path".
base::Result<PatchTarget> ParseTarget(std::string_view path, const json::Value* schemas);

}  // namespace bearward::dialects::scim
