#include "dialects/v1/routes.h"

#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/v1/applications.h"
#include "dialects/v1/codec.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/events.h"
#include "dialects/v1/guard.h"
#include "dialects/v1/organizations.h"
#include "dialects/v1/policies.h"
#include "dialects/v1/secrets.h"
#include "dialects/v1/sessions.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// ReadRateLimit reads a rate limit as text, or null or "none" for no limit; nullopt when the body
// has no rate_limit.
Result<std::optional<std::optional<model::RateLimit>>> ReadRateLimit(const door::Body& body) {
  if (body.object().Find("rate_limit") == nullptr) return std::nullopt;
  BW_TRY_ASSIGN(const auto text, body.Text("rate_limit"));
  if (!text || text == "none") return std::optional<model::RateLimit>();
  if (const auto limit = model::ParseRateLimit(*text)) return limit;
  return base::Fail(base::Invalid("malformed_rate_limit",
                                  "The rate limit is malformed. Write permits/seconds like "
                                  "100/60s, 100/60s monitor to count only, or none.",
                                  {"rate_limit"}));
}

Result<std::optional<model::RateLimit>> RequireRateLimit(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const auto limit, ReadRateLimit(body));
  if (!limit) return base::Fail(body.RequireAll({"rate_limit"}).error());
  return *limit;
}

// ReadExpiry reads an expiry as a time, or null for none; nullopt when the body has no expires_at.
Result<std::optional<std::optional<base::Time>>> ReadExpiry(const door::Body& body) {
  if (body.object().Find("expires_at") == nullptr) return std::nullopt;
  BW_TRY_ASSIGN(const auto time, body.Time("expires_at"));
  return std::optional(time);
}

base::Error NothingToChange() {
  return base::Invalid("missing_field", "Give a description, a rate limit or an expiry.",
                       {"description", "rate_limit", "expires_at"});
}

Result<Reply> WhoAmI(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const bool manages,
                verify::ManagesInstallation(call.caller().principal(), uses.find_default));
  return EncodeCaller(call.caller(), manages);
}

Result<Reply> RevokeSession(const Uses& uses, Call& call) {
  const model::SessionId session{call.Param("id")};
  BW_TRY(uses.grant.EndSession(call.caller(), session));
  return EncodeState("session", session.text, "revoked");
}

Result<Reply> ReadUserKey(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const model::ApiKey key, uses.keys.FindOfUser(call.caller(), user));
  return EncodeApiKey(200, key, nullptr);
}

Result<Reply> ReadKey(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::ApiKey key,
                uses.keys.Find(call.caller(), model::ApiKeyId{call.Param("id")}));
  return EncodeApiKey(200, key, nullptr);
}

Result<Reply> GenerateUserKey(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const auto description, body.Text("description"));
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const keys::NewApiKey made,
                uses.keys.Generate(call.caller(), user, description.value_or("")));
  return EncodeApiKey(201, made.key, &made.value);
}

Result<Reply> ChangeKey(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  keys::KeyChange change;
  BW_TRY_ASSIGN(change.description, body.Text("description"));
  BW_TRY_ASSIGN(change.rate_limit, ReadRateLimit(body));
  BW_TRY_ASSIGN(change.expires_at, ReadExpiry(body));
  if (!change.description && !change.rate_limit && !change.expires_at) {
    return base::Fail(NothingToChange());
  }
  BW_TRY_ASSIGN(const model::ApiKey key,
                uses.keys.Change(call.caller(), model::ApiKeyId{call.Param("id")}, change));
  return EncodeApiKey(200, key, nullptr);
}

Result<Reply> RevokeKey(const Uses& uses, Call& call) {
  const model::ApiKeyId key{call.Param("id")};
  BW_TRY(uses.keys.Revoke(call.caller(), key));
  return EncodeState("api_key", key.text, "revoked");
}

Result<Reply> ReadUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const users::UserState state, uses.users.Read(call.caller(), user));
  return EncodeUser(state);
}

Result<Reply> UnlockUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.users.Unlock(call.caller(), user));
  return EncodeState("user", user.text, "unlocked");
}

template <bool kActive>
Result<Reply> SwitchUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.users.SetActive(call.caller(), user, kActive));
  return EncodeState("user", user.text, kActive ? "active" : "inactive");
}

Result<Reply> SetPassword(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const base::Secret password, body.RequiredSecret("password"));
  BW_TRY_ASSIGN(const auto present, body.SecretText("current_password"));
  BW_TRY_ASSIGN(const auto change_required, body.Flag("password_change_required"));
  BW_TRY_ASSIGN(const model::UserId user, uses.users.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.users.SetPassword(call.caller(), user,
                                {.password = password,
                                 .present = present.value_or(base::Secret()),
                                 .entry = verify::PasswordEntry::kOperator,
                                 .change_required = change_required}));
  return EncodeState("user", user.text, "password_changed");
}

template <bool kEnabled>
Result<Reply> SwitchOrganization(const Uses& uses, Call& call) {
  const model::OrganizationId organization{call.Param("id")};
  BW_TRY(uses.organizations.SetEnabled(call.caller(), organization, kEnabled));
  return EncodeState("organization", organization.text, kEnabled ? "enabled" : "disabled");
}

template <bool kEnabled>
Result<Reply> SwitchApplication(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.applications.SetEnabled(call.caller(), application.id, kEnabled));
  return EncodeApplicationState(application, kEnabled ? "enabled" : "disabled");
}

