// HeaderSet: reading one fixed set of headers, in as far as nobody can disagree about them.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace bearward::gateway {

// WantedHeader is one header of a family's set, and where its value goes. A credential has no place
// here: it is read later, in the ways that the policy takes.
struct WantedHeader {
  std::string_view name;
  std::string_view* value = nullptr;
  bool required = false;
};

// ReadHeaders fills in the values and reads no other header. kInvalid "doubled_header" for a second
// line of one of them, "header_alias" for a name that becomes one of them when '_' and '.' are read
// as '-' (some servers behind a proxy do; incident class F3), "missing_header" for a required one
// that is absent or empty.
base::Status ReadHeaders(std::span<const http::Header> headers,
                         std::span<const WantedHeader> wanted);

}  // namespace bearward::gateway
