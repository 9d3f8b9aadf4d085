// HeaderForms: the name and the value of a header of an outgoing request (RFC 9110 section 5).
#pragma once

#include <cstddef>
#include <string_view>

#include "model/fields.h"
#include "model/forms.h"

namespace bearward::model {

// IsHeaderName accepts 1 to 64 characters that the name of a header may have (RFC 9110 section
// 5.6.2).
inline bool IsHeaderName(std::string_view text) {
  return text.size() <= 64 && IsWord(text, "!#$%&'*+-.^_`|~");
}
// IsHeaderValue accepts 1 to 1,024 printable ASCII characters that do not begin or end with a
// space.
inline bool IsHeaderValue(std::string_view text) {
  constexpr std::size_t kLongest = 1024;
  if (text.empty() || text.size() > kLongest || text.front() == ' ' || text.back() == ' ') {
    return false;
  }
  for (const char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return true;
}

inline constexpr Check kHeaderName{&IsHeaderName, "the name of a header such as X-Api-Key"};
inline constexpr Check kHeaderValue{&IsHeaderValue,
                                    "1 to 1024 printable ASCII characters without a space at "
                                    "either end"};

}  // namespace bearward::model
