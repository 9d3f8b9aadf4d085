#include "dialects/workos/authenticate.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/precis.h"
#include "dialects/workos/contracts.h"
#include "dialects/workos/dialect.h"
#include "door/accept_client.h"
#include "json/writer.h"
#include "model/environment.h"
#include "resource/object_json.h"
#include "token/profiles.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

// OauthRow maps a reason to an OAuth error (contracts: WorkOS section 4.1). An empty `text` keeps
// ours.
struct OauthRow {
  std::string_view reason;
  std::string_view error;
  std::string_view text;
};

constexpr auto kOauthRows = std::to_array<OauthRow>({
    {"missing_field", "invalid_request", ""},
    {"wrong_type", "invalid_request", ""},
    {"duplicate_field", "invalid_request", ""},
    {"malformed_body", "invalid_request", ""},
    {"unsupported_grant_type", "invalid_request", ""},
    {"invalid_client", "invalid_client", "Invalid client ID or secret."},
    {"invalid_refresh_token", "invalid_grant", "Invalid refresh token."},
    {"invalid_authorization_code", "invalid_grant", ""},
    {"membership_required", "organization_membership_not_found", ""},
    {"token_too_big", "token_too_big", ""},
});

// kInvitationRows are those of an invitation that cannot be accepted. Its role may be deleted.
constexpr auto kInvitationRows = std::to_array<OauthRow>({
    {"invitation_not_found", "invitation_invalid", ""},
    {"invalid_role", "invitation_invalid", ""},
    {"invitation_cannot_be_used_for_email", "invitation_cannot_be_used_for_email", ""},
});

Reply OauthReply(const OauthRow& row, const base::Error& error) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("error").String(row.error);
  writer.Key("error_description")
      .String(row.text.empty() ? std::string_view(error.public_text) : row.text)
      .EndObject();
  return door::JsonReply(400, std::move(text));
}

// Request is the part of a request that all grants have, with its body.
struct Request {
  model::EnvironmentId environment;
  login::Device device;
  door::Body body;
};

base::Error InvalidClient() {
  return base::Unauthenticated("invalid_client", "The client id or secret is not right.");
}

// CheckSecret requires the secret of the client: an API key of its environment.
base::Status CheckSecret(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(const base::Secret secret, request.body.RequiredSecret("client_secret"));
  verify::Credential credential;
  credential.scheme = verify::Scheme::kBearer;
  credential.token = secret.Reveal();
  const model::Need live = model::Need::Live();
  verify::Question question{live};
  question.limits = model::LimitBit(model::LimitScope::kRequests);
  auto accepted =
      door::AcceptClient(uses.verifier.Verify(credential, question, call.client_address()), call);
  if (!accepted && accepted.error().code != base::Code::kUnauthenticated) {
    return base::Fail(std::move(accepted).error());
  }
  const bool is_key = accepted && (*accepted)->subject_kind == model::SubjectKind::kEnvironment &&
                      (*accepted)->environment == request.environment &&
                      model::HasPermission(accepted->principal(), "*");
  return is_key ? base::Status() : base::Fail(InvalidClient());
}

// CheckClient requires the secret and a permit for an attempt to sign in under `name`.
base::Status CheckClient(const AuthenticationUses& uses, const Request& request,
                         std::string_view name, Call& call) {
  BW_TRY(CheckSecret(uses, request, call));
  verify::SignInPermit permit = uses.verifier.SpendSignIn(request.environment, name);
  call.NoteLimit(permit.limit);
  return std::move(permit.status);
}

// ClientOf returns the client of a grant that may name an invitation.
Result<login::Client> ClientOf(const Request& request) {
  BW_TRY_ASSIGN(auto invitation, request.body.SecretText(kInvitationToken));
  return login::Client{token::kWorkOsClient, request.device,
                       std::move(invitation).value_or(base::Secret())};
}

void WriteUser(json::Writer& writer, const model::User& user) {
  resource::WriteObject(writer.Key("user"), model::kUserRecord, &user);
}

Reply EncodeTokens(const token::Issued& issued, const model::User& user) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  WriteUser(writer, user);
  if (!issued.session.organization.empty()) {
    writer.Key("organization_id").String(issued.session.organization.text);
  }
  writer.Key("access_token").String(issued.access.Reveal());
  if (issued.refresh) writer.Key("refresh_token").String(issued.refresh->Reveal());
  const bool by_code = issued.session.auth_method == model::AuthMethod::kMagicCode;
  writer.Key("authentication_method").String(by_code ? "MagicAuth" : "Password").EndObject();
  return door::NoStore(door::JsonReply(200, std::move(text)));
}

