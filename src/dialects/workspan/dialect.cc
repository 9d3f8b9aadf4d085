#include "dialects/workspan/dialect.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "dialects/workspan/contracts.h"
#include "dialects/workspan/environment.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

// OauthRow maps a reason to an RFC 6749 error code. The vendor documents 400 for all of them.
struct OauthRow {
  std::string_view reason;
  std::string_view error;
};

constexpr std::array<OauthRow, 3> kOauthRows = {{
    {"invalid_client", "invalid_client"},
    {"invalid_refresh_token", "invalid_grant"},
    {"unsupported_grant_type", "unsupported_grant_type"},
}};

struct OauthFault {
  int status;
  std::string_view error;
};

OauthFault OauthFaultOf(const base::Error& error) {
  const auto row = std::ranges::find(kOauthRows, error.reason, &OauthRow::reason);
  if (row != kOauthRows.end()) return {400, row->error};
  switch (error.code) {
    case base::Code::kUnavailable:
      return {door::StatusOf(error), "temporarily_unavailable"};
    case base::Code::kInternal:
      return {door::StatusOf(error), "server_error"};
    case base::Code::kInvalid:
      // Also 400 for an unsupported media type.
      if (error.reason == door::kWrongContentType) return {400, "invalid_request"};
      [[fallthrough]];
    default:
      return {door::StatusOf(error), "invalid_request"};
  }
}

door::Reply WriteOauthError(const base::Error& error, const door::Call&) {
  const OauthFault fault = OauthFaultOf(error);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("error").String(fault.error);
  writer.Key("error_description").String(error.public_text).EndObject();
  return door::WithRetryAfter(door::NoStore(door::JsonReply(fault.status, std::move(body))), error);
}

door::Reply GatewayReply(int status, const base::Error& error) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("statusCode").Int(status);
  writer.Key("message").String(error.public_text).EndObject();
  return door::WithRetryAfter(door::JsonReply(status, std::move(body)), error);
}

door::Reply WriteRevocationError(const base::Error& error, const door::Call&) {
  const bool not_live = error.code == base::Code::kUnauthenticated;
  return door::NoStore(GatewayReply(not_live ? 403 : door::StatusOf(error), error));
}

door::Reply WriteResourceError(const base::Error& error, const door::Call&) {
  return GatewayReply(door::StatusOf(error), error);
}

}  // namespace

Dialects MakeDialects(const environments::EnvironmentCache& environments) {
  const auto environment = [&environments](const http::Request& request) {
    return NamedEnvironment(environments, request);
  };
  constexpr std::string_view kRealm = "workspan";
  Dialects dialects;
  for (door::Dialect* dialect : {&dialects.token, &dialects.resource}) {
    dialect->name = "workspan";
    dialect->environment = environment;
  }
  dialects.token.mount.prefixes = {"/oauth"};
  dialects.token.errors = {WriteOauthError, kOauthErrors, kRealm};
  dialects.resource.mount.prefixes = {"/app",   "/bulk",     "/bulkload", "/cosell", "/dataproduct",
                                      "/event", "/metadata", "/report",   "/users"};
  dialects.resource.errors = {WriteResourceError, kGatewayErrors, kRealm};
  dialects.revocation_errors = {WriteRevocationError, kGatewayErrors, kRealm};
  return dialects;
}

}  // namespace bearward::dialects::workspan
