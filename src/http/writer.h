// Writer: the wire format of a response. Internal to http.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace bearward::http {

// ResponseFrame contains what the connection adds to a response.
struct ResponseFrame {
  std::string_view date;   // an IMF-fixdate
  bool head_only = false;  // the request was HEAD
  bool keep_alive = true;  // whether another request may follow on the connection
  int minor_version = 1;   // of the request
};

// AppendResponse appends a response in wire format to `out` (RFC 9112 section 4). 204 and 304 have
// no content, an answer to HEAD has only the length.
void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out);

}  // namespace bearward::http
