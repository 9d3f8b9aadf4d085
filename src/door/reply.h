// Reply: the response of an endpoint, before the door adds the common headers.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "http/message.h"

namespace bearward::door {

// Reply is the HTTP response itself; its `headers` are set by name. The functions below create the
// usual ones.
using Reply = http::Response;

// kJson is the content type of most responses.
inline constexpr std::string_view kJson = "application/json; charset=utf-8";

// JsonReply returns a response with a body of JSON text.
Reply JsonReply(int status, std::string body);
// TextReply returns a text/plain response.
Reply TextReply(int status, std::string body);
// EmptyReply returns a response without a body.
Reply EmptyReply(int status);
// NoStore adds Cache-Control and Pragma to a response that contains tokens or verification results
// (RFC 6749 section 5.1).
Reply NoStore(Reply reply);

}  // namespace bearward::door