Reply EncodeChoice(const login::Choice& choice) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("code").String("organization_selection_required");
  writer.Key("message").String(
      "The user must choose an organization to finish their authentication.");
  writer.Key("pending_authentication_token").String(choice.token.Reveal());
  WriteUser(writer, choice.user);
  writer.Key("organizations").BeginArray();
  for (const model::Organization& organization : choice.organizations) {
    writer.BeginObject().Key("id").String(organization.id.text);
    writer.Key("name").String(organization.name).EndObject();
  }
  writer.EndArray().EndObject();
  return door::NoStore(door::JsonReply(403, std::move(text)));
}

Reply EncodeUnverified(const login::Unverified& unverified) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("code").String("email_verification_required");
  writer.Key("message").String("Email ownership must be verified before authentication.");
  writer.Key("pending_authentication_token").String(unverified.token.Reveal());
  writer.Key("email").String(unverified.email);
  writer.Key("email_verification_id").String(unverified.code_id).EndObject();
  return door::NoStore(door::JsonReply(403, std::move(text)));
}

Result<Outcome> Answer(Result<store::Pending<login::SignedIn>> signed_in, Call& call) {
  BW_TRY(signed_in);
  call.NoteLimit(signed_in->value.limit);
  return door::Defer(std::move(signed_in), [](const login::SignedIn& present) {
    return EncodeTokens(present.issued, present.user);
  });
}

// Answer of a checked factor: tokens, or the next step.
Result<Outcome> Answer(login::Authentication result, Call& call) {
  if (const auto* choice = std::get_if<login::Choice>(&result)) return EncodeChoice(*choice);
  if (const auto* unverified = std::get_if<login::Unverified>(&result)) {
    return EncodeUnverified(*unverified);
  }
  return Answer(Result<store::Pending<login::SignedIn>>(
                    std::get<store::Pending<login::SignedIn>>(std::move(result))),
                call);
}

Result<Outcome> ByPassword(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(std::string email, request.body.RequiredText("email"));
  BW_TRY_ASSIGN(base::Secret password, request.body.RequiredSecret("password"));
  BW_TRY(CheckClient(uses, request, base::NameKey(email), call));
  BW_TRY_ASSIGN(const login::Client client, ClientOf(request));
  BW_TRY_ASSIGN(auto result, uses.login.Authenticate({.environment = request.environment,
                                                      .login = std::move(email),
                                                      .password = std::move(password),
                                                      .origin = call.origin()},
                                                     client));
  return Answer(std::move(result), call);
}

Result<Outcome> ByMagicAuth(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(std::string email, request.body.RequiredText("email"));
  BW_TRY_ASSIGN(base::Secret code, request.body.RequiredSecret("code"));
  BW_TRY(CheckClient(uses, request, base::NameKey(email), call));
  BW_TRY_ASSIGN(const login::Client client, ClientOf(request));
  BW_TRY_ASSIGN(auto result, uses.login.AuthenticateByCode({request.environment, std::move(email),
                                                            std::move(code), call.origin()},
                                                           client));
  return Answer(std::move(result), call);
}

// No authorization request with a `code_challenge` precedes a link, so that a verifier cannot be
// right (RFC 9700 section 4.8.2).
Result<Outcome> ByLink(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(base::Secret code, request.body.RequiredSecret("code"));
  if (request.body.Has("code_verifier")) {
    return base::Fail(base::Invalid("invalid_authorization_code",
                                    "The code was made without a `code_challenge`."));
  }
  BW_TRY(CheckSecret(uses, request, call));
  BW_TRY_ASSIGN(const login::Client client, ClientOf(request));
  BW_TRY_ASSIGN(auto result,
                uses.login.AuthenticateByLink(
                    {request.environment, {}, std::move(code), call.origin()}, client));
  return Answer(std::move(result), call);
}

Result<Outcome> ByVerification(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(const base::Secret token,
                request.body.RequiredSecret("pending_authentication_token"));
  BW_TRY_ASSIGN(base::Secret code, request.body.RequiredSecret("code"));
  BW_TRY(CheckClient(uses, request, token.Reveal(), call));
  BW_TRY_ASSIGN(auto result,
                uses.login.VerifyEmail({request.environment, {}, std::move(code), call.origin()},
                                       token, {token::kWorkOsClient, request.device}));
  return Answer(std::move(result), call);
}

