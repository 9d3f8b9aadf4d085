#include "dialects/workspan/routes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/encode.h"
#include "dialects/workspan/bulk.h"
#include "dialects/workspan/co_sell.h"
#include "dialects/workspan/codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/events.h"
#include "dialects/workspan/guard.h"
#include "dialects/workspan/marketplace.h"
#include "dialects/workspan/people.h"
#include "dialects/workspan/reports.h"
#include "door/accept_client.h"
#include "token/profiles.h"

namespace bearward::dialects::workspan {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;
using Granted = Result<store::Pending<grant::Granted>>;

// Longer bodies are parsed on a worker, because parsing them would block the I/O thread.
constexpr std::size_t kLongestInline = 16'384;
constexpr std::string_view kClientCredentials = "client_credentials";

verify::Credential CredentialOf(const grant::ClientClaim& claim) {
  verify::Credential credential;
  credential.scheme = verify::Scheme::kClientSecret;
  credential.environment = claim.environment;
  credential.login = claim.client_id;
  credential.password = claim.client_secret;
  return credential;
}

const model::Need& AnyLive() {
  static const model::Need kLive = model::Need::Live();
  return kLive;
}

Granted GrantCredentials(const Uses& uses, const door::Body& body, Call& call) {
  BW_TRY_ASSIGN(const grant::ClientClaim claim, DecodeClient(body, call));
  BW_TRY_ASSIGN(
      const model::Caller client,
      door::AcceptClient(
          uses.verifier.Verify(CredentialOf(claim), {AnyLive()}, call.client_address()), call));
  return uses.grant.ClientCredentials(client, token::kWorkSpan);
}

Granted GrantRefresh(const Uses& uses, const door::Body& body, Call& call) {
  BW_TRY_ASSIGN(const grant::RefreshRequest request, DecodeRefresh(body, call));
  BW_TRY_ASSIGN(auto granted, uses.grant.Refresh(request));
  call.NoteLimit(granted.value.limit);
  return granted;
}

struct GrantRow {
  std::string_view grant_type;
  Granted (*function)(const Uses&, const door::Body&, Call&);
};

constexpr std::array<GrantRow, 2> kGrants = {{
    {kClientCredentials, GrantCredentials},
    {"refresh_token", GrantRefresh},
}};

Result<Outcome> Answer(Granted granted, const Call& call) {
  return door::Defer(std::move(granted), [now = call.now()](const grant::Granted& present) {
    return EncodeTokens(present.issued, now);
  });
}

Result<Outcome> CreateToken(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY(body.RequireAll({"grant_type"}));
  BW_TRY_ASSIGN(const auto grant_type, body.Text("grant_type"));
  const auto row = std::ranges::find(kGrants, grant_type.value_or(""), &GrantRow::grant_type);
  if (row == kGrants.end()) {
    return base::Fail(base::Invalid("unsupported_grant_type", "The grant type is not supported."));
  }
  return Answer(row->function(uses, body, call), call);
}

// TryCachedToken is CreateToken for a cached client, which needs no lookup. CreateToken returns the
// errors of an invalid request.
std::optional<Result<Outcome>> TryCachedToken(const Uses& uses, Call& call) {
  if (call.request().body.size() > kLongestInline) return std::nullopt;
  const auto body = call.Read(door::kJsonBody | door::kFormBody);
  if (!body) return std::nullopt;
  const auto grant_type = body->Text("grant_type");
  if (!grant_type || *grant_type != kClientCredentials) return std::nullopt;
  const auto claim = DecodeClient(*body, call);
  if (!claim) return std::nullopt;
  auto decision = uses.verifier.TryCached(CredentialOf(*claim), {AnyLive()});
  if (!decision) return std::nullopt;
  const auto client = door::AcceptClient(*std::move(decision), call);
  if (!client) return base::Fail(client.error());
  return Answer(uses.grant.ClientCredentials(*client, token::kWorkSpan), call);
}

Result<Reply> RevokeToken(const Uses& uses, Call& call) {
  BW_TRY(uses.grant.EndOwnSession(call.caller()));
  return door::NoStore(door::EmptyReply(200));
}

// Parameter reads a parameter of the dummy step: from the query, or from a form in the body, as the
// vendor documents for this GET (contracts: WorkSpan 2.3). A parameter in both places is ambiguous
// and refused.
Result<std::optional<std::string>> Parameter(const Call& call, const door::Body& form,
                                             std::string_view name) {
  BW_TRY_ASSIGN(auto in_query, call.Query(name));
  BW_TRY_ASSIGN(auto in_form, form.Text(name));
  if (in_query && in_form) {
    return base::Fail(base::Invalid(
        "repeated_parameter", "`" + std::string(name) + "` is in the query and in the body."));
  }
  return in_query ? in_query : in_form;
}

// The dummy step is for connectors that require an authorization code; the code grants nothing.
Result<Reply> Authorize(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body form, call.Read(door::kFormBody));
  BW_TRY_ASSIGN(const auto response_type, Parameter(call, form, "response_type"));
  BW_TRY_ASSIGN(const auto redirect_uri, Parameter(call, form, "redirect_uri"));
  BW_TRY_ASSIGN(const auto state, Parameter(call, form, "state"));
  if (response_type != "code") {
    return base::Fail(base::Invalid("invalid_field", "response_type is code."));
  }
  const std::string target = redirect_uri.value_or("");
  if (std::ranges::find(uses.redirect_uris, target) == uses.redirect_uris.end()) {
    return base::Fail(base::Invalid("unknown_redirect_uri", "redirect_uri is not registered."));
  }
  std::string location = target + (target.contains('?') ? "&" : "?") + "code=dummy";
  if (state) location += "&state=" + base::PercentEncode(*state);
  Reply reply = door::EmptyReply(302);
  reply.headers.Add("Location", std::move(location));
  return door::NoStore(std::move(reply));
}

