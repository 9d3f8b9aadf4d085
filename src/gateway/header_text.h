// HeaderText: any text as the value of a header, so that none must be left out.
#pragma once

#include <string>
#include <string_view>

namespace bearward::gateway {

// HeaderText makes a header's value of any text: what is not visible ASCII or a space within is
// percent-encoded, byte by byte, and so is '%' itself. Percent-decoding gives the text back.
std::string HeaderText(std::string_view text);
// IsHeaderText says whether that is the text itself.
bool IsHeaderText(std::string_view text);

}  // namespace bearward::gateway