Result<Outcome> ByChoice(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(const base::Secret token,
                request.body.RequiredSecret("pending_authentication_token"));
  BW_TRY_ASSIGN(std::string organization, request.body.RequiredText("organization_id"));
  BW_TRY(CheckClient(uses, request, token.Reveal(), call));
  return Answer(uses.login.Choose(request.environment, token, {std::move(organization)},
                                  token::kWorkOsClient, request.device, call.origin()),
                call);
}

// CheckExists refuses a client that does not exist. Then the refresh token is not at fault
// (RFC 6749 section 5.2).
base::Status CheckExists(const AuthenticationUses& uses, const model::EnvironmentId& client) {
  const auto found = uses.environments.OfClient(client, model::ClientIdOf(client));
  if (found) return {};
  return base::Fail(found.error().code == base::Code::kNotFound ? InvalidClient() : found.error());
}

// Public clients refresh without a secret.
Result<Outcome> ByRefresh(const AuthenticationUses& uses, const Request& request, Call& call) {
  BW_TRY_ASSIGN(base::Secret refresh_token, request.body.RequiredSecret("refresh_token"));
  BW_TRY_ASSIGN(auto organization, request.body.Text("organization_id"));
  if (request.body.Has("client_secret")) BW_TRY(CheckSecret(uses, request, call));
  grant::RefreshRequest refresh{.profile = token::kWorkOsClient,
                                .refresh_token = std::move(refresh_token),
                                .environment = request.environment,
                                .origin = call.origin()};
  if (organization) refresh.organization = model::OrganizationId{*std::move(organization)};
  auto refreshed = uses.grant.Refresh(refresh);
  if (!refreshed && refreshed.error().reason == "invalid_refresh_token") {
    BW_TRY(CheckExists(uses, request.environment));
  }
  BW_TRY_ASSIGN(auto granted, std::move(refreshed));
  call.NoteLimit(granted.value.limit);
  BW_TRY_ASSIGN(model::User user, uses.users.ReadSubject(granted.value.subject));
  return door::Defer<grant::Granted>(std::move(granted),
                                     [user = std::move(user)](const grant::Granted& present) {
                                       return EncodeTokens(present.issued, user);
                                     });
}

struct GrantRow {
  std::string_view grant_type;
  Result<Outcome> (*run)(const AuthenticationUses& uses, const Request& request, Call& call);
};

constexpr auto kGrants = std::to_array<GrantRow>({
    {"password", &ByPassword},
    {"refresh_token", &ByRefresh},
    {"authorization_code", &ByLink},
    {"urn:workos:oauth:grant-type:organization-selection", &ByChoice},
    {"urn:workos:oauth:grant-type:magic-auth:code", &ByMagicAuth},
    {"urn:workos:oauth:grant-type:email-verification:code", &ByVerification},
});

Result<Outcome> Authenticate(const AuthenticationUses& uses, Call& call) {
  BW_TRY_ASSIGN(door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const std::string client_id, body.RequiredText("client_id"));
  BW_TRY_ASSIGN(const std::string grant_type, body.RequiredText("grant_type"));
  const auto row = std::ranges::find(kGrants, grant_type, &GrantRow::grant_type);
  if (row == kGrants.end()) {
    return base::Fail(base::Invalid("unsupported_grant_type",
                                    "`grant_type` must be `password`, `refresh_token`, "
                                    "`authorization_code`, "
                                    "`urn:workos:oauth:grant-type:organization-selection`, "
                                    "`urn:workos:oauth:grant-type:magic-auth:code` or "
                                    "`urn:workos:oauth:grant-type:email-verification:code`."));
  }
  Request request{model::EnvironmentOfClientId(client_id), {}, std::move(body)};
  if (request.environment.empty()) return base::Fail(InvalidClient());
  call.NoteBodyEnvironment(request.environment);
  BW_TRY_ASSIGN(request.device.ip_address, request.body.Text("ip_address"));
  BW_TRY_ASSIGN(request.device.user_agent, request.body.Text("user_agent"));
  return row->run(uses, request, call);
}

constexpr json::Schema kUserObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kRequestMembers[] = {
    {"client_id", json::kText},
    {"grant_type", json::kText},
    json::Optional("client_secret", json::kText, "An API key of the environment."),
    json::Optional("email", json::kText),
    json::Optional("password", json::kText),
    json::Optional("refresh_token", json::kText),
    json::Optional("organization_id", json::kText),
    json::Optional("pending_authentication_token", json::kText),
    json::Optional(kInvitationToken, json::OrNull(json::kText),
                   "Of an invitation of the user's address, which the sign-in accepts."),
    json::Optional("ip_address", json::kText),
    json::Optional("user_agent", json::kText)};