Result<Reply> UpdateExternalId(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const LinkForm form, DecodeLink(body));
  BW_TRY_ASSIGN(const model::ExternalId link,
                uses.objects.Link(call.caller(), model::ObjectId{call.Param("object_id")},
                                  form.field_name, form.external_id));
  return EncodeLink(link);
}

Result<Reply> ReadExternalIds(const Uses& uses, Call& call) {
  const model::ObjectId object{call.Param("object_id")};
  BW_TRY_ASSIGN(const auto links, uses.objects.Links(call.caller(), object));
  return EncodeLinks(object.text, links);
}

Result<Reply> AuditObject(const Uses& uses, Call& call) {
  const model::ObjectId object{call.Param("object_id")};
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const store::IntegrationStatus status, DecodeStatus(body));
  BW_TRY(uses.objects.ReportStatus(call.caller(), object, status));
  return EncodeStatus(object.text, status);
}

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const Dialects& dialects) {
  using enum http::Method;
  const std::string object = "/app/v1/object/{object_id}";
  std::vector<door::Route> routes = {
      {kPost, "/oauth/token", door::OpenGuard(), door::RunOn::kWorker,
       door::Bind(uses, CreateToken), "workspan.create_token",
       "Issue tokens for client credentials or a refresh token", &kToken, &dialects.token},
      {kDelete, "/oauth/token", ApplicationUser(), door::RunOn::kWorker,
       door::Bind(uses, RevokeToken), "workspan.revoke_token",
       "Revoke the presented token and its pair", &kRevocation, &dialects.token},
      {kGet, "/oauth/authorize", door::OpenGuard(), door::RunOn::kWorker,
       door::Bind(uses, Authorize), "workspan.authorize", "Dummy authorization step for connectors",
       &kAuthorize, &dialects.token},
      {kGet, object + "/external_id", ApplicationUser(), door::RunOn::kWorker,
       door::Bind(uses, ReadExternalIds), "workspan.read_external_ids",
       "List the external ids of an object", &kReadLinks, &dialects.resource},
      {kPatch, object + "/external_id", ApplicationUser(), door::RunOn::kWorker,
       door::Bind(uses, UpdateExternalId), "workspan.update_external_id",
       "Set an external id of an object", &kUpdateLink, &dialects.resource},
      {kPatch, object + "/audit", ApplicationUser(), door::RunOn::kWorker,
       door::Bind(uses, AuditObject), "workspan.audit_object", "Report an integration status",
       &kAudit, &dialects.resource},
  };
  routes.front().try_cached = door::BindTryCached(uses, TryCachedToken);
  routes[1].own_errors = &dialects.revocation_errors;
  for (door::Route& route : routes) route.cross_origin = route.pattern == "/oauth/token";
  for (auto* more : {&PeopleRoutes, &ReportRoutes, &BulkRoutes, &MarketplaceRoutes, &CoSellRoutes,
                     &EventRoutes}) {
    for (door::Route& route : more(uses, dialects)) routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace bearward::dialects::workspan
