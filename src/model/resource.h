// Resource: the name by which tokens say which API they are for.
#pragma once

#include <string_view>

namespace bearward::model {

// IsResource says whether a text can name a resource: an absolute URI without a fragment (RFC 8707
// section 2) of up to 200 visible ASCII characters. Names compare byte for byte.
bool IsResource(std::string_view text);

}  // namespace bearward::model
