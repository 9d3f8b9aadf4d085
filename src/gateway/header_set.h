// HeaderSet: reads one fixed set of headers, and refuses ambiguous ones.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace bearward::gateway {

// WantedHeader is one header of a family's set, and the destination of its value. A header with a
// credential has no destination: it is read later, in the forms that the policy accepts.
struct WantedHeader {
  std::string_view name;
  std::string_view* value = nullptr;
  bool required = false;
};

// ReadHeaders stores the values of the wanted headers and ignores all others. kInvalid:
// "doubled_header" for a second line of one of them; "header_alias" for a name that equals one of
// them after '_' and '.' are replaced by '-', as some servers behind a proxy do (incident class
// F3); "missing_header" for a required one that is absent or empty.
base::Status ReadHeaders(std::span<const http::Header> headers,
                         std::span<const WantedHeader> wanted);

}  // namespace bearward::gateway
