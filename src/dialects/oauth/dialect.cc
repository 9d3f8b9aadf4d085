#include "dialects/oauth/dialect.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::oauth {
namespace {

// Row gives the code of a reason (RFC 6749 section 5.2, RFC 8707 section 2).
struct Row {
  std::string_view reason;
  int status;
  std::string_view error;
};

constexpr std::array<Row, 8> kRows = {{
    {"invalid_request", 400, "invalid_request"},
    {"invalid_client", 401, "invalid_client"},
    {"invalid_grant", 400, "invalid_grant"},
    {"invalid_refresh_token", 400, "invalid_grant"},
    {"unauthorized_client", 400, "unauthorized_client"},
    {"unsupported_grant_type", 400, "unsupported_grant_type"},
    {"invalid_scope", 400, "invalid_scope"},
    {"invalid_target", 400, "invalid_target"},
}};

Row RowOf(const base::Error& error) {
  const auto row = std::ranges::find(kRows, error.reason, &Row::reason);
  if (row != kRows.end()) return *row;
  const int status = door::StatusOf(error);
  switch (error.code) {
    case base::Code::kUnavailable:
    case base::Code::kLimited:
      return {error.reason, status, "temporarily_unavailable"};
    case base::Code::kInternal:
      return {error.reason, status, "server_error"};
    default:
      return {error.reason, status, "invalid_request"};
  }
}

// UsedBasic says whether the client tried the Authorization header, which asks for a challenge of
// the same scheme.
bool UsedBasic(const http::Request& request) {
  return base::EqualsIgnoreCase(request.Find("Authorization").substr(0, 6), "Basic ");
}

door::Reply WriteError(const base::Error& error, const door::Call& call) {
  const Row row = RowOf(error);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("error").String(row.error);
  writer.Key("error_description").String(error.public_text).EndObject();
  door::Reply reply = door::NoStore(door::JsonReply(row.status, std::move(body)));
  if (row.status == 401 && UsedBasic(call.request())) {
    reply.headers.Set("WWW-Authenticate", R"(Basic realm="bearward", charset="UTF-8")");
  }
  return reply;
}

}  // namespace

door::Dialect MakeDialect(const std::string& base) {
  door::Dialect dialect;
  dialect.name = "oauth";
  dialect.prefixes = {base + "/oauth2", base + "/environments"};
  dialect.write_error = WriteError;
  return dialect;
}

}  // namespace bearward::dialects::oauth
