// RequestLine: what one request was and how it ended, in one log line.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "observe/log.h"

namespace bearward::observe {

// RequestLine is opened first, filled on the way and written last. It views texts of the request,
// which must live until Write returns. Empty texts are left out of the line.
struct RequestLine {
  // time is when the request's head was complete.
  base::Time time;
  std::string_view method = {};
  // path without the query, which may hold credentials.
  std::string_view path = {};
  // route is the row that answered, for example "POST /auth/login"; empty if none did.
  std::string_view route = {};
  int status = 0;
  std::int64_t duration_us = 0;
  // bytes of the answer's body.
  std::int64_t bytes = 0;
  std::string_view request_id = {};
  std::string_view dialect = {};
  std::string_view environment = {};
  std::string_view organization = {};
  // subject is the id of the user, application or key that asked.
  std::string_view subject = {};
  std::string_view credential_kind = {};
  // credential is the id of the session, key, client secret or token; empty for passwords.
  std::string_view credential = {};
  // verdict is what was answered about somebody else's credential.
  std::string_view verdict = {};
  // reason is the stable word of the error, detail its log text.
  std::string_view reason = {};
  std::string_view detail = {};
  // peer is the address that sent the request: of the connection, or the one that a trusted proxy
  // named. proxy is the address of the connection in the second case.
  std::string_view peer = {};
  std::string_view proxy = {};
  // client is the address of the client for which a gateway asks.
  std::string_view client = {};
  // asked_method and asked_path are what that request asks for, the path without its query.
  std::string_view asked_method = {};
  std::string_view asked_path = {};
};

// Write logs the line at level info, and costs nothing when that is off.
void Write(Logger& logger, const RequestLine& line);

}  // namespace bearward::observe