constexpr json::Schema kRequest =
    json::Open(json::ObjectOf(kRequestMembers, "WorkOSAuthentication"));
constexpr json::Property kTokensMembers[] = {{"user", kUserObject},
                                             json::Optional("organization_id", json::kText),
                                             {"access_token", json::kText},
                                             json::Optional("refresh_token", json::kText),
                                             {"authentication_method", json::kText}};
constexpr json::Schema kTokens = json::ObjectOf(kTokensMembers, "WorkOSTokens");
constexpr json::Property kNamedMembers[] = {{"id", json::kText}, {"name", json::kText}};
constexpr json::Schema kNamed = json::ObjectOf(kNamedMembers);
constexpr json::Property kChoiceMembers[] = {{"code", json::kText},
                                             {"message", json::kText},
                                             {"pending_authentication_token", json::kText},
                                             {"user", kUserObject},
                                             {"organizations", json::ListOf(kNamed)}};
constexpr json::Schema kChoice = json::ObjectOf(kChoiceMembers, "WorkOSOrganizationSelection");
constexpr door::Contract kAuthenticate = {.body = &kRequest,
                                          .encodings = door::kJsonBody | door::kFormBody,
                                          .successes = door::kAnswer<200, "The tokens.", kTokens>,
                                          .errors = door::kStatuses<403, 422, 429>};
constexpr json::Property kOauthErrorMembers[] = {{"error", json::kText},
                                                 {"error_description", json::kText}};
constexpr json::Schema kOauthError = json::ObjectOf(kOauthErrorMembers, "WorkOSOAuthError");

constexpr json::Property kUnverifiedMembers[] = {{"code", json::kText},
                                                 {"message", json::kText},
                                                 {"pending_authentication_token", json::kText},
                                                 {"email", json::kText},
                                                 {"email_verification_id", json::kText}};
constexpr json::Schema kUnverified =
    json::ObjectOf(kUnverifiedMembers, "WorkOSEmailVerificationRequired");

// WriteOauth writes the errors of these rows in the form of OAuth, and the others as `errors` does.
void WriteOauth(std::span<const OauthRow> rows, door::ErrorShape& errors) {
  errors.write = [rows, others = errors.write](const base::Error& error, const door::Call& call) {
    const auto row = std::ranges::find(rows, error.reason, &OauthRow::reason);
    return row == rows.end() ? others(error, call) : OauthReply(*row, error);
  };
}

// ErrorForms is the form of the other errors, that of OAuth, or the next step of the sign-in.
std::span<const door::Content> ErrorForms() {
  static const json::Schema kEither[] = {*kErrors.front().schema, kOauthError, kChoice,
                                         kUnverified};
  static const json::Schema kError = {.type = json::Type::kChoice, .choices = kEither};
  static const door::Content kForms[] = {{door::kJsonType, &kError}};
  return kForms;
}

}  // namespace

door::Dialect MakeAuthenticationDialect() {
  door::Dialect dialect = MakeDialect();
  dialect.mount.prefixes.clear();
  dialect.errors.contents = ErrorForms();
  WriteOauth(kOauthRows, dialect.errors);
  WriteOauth(kInvitationRows, dialect.errors);
  return dialect;
}

const door::ErrorShape& MagicAuthErrors() {
  static const json::Schema kEither[] = {*kErrors.front().schema, kOauthError};
  static const json::Schema kError = {.type = json::Type::kChoice, .choices = kEither};
  static const door::Content kForms[] = {{door::kJsonType, &kError}};
  static const door::ErrorShape kShape = [] {
    door::ErrorShape errors = MakeDialect().errors;
    errors.contents = kForms;
    WriteOauth(kInvitationRows, errors);
    return errors;
  }();
  return kShape;
}

std::vector<door::Route> AuthenticationRoutes(const AuthenticationUses& uses,
                                              const door::Dialect& dialect) {
  door::Route route{http::Method::kPost,
                    "/user_management/authenticate",
                    door::OpenGuard(),
                    door::RunOn::kHashing,
                    door::Bind(uses, Authenticate),
                    "workos.authenticate",
                    "Sign a user in, choose its organization, or refresh its session",
                    &kAuthenticate,
                    &dialect};
  route.cross_origin = true;
  return {std::move(route)};
}

}  // namespace bearward::dialects::workos
