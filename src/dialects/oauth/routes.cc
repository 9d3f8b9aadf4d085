#include "dialects/oauth/routes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/encode.h"
#include "crypto/hash.h"
#include "dialects/oauth/client.h"
#include "dialects/oauth/codec.h"
#include "dialects/oauth/contracts.h"
#include "dialects/oauth/discovery.h"
#include "dialects/oauth/form.h"
#include "http/negotiation.h"
#include "token/jwks.h"

namespace bearward::dialects::oauth {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

// Asking is one request at the token endpoint, with the authenticated client.
struct Asking {
  grant::Grant& grant;
  const model::Caller& client;
  const Form& form;
  const grant::AccessRequest& request;
};

using Granted = Result<store::Pending<grant::Access>>;

Granted GrantCredentials(const Asking& asking) {
  return asking.grant.Issue(asking.client, asking.request);
}

Granted GrantRefresh(const Asking& asking) {
  const base::Secret refresh_token(asking.form.Find("refresh_token"));
  if (refresh_token.empty()) return base::Fail(InvalidRequest("refresh_token is missing."));
  return asking.grant.RefreshAccess(asking.client, refresh_token, asking.request);
}

struct GrantRow {
  std::string_view grant_type;
  Granted (*function)(const Asking&);
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
  return base::Fail(base::Invalid("unsupported_grant_type", "The grant type is not supported."));
}

Result<Outcome> Answer(Granted granted, const Call& call) {
  return door::Defer(std::move(granted), [now = call.now()](const grant::Access& access) {
    return EncodeAccess(access, now);
  });
}

Result<Outcome> CreateToken(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY_ASSIGN(const Form form, Form::Read(call.request()));
  BW_TRY_ASSIGN(const GrantRow* row, GrantOf(form));
  BW_TRY_ASSIGN(const model::Caller client, BelieveClient(uses.verifier, call, form, server));
  BW_TRY_ASSIGN(const grant::AccessRequest request, DecodeAccess(form, server));
  return Answer(row->function({uses.grant, client, form, request}), call);
}

// TryCachedToken is CreateToken for a cached client, which needs no lookup.
std::optional<Result<Outcome>> TryCachedToken(const Uses& uses, Call& call) {
  const Result<Server> server = ServerOf(call, uses.site);
  if (!server) return base::Fail(server.error());
  const auto form = Form::Read(call.request());
  if (!form || form->Find("grant_type") != "client_credentials") return std::nullopt;
  const auto client = RecallClient(uses.verifier, call, *form, *server);
  if (!client) return std::nullopt;
  if (!*client) return base::Fail(client->error());
  const auto request = DecodeAccess(*form, *server);
  if (!request) return base::Fail(request.error());
  return Answer(uses.grant.Issue(**client, *request), call);
}

// Public returns a document that caches may keep for minutes only. A scheduled key is published
// days before its first use, but an emergency key is used at once.
Reply Public(const http::Request& request, std::string text) {
  const base::Digest digest = crypto::Sha256(text);
  const std::string etag = '"' + base::Base64UrlEncode(base::AsBytes(digest).substr(0, 12)) + '"';
  const bool known = http::MatchesTag(request.Find("If-None-Match"), etag);
  Reply reply = known ? door::EmptyReply(304) : door::JsonReply(200, std::move(text));
  reply.headers.Add("ETag", etag);
  reply.headers.Add("Cache-Control", "public, max-age=300");
  // Browsers verify tokens too.
  reply.headers.Add("Access-Control-Allow-Origin", "*");
  return reply;
}

// An environment without keys does not exist, so it is not an authorization server. If the newest
// keys cannot be read, its existence is unknown.
Result<std::vector<std::shared_ptr<const token::SigningKeyEntry>>> KeysOf(const Uses& uses,
                                                                          const Server& server) {
  BW_TRY_ASSIGN(auto keys, uses.keys.Published(server.environment, "oauth."));
  if (keys.empty()) {
    BW_TRY(uses.keys.last_rotation());
    return base::Fail(base::NotFound("server_not_found", "No such authorization server."));
  }
  return keys;
}

// The JWKS also contains the keys of gateway identity tokens, so that an API behind a gateway needs
// only one JWKS URL. `typ` and `aud` distinguish the two kinds of token (RFC 8725 sections 3.9 and
// 3.11).
Result<Outcome> ReadJwks(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY_ASSIGN(auto keys, KeysOf(uses, server));
  BW_TRY_ASSIGN(auto gateway_keys, uses.keys.Published(server.environment, "gateway."));
  std::ranges::move(gateway_keys, std::back_inserter(keys));
  return Public(call.request(), token::WriteJwks(keys));
}

template <Metadata kKind>
Result<Outcome> ReadMetadata(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY(KeysOf(uses, server));
  return Public(call.request(), WriteMetadata(server, kKind));
}

// No client has a redirect URI, so the error must not be sent to one (RFC 6749 section 4.1.2.1).
Result<Outcome> Authorize(const Uses&, Call&) {
  return base::Fail(
      base::Invalid("unsupported_response_type", "The server supports no response type."));
}

Result<Outcome> ReadResourceMetadata(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Server server, ServerOf(call, uses.site));
  BW_TRY(KeysOf(uses, server));
  return Public(call.request(), WriteResourceMetadata(server));
}

