// Reply: what an endpoint answers, before the protocol dresses it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "http/message.h"

namespace bearward::door {

// Reply is the http response itself, whose `headers` are set by name; the makers below keep
// endpoints short.
using Reply = http::Response;

// kJson is the content type of most answers.
inline constexpr std::string_view kJson = "application/json; charset=utf-8";

// JsonReply answers with a body of JSON text.
Reply JsonReply(int status, std::string body);
// TextReply answers with text/plain.
Reply TextReply(int status, std::string body);
// EmptyReply answers without a body.
Reply EmptyReply(int status);
// NoStore marks an answer that carries or judges tokens: RFC 6749 section 5.1 asks for
// Cache-Control and Pragma.
Reply NoStore(Reply reply);

}  // namespace bearward::door
