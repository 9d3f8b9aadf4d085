// AddressName: the form of a name by which the API addresses a row in the path of a request.
#pragma once

#include <string_view>

#include "model/forms.h"

namespace bearward::model {

// IsAddressName accepts what IsName accepts and what may be one segment of a path (http/router.h):
// no '/', no backslash, and neither "." nor "..". A row with another name could be created, but
// neither read nor deleted.
inline bool IsAddressName(std::string_view text) {
  return IsName(text) && text.find_first_of("/\\") == std::string_view::npos && text != "." &&
         text != "..";
}

inline constexpr Check kAddressName{
    &IsAddressName,
    "1 to 255 characters without control characters, `/` and `\\`; and not `.` or `..`"};

}  // namespace bearward::model
