#include "dialects/oauth/dialect.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "dialects/oauth/contracts.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::oauth {
namespace {

// Row maps a reason to an OAuth error code (RFC 6749 section 5.2, RFC 8707 section 2).
struct Row {
  std::string_view reason;
  int status;
  std::string_view error;
};

constexpr std::array<Row, 11> kRows = {{
    {"invalid_request", 400, "invalid_request"},
    {"invalid_client", 401, "invalid_client"},
    {"invalid_token", 401, "invalid_token"},
    {"invalid_grant", 400, "invalid_grant"},
    {"invalid_refresh_token", 400, "invalid_grant"},
    {"unauthorized_client", 400, "unauthorized_client"},
    {"not_its_token", 400, "unauthorized_client"},
    {"unsupported_grant_type", 400, "unsupported_grant_type"},
    {"unsupported_response_type", 400, "unsupported_response_type"},
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

// ChallengeFor returns a challenge for the scheme that the client used (RFC 6749 section 5.2), else
// for Basic, which all of these endpoints accept.
std::string_view ChallengeFor(const http::Request& request) {
  const std::string_view tried = request.Find("Authorization");
  if (base::EqualsIgnoreCase(tried.substr(0, 7), "Bearer ")) {
    return R"(Bearer realm="bearward", error="invalid_token")";
  }
  return R"(Basic realm="bearward", charset="UTF-8")";
}

door::Reply WriteError(const base::Error& error, const door::Call& call) {
  const Row row = RowOf(error);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("error").String(row.error);
  writer.Key("error_description").String(error.public_text).EndObject();
  door::Reply reply = door::NoStore(door::JsonReply(row.status, std::move(body)));
  if (row.status == 401) {
    reply.headers.Set("WWW-Authenticate", ChallengeFor(call.request()));
  }
  return reply;
}

}  // namespace

door::Dialect MakeDialect(const Site& site) {
  door::Dialect dialect;
  dialect.name = "oauth";
  for (const std::string& mount : site.mounts) {
    dialect.mount.prefixes.push_back(mount + "/oauth2");
    dialect.mount.prefixes.push_back(mount + "/environments");
  }
  dialect.errors.write = WriteError;
  dialect.errors.contents = kErrors;
  return dialect;
}

}  // namespace bearward::dialects::oauth