// Row is what differs between the routes; all of them are open.
struct Row {
  http::Method method;
  std::string pattern;
  door::RunOn run_on;
  Result<Outcome> (*run)(const Uses&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
  std::optional<Result<Outcome>> (*try_cached)(const Uses&, Call&) = nullptr;
};

// EndpointRows returns the endpoints below `top`: a mount or an environment's path below one.
std::vector<Row> EndpointRows(const std::string& top) {
  using enum http::Method;
  const auto at_once = door::RunOn::kInline;
  return {
      {kPost, top + "/oauth2/token", door::RunOn::kWorker, CreateToken, "oauth.create_token",
       "Issue tokens for client credentials or a refresh token (RFC 6749)", &kToken,
       TryCachedToken},
      {kGet, top + "/oauth2/jwks", at_once, ReadJwks, "oauth.jwks",
       "Read the keys that verify access tokens (RFC 7517)", &kJwks},
      {kGet, top + "/oauth2/authorize", at_once, Authorize, "oauth.authorize",
       "Required by OpenID Connect Discovery; no response type is offered", &kAuthorize},
      {kPost, top + "/oauth2/authorize", at_once, Authorize, "oauth.authorize_post",
       "Required by OpenID Connect Discovery; no response type is offered", &kAuthorize},
  };
}

// MetadataRows returns the metadata documents of the issuer with the path `path`. RFC 8414 section
// 3.1 and RFC 9728 section 3.1 insert the well-known part before the path. OpenID Connect Discovery
// appends it to the path, and older clients do so for both documents.
std::vector<Row> MetadataRows(const std::string& path) {
  using enum http::Method;
  const auto at_once = door::RunOn::kInline;
  const std::string well_known = "/.well-known/";
  const std::string oauth = "oauth-authorization-server";
  const std::string open_id = "openid-configuration";
  std::vector<Row> rows = {
      {kGet, well_known + oauth + path, at_once, ReadMetadata<Metadata::kOauth>, "oauth.metadata",
       "Read the authorization server metadata (RFC 8414)", &kServerMetadata},
      {kGet, well_known + open_id + path, at_once, ReadMetadata<Metadata::kOpenId>,
       "oauth.openid_configuration", "Read the OpenID Connect discovery document",
       &kServerMetadata},
      {kGet, well_known + "oauth-protected-resource" + path, at_once, ReadResourceMetadata,
       "oauth.protected_resource", "Read the protected resource metadata (RFC 9728)",
       &kResourceMetadata},
  };
  if (path.empty()) return rows;
  rows.push_back({kGet, path + well_known + oauth, at_once, ReadMetadata<Metadata::kOauth>,
                  "oauth.metadata_below",
                  "Read the authorization server metadata, below the issuer's path",
                  &kServerMetadata});
  rows.push_back({kGet, path + well_known + open_id, at_once, ReadMetadata<Metadata::kOpenId>,
                  "oauth.openid_configuration_below",
                  "Read the discovery document, below the issuer's path", &kServerMetadata});
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
                      door::Bind(uses, row.run), row.operation, row.summary, row.contract,
                      &dialect});
    routes.back().cross_origin = row.run == CreateToken;
    if (row.try_cached != nullptr) {
      routes.back().try_cached = door::BindTryCached(uses, row.try_cached);
    }
  }
  return routes;
}

}  // namespace bearward::dialects::oauth