Result<Reply> LimitOrganization(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto limit, RequireRateLimit(call));
  const model::OrganizationId organization{call.Param("id")};
  BW_TRY(uses.organizations.SetRateLimit(call.caller(), organization, limit));
  return EncodeRateLimit("organization", organization.text, limit);
}

Result<Reply> LimitApplication(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto limit, RequireRateLimit(call));
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.applications.SetRateLimit(call.caller(), application.id, limit));
  return EncodeApplicationRateLimit(application, limit);
}

Result<Reply> ResetSecret(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const base::Secret secret, uses.keys.ResetSecret(call.caller(), application.id));
  return EncodeClientSecret(application, secret);
}

// Endpoint is what differs between the routes.
struct Endpoint {
  http::Method method;
  std::string_view pattern;
  Result<Reply> (*run)(const Uses&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
  door::RunOn run_on = door::RunOn::kWorker;
  bool in_person = false;
};

constexpr Endpoint kEndpoints[] = {
    {http::Method::kPost, "/v1/sessions/{id}/revoke", RevokeSession, "v1.revoke_session",
     "Revoke a session and its tokens", &kRevokeSession},
    {http::Method::kGet, "/v1/users/{id}", ReadUser, "v1.read_user", "Read a user and its lock-out",
     &kReadUser},
    {http::Method::kPost, "/v1/users/{id}/unlock", UnlockUser, "v1.unlock_user",
     "End the lock-out of a user", &kUserState},
    {http::Method::kGet, "/v1/users/{id}/api_key", ReadUserKey, "v1.read_user_api_key",
     "Read the API key of a user, without its value", &kReadApiKey},
    {http::Method::kPost, "/v1/users/{id}/api_key", GenerateUserKey, "v1.generate_user_api_key",
     "Replace the API key of a user; the value is returned once, the old key is revoked",
     &kGenerateApiKey, door::RunOn::kWorker, true},
    {http::Method::kGet, "/v1/api_keys/{id}", ReadKey, "v1.read_api_key",
     "Read an API key of a user or of the environment, without its value", &kReadApiKey},
    {http::Method::kPatch, "/v1/api_keys/{id}", ChangeKey, "v1.change_api_key",
     "Change the description, the rate limit or the expiry of an API key", &kChangeApiKey},
    {http::Method::kPost, "/v1/api_keys/{id}/revoke", RevokeKey, "v1.revoke_api_key",
     "Revoke an API key", &kRevokeApiKey},
    {http::Method::kPost, "/v1/users/{id}/activate", SwitchUser<true>, "v1.activate_user",
     "Activate a user and end its lock-out", &kUserState},
    {http::Method::kPost, "/v1/users/{id}/deactivate", SwitchUser<false>, "v1.deactivate_user",
     "Deactivate a user and end all its sessions", &kUserState},
    {http::Method::kPut, "/v1/users/{id}/password", SetPassword, "v1.set_password",
     "Replace a user's password and end all its sessions", &kSetPassword, door::RunOn::kHashing,
     true},
    {http::Method::kPost, "/v1/organizations/{id}/enable", SwitchOrganization<true>,
     "v1.enable_organization", "Enable an organization", &kOrganizationState},
    {http::Method::kPost, "/v1/organizations/{id}/disable", SwitchOrganization<false>,
     "v1.disable_organization", "Disable an organization; its users and applications are refused",
     &kOrganizationState},
    {http::Method::kPut, "/v1/organizations/{id}/rate_limit", LimitOrganization,
     "v1.limit_organization", "Set or remove the rate limit of an organization",
     &kLimitOrganization},
    {http::Method::kPost, "/v1/applications/{id}/enable", SwitchApplication<true>,
     "v1.enable_application", "Enable an application", &kApplicationState},
    {http::Method::kPost, "/v1/applications/{id}/disable", SwitchApplication<false>,
     "v1.disable_application", "Disable an application", &kApplicationState},
    {http::Method::kPut, "/v1/applications/{id}/rate_limit", LimitApplication,
     "v1.limit_application", "Set or remove the rate limit of an application", &kLimitApplication},
    {http::Method::kPost, "/v1/applications/{id}/reset_secret", ResetSecret,
     "v1.reset_application_secret",
     "Replace the secret of an application; the value is returned once, all tokens are revoked",
     &kResetSecret, door::RunOn::kWorker, true},
};

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  routes.push_back({http::Method::kGet, "/v1/whoami", AnyCredential(uses.forms),
                    door::RunOn::kInline, door::Bind(uses, WhoAmI), "v1.whoami",
                    "Read the authenticated caller and its permissions", &kWhoAmI, &dialect});
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({endpoint.method, std::string(endpoint.pattern),
                      endpoint.in_person ? InPerson(TokenOrKey()) : TokenOrKey(), endpoint.run_on,
                      door::Bind(uses, endpoint.run), endpoint.operation, endpoint.summary,
                      endpoint.contract, &dialect});
  }
  for (auto& rows : {OrganizationRoutes(uses.organizations, uses.domains, dialect),
                     ApplicationRoutes(uses.applications, dialect),
                     AccessProfileRoutes(uses.access_profiles, dialect),
                     PolicyRoutes(uses.policies, dialect), EventRoutes(uses.events, dialect),
                     SecretRoutes(uses, dialect), SessionRoutes(uses.grant, dialect)}) {
    routes.insert(routes.end(), rows.begin(), rows.end());
  }
  return routes;
}

}  // namespace bearward::dialects::v1
