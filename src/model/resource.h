// Resource: the identifier of an API in the audience of a token.
#pragma once

#include <string_view>

namespace bearward::model {

// IsResource says whether a text is a valid resource identifier: an absolute URI without a fragment
// (RFC 8707 section 2) of up to 200 visible ASCII characters. Identifiers compare byte for byte.
bool IsResource(std::string_view text);

}  // namespace bearward::model
