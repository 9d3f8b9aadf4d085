#include "dialects/oauth/routes.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "dialects/oauth/client.h"
#include "dialects/oauth/codec.h"
#include "dialects/oauth/discovery.h"
#include "dialects/oauth/form.h"
#include "token/jwks.h"

namespace bearward::dialects::oauth {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// Asking is one request at the token endpoint, with the client believed.
struct Asking {
  grant::Grant& grant;
  const model::Caller& client;
  const Form& form;
  const grant::AccessRequest& request;
};

Result<grant::Access> GrantCredentials(const Asking& asking) {
  return asking.grant.Issue(asking.client, asking.request);
}

Result<grant::Access> GrantRefresh(const Asking& asking) {
  const base::Secret refresh_token(asking.form.Find("refresh_token"));
  if (refresh_token.empty()) return base::Fail(InvalidRequest("refresh_token is missing."));
  return asking.grant.RefreshAccess(asking.client, refresh_token, asking.request);
}

struct GrantRow {
  std::string_view grant_type;
  Result<grant::Access> (*function)(const Asking&);
};

constexpr std::array<GrantRow, 2> kGrants = {{
    {"client_credentials", GrantCredentials},
    {"refresh_token", GrantRefresh},
}};

Result<const GrantRow*> GrantOf(const Form& form) {
  const std::string_view grant_type = form.Find("grant_type");
  if (grant_type.empty()) return base::Fail(InvalidRequest("grant_type is missing."));
  const auto row = std::ranges::find(kGrants, grant_type, &GrantRow::grant_type);
  if (row != kGrants.end()) return &*row;
  return base::Fail(base::Invalid("unsupported_grant_type", "This grant type is not offered."));
}

Result<Reply> CreateToken(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY_ASSIGN(const Form form, Form::Read(call.request()));
  BW_TRY_ASSIGN(const GrantRow* row, GrantOf(form));
  BW_TRY_ASSIGN(const model::Caller client, BelieveClient(uses.verifier, call, form, server));
  BW_TRY_ASSIGN(const grant::AccessRequest request, DecodeAccess(form, server));
  BW_TRY_ASSIGN(const grant::Access access, row->function({uses.grant, client, form, request}));
  return EncodeAccess(access, call.now());
}

// HeldToken is CreateToken for a client that is remembered: nothing is looked up, and the answer
// waits for the one write that keeps the token on record.
Result<door::Held> HeldToken(const Uses& uses, const model::Caller& client, const Call& call,
                             const grant::AccessRequest& request) {
  BW_TRY_ASSIGN(grant::PreparedAccess prepared, uses.grant.Prepare(client, request));
  Reply reply = EncodeAccess(prepared.access, call.now());
  auto commit = [&grant = uses.grant, write = std::move(prepared.write)](
                    std::function<void(base::Status)> done) mutable {
    grant.Commit(std::move(write), std::move(done));
  };
  return door::Held{std::move(reply), std::move(commit)};
}

std::optional<Result<door::Held>> HoldToken(const Uses& uses, Call& call) {
  const Result<Server> server = ServerOf(call, uses.site);
  if (!server) return base::Fail(server.error());
  const auto form = Form::Read(call.request());
  if (!form || form->Find("grant_type") != "client_credentials") return std::nullopt;
  const auto client = RecallClient(uses.verifier, call, *form, *server);
  if (!client) return std::nullopt;
  if (!*client) return base::Fail(client->error());
  const auto request = DecodeAccess(*form, *server);
  if (!request) return base::Fail(request.error());
  return HeldToken(uses, **client, call, *request);
}

// IsKnown says whether the client has this version already (RFC 9110 section 13.1.2).
bool IsKnown(const http::Request& request, std::string_view etag) {
  std::string_view rest = request.Find("If-None-Match");
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view one = base::Trim(rest.substr(0, comma));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag || one == "*") return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

// Public answers with a document that anybody may keep for minutes: a new key is published days
// before it signs, an emergency one is not.
Reply Public(const http::Request& request, std::string text) {
  const base::Digest digest = crypto::Sha256(text);
  const std::string etag = '"' + base::Base64UrlEncode(base::AsBytes(digest).substr(0, 12)) + '"';
  const bool known = IsKnown(request, etag);
  Reply reply = known ? door::EmptyReply(304) : door::JsonReply(200, std::move(text));
  reply.headers.Add("ETag", etag);
  reply.headers.Add("Cache-Control", "public, max-age=300");
  // Browsers verify tokens as well.
  reply.headers.Add("Access-Control-Allow-Origin", "*");
  return reply;
}

// An environment that does not exist has no keys, and so is no server. Without the newest keys we
// do not know whether it exists.
Result<std::vector<std::shared_ptr<const token::SigningKeyEntry>>> KeysOf(const Uses& uses,
                                                                          const Server& server) {
  auto keys = uses.keys.Published(server.environment, "oauth.");
  if (keys.empty()) {
    BW_TRY(uses.keys.last_rotation());
    return base::Fail(base::NotFound("server_not_found", "There is no such server."));
  }
  return keys;
}

// An API behind a gateway knows one place for keys: those of identity tokens stand there as well.
// `typ` and `aud` tell the two kinds of token apart (RFC 8725 sections 3.9 and 3.11).
Result<Reply> ReadJwks(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY_ASSIGN(auto keys, KeysOf(uses, server));
  std::ranges::move(uses.keys.Published(server.environment, "gateway."), std::back_inserter(keys));
  return Public(call.request(), token::WriteJwks(keys));
}

template <Metadata kKind>
Result<Reply> ReadMetadata(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY(KeysOf(uses, server));
  return Public(call.request(), WriteMetadata(server, kKind));
}

// No client has a redirect URI, so that no answer may be sent to one (RFC 6749 section 4.1.2.1).
Result<Reply> Authorize(const Uses&, Call&) {
  return base::Fail(
      base::Invalid("unsupported_response_type", "This server offers no response type."));
}

Result<Reply> ReadResourceMetadata(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY(KeysOf(uses, server));
  return Public(call.request(), WriteResourceMetadata(server));
}

// Row is what differs from row to row; all of them are open.
struct Row {
  http::Method method;
  std::string pattern;
  door::RunOn run_on;
  Result<Reply> (*run)(const Uses&, Call&);
  std::string_view operation;
  std::string_view summary;
  std::optional<Result<door::Held>> (*hold)(const Uses&, Call&) = nullptr;
};

// EndpointRows are the endpoints below `top`, a mount or an environment's part of one.
std::vector<Row> EndpointRows(const std::string& top) {
  using enum http::Method;
  const auto at_once = door::RunOn::kInline;
  return {
      {kPost, top + "/oauth2/token", door::RunOn::kWorker, CreateToken, "oauth.create_token",
       "Tokens for client credentials or a refresh token (RFC 6749)", HoldToken},
      {kGet, top + "/oauth2/jwks", at_once, ReadJwks, "oauth.jwks",
       "The keys that verify access tokens (RFC 7517)"},
      {kGet, top + "/oauth2/authorize", at_once, Authorize, "oauth.authorize",
       "Required by OpenID Connect Discovery; no response type is offered"},
      {kPost, top + "/oauth2/authorize", at_once, Authorize, "oauth.authorize_post",
       "Required by OpenID Connect Discovery; no response type is offered"},
  };
}

// MetadataRows are the documents about the issuer whose path is `path`: RFC 8414 section 3.1 and
// RFC 9728 section 3.1 insert the path behind the well-known part; OpenID Connect Discovery appends
// the well-known part to the path, as older clients do for both documents.
std::vector<Row> MetadataRows(const std::string& path) {
  using enum http::Method;
  const auto at_once = door::RunOn::kInline;
  const std::string well_known = "/.well-known/";
  const std::string oauth = "oauth-authorization-server";
  const std::string open_id = "openid-configuration";
  std::vector<Row> rows = {
      {kGet, well_known + oauth + path, at_once, ReadMetadata<Metadata::kOauth>, "oauth.metadata",
       "What this authorization server offers (RFC 8414)"},
      {kGet, well_known + open_id + path, at_once, ReadMetadata<Metadata::kOpenId>,
       "oauth.openid_configuration", "The same, where OpenID Connect clients look"},
      {kGet, well_known + "oauth-protected-resource" + path, at_once, ReadResourceMetadata,
       "oauth.protected_resource", "Who issues tokens for this API (RFC 9728)"},
  };
  if (path.empty()) return rows;
  rows.push_back({kGet, path + well_known + oauth, at_once, ReadMetadata<Metadata::kOauth>,
                  "oauth.metadata_below", "The same, below the issuer's path"});
  rows.push_back({kGet, path + well_known + open_id, at_once, ReadMetadata<Metadata::kOpenId>,
                  "oauth.openid_configuration_below", "The same, below the issuer's path"});
  return rows;
}

std::vector<Row> RowsOf(const Site& site) {
  std::vector<Row> rows;
  const auto append = [&rows](std::vector<Row> more) {
    std::ranges::move(more, std::back_inserter(rows));
  };
  std::vector<std::string> paths = {std::string()};
  if (!site.path.empty()) paths.push_back(site.path);
  for (const std::string& environment : {std::string(), std::string(kEnvironmentPath)}) {
    for (const std::string& mount : site.mounts) append(EndpointRows(mount + environment));
    for (const std::string& path : paths) append(MetadataRows(path + environment));
  }
  return rows;
}

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (Row& row : RowsOf(uses.site)) {
    routes.push_back({row.method, std::move(row.pattern), door::OpenGuard(), row.run_on,
                      door::Bind(uses, row.run), row.operation, row.summary, &dialect});
    routes.back().cross_origin = row.run == CreateToken;
    if (row.hold != nullptr) routes.back().hold = door::BindHold(uses, row.hold);
  }
  return routes;
}

}  // namespace bearward::dialects::oauth
