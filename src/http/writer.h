// The response on the wire. Internal to http.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace bearward::http {

// ResponseFrame is what the connection adds to a response.
struct ResponseFrame {
  std::string_view date;   // an IMF-fixdate
  bool head_only = false;  // the request was HEAD
  bool keep_alive = true;  // whether another request may follow
  int minor_version = 1;   // of the request
};

// AppendResponse writes a response to the end of `out` (RFC 9112 section 4). 204 and 304 go without
// content, HEAD with the length alone.
void AppendResponse(const Response& response, const ResponseFrame& frame, std::string& out);

}  // namespace bearward::http
