// Template: a parsed JWT template, which adds claims to access tokens (contracts: WorkOS section
// 4.2).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::jwt_template {

// kLongestTemplate limits the text of a template, kMostClaims the JSON text of the rendered claims,
// in bytes.
inline constexpr std::size_t kLongestTemplate = 8192;
inline constexpr std::size_t kMostClaims = 3072;

// kTooBig is the reason of an error of Render.
inline constexpr std::string_view kTooBig = "token_too_big";

struct ObjectNode;

// Template is immutable and safe from any thread. Copies share the tree.
class Template {
 public:
  // Parse accepts a JSON object with at least one member. Instead of a value, and inside a string,
  // it may contain `{{ a.b || c.d || 'text' }}`. kInvalid "invalid_template" with the position for
  // any other text, an unknown variable, an object or array inside a string, and a reserved claim.
  static base::Result<Template> Parse(std::string_view text);

  // Render returns the claims. An expression has the value of its first operand that is not null;
  // inside a string, null is empty. White space at both ends of a string is removed, and claims
  // that are null are left out. `variables` is an object with the members `user`, `organization`
  // and `organization_membership`; an absent one is null. kInvalid kTooBig for claims beyond
  // kMostClaims.
  base::Result<json::Object> Render(const json::Value& variables) const;

 private:
  explicit Template(std::shared_ptr<const ObjectNode> root) : root_(std::move(root)) {}
  std::shared_ptr<const ObjectNode> root_;
};

}  // namespace bearward::jwt_template
