// ClaimsTemplate: the text that a customer writes to add claims to access tokens (contracts: WorkOS
// section 4.2).
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::token {

// kLongestTemplate limits the text, kMostTemplateClaims the JSON text of the claims, in bytes.
inline constexpr std::size_t kLongestTemplate = 8192;
inline constexpr std::size_t kMostTemplateClaims = 3072;

// RenderClaims replaces each `{{ a.b || c.d || 'text' }}` of a JSON object by the first value that
// is not null: inside a JSON string as text, elsewhere as a JSON value. A path begins with `user`,
// `organization` or `organization_membership`, members of `variables`; a path that leads nowhere is
// null. Claims that are null are left out. kInvalid "invalid_template" for a text of another form,
// for the claims iss, sub, exp, iat, nbf and jti, and for claims beyond kMostTemplateClaims.
base::Result<json::Object> RenderClaims(std::string_view text, const json::Value& variables);

// CheckClaimsTemplate fails as RenderClaims does for a text that cannot be rendered, or that has no
// claim.
base::Status CheckClaimsTemplate(std::string_view text);

}  // namespace bearward::token
