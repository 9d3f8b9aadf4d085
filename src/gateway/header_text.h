// HeaderText: encodes any text as a header value, so that no header must be omitted.
#pragma once

#include <string>
#include <string_view>

namespace bearward::gateway {

// HeaderText returns a header value for any text. Bytes other than visible ASCII and inner spaces
// are percent-encoded, and so is '%'. Percent-decoding returns the original text.
std::string HeaderText(std::string_view text);
// IsHeaderText says whether HeaderText would return the text unchanged.
bool IsHeaderText(std::string_view text);

}  // namespace bearward::gateway
