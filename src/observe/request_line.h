// RequestLine: one log line for one request and its result.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "observe/log.h"

namespace bearward::observe {

// RequestLine is created first, filled while the request is processed, and written last. It does
// not own its texts, which must live until Write returns. Empty texts are omitted from the line.
struct RequestLine {
  Level level = Level::kInfo;  // kWarn for a slow request
  // time is when the head of the request was completely received.
  base::Time time = {};
  std::string_view method = {};
  // path is without the query, which may contain credentials.
  std::string_view path = {};
  // route is the matched row, for example "POST /auth/login"; empty if none matched.
  std::string_view route = {};
  int status = 0;
  std::int64_t duration_us = 0;
  // bytes is the size of the response body.
  std::int64_t bytes = 0;
  std::string_view request_id = {};
  std::string_view dialect = {};
  std::string_view environment = {};
  std::string_view organization = {};
  // subject is the id of the user, application or key that sent the request.
  std::string_view subject = {};
  std::string_view credential_kind = {};
  // credential is the id of the session, key, client secret or token; empty for passwords.
  std::string_view credential = {};
  // verdict is the result of an introspection of another party's credential.
  std::string_view verdict = {};
  // reason is the stable word of the error, detail its text for the log.
  std::string_view reason = {};
  std::string_view detail = {};
  // peer is the address that sent the request: of the connection, or the one that a trusted proxy
  // named. proxy is the address of the connection in the second case.
  std::string_view peer = {};
  std::string_view proxy = {};
  // client is the address of the client for which a gateway asks.
  std::string_view client = {};
  // asked_method and asked_path are those of the request that a gateway asks about; the path is
  // without the query.
  std::string_view asked_method = {};
  std::string_view asked_path = {};
};

// Write logs the line at its level. It costs nothing when that level is disabled.
void Write(Logger& logger, const RequestLine& line);

}  // namespace bearward::observe
