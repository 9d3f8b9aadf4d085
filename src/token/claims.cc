#include "token/claims.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encode.h"
#include "model/environment.h"
#include "token/claim_values.h"

namespace bearward::token {
namespace {

std::string_view AfterPrefix(std::string_view id) { return id.substr(id.find('_') + 1); }

std::string RoleListText(const std::vector<std::string>& names) {
  std::string text;
  json::Writer writer(text);
  writer.BeginArray();
  for (const std::string& name : names) {
    writer.BeginObject().Key("Name").String(name).EndObject();
  }
  writer.EndArray();
  return text;
}

void WriteList(json::Writer& writer, std::string_view key, const std::vector<std::string>& items) {
  writer.Key(key).BeginArray();
  for (const std::string& item : items) writer.String(item);
  writer.EndArray();
}

// WorkSpan's `obj` names the stored record of the token: base64url of
// <environment>/<kind>/<session>/<generation>.
constexpr std::string_view kAccessRecord = "AuthToken";
constexpr std::string_view kRefreshRecord = "RefreshToken";

struct RecordName {
  model::EnvironmentId environment;
  model::TokenUse use = model::TokenUse::kAccess;
  model::SessionId session;
  std::int64_t generation = 0;
};

std::string WriteRecordName(const RecordName& name) {
  const bool access = name.use == model::TokenUse::kAccess;
  std::string text = name.environment.text;
  text += '/';
  text += access ? kAccessRecord : kRefreshRecord;
  text += '/' + name.session.text + '/' + std::to_string(name.generation);
  return base::Base64UrlEncode(text);
}

// Returns false unless the text has exactly as many parts as the array has elements.
template <std::size_t kParts>
bool SplitInto(std::string_view text, std::array<std::string_view, kParts>& parts) {
  for (std::size_t i = 0; i + 1 < kParts; ++i) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    parts[i] = text.substr(0, slash);
    text.remove_prefix(slash + 1);
  }
  parts[kParts - 1] = text;
  return text.find('/') == std::string_view::npos;
}

std::optional<RecordName> ReadRecordName(const json::Value& payload) {
  const std::string* encoded = StringAt(payload, "obj");
  if (encoded == nullptr) return std::nullopt;
  const std::optional<std::string> text = base::Base64UrlDecode(*encoded);
  std::array<std::string_view, 4> parts;
  if (!text || !SplitInto(*text, parts)) return std::nullopt;
  const auto [environment, kind, session, number] = parts;
  const std::optional<std::int64_t> generation = ReadGeneration(number);
  if (!generation || environment.empty() || session.empty()) return std::nullopt;
  if (kind != kAccessRecord && kind != kRefreshRecord) return std::nullopt;
  return RecordName{
      .environment = {std::string(environment)},
      .use = kind == kAccessRecord ? model::TokenUse::kAccess : model::TokenUse::kRefresh,
      .session = {std::string(session)},
      .generation = *generation};
}

// The `jti` of a refreshed token also names its generation, so that each token has its own.
std::string WorkOsTokenId(const model::SessionId& session, std::int64_t generation) {
  std::string id(AfterPrefix(session.text));
  if (generation > 0) id += '-' + std::to_string(generation);
  return id;
}

std::optional<std::int64_t> WorkOsGeneration(const json::Value& payload,
                                             const model::SessionId& session) {
  const std::string* const id = StringAt(payload, "jti");
  const std::string_view stem = AfterPrefix(session.text);
  if (id == nullptr || !id->starts_with(stem)) return std::nullopt;
  if (id->size() == stem.size()) return 0;
  if ((*id)[stem.size()] != '-') return std::nullopt;
  const auto generation = ReadGeneration(std::string_view(*id).substr(stem.size() + 1));
  return generation == 0 ? std::nullopt : generation;
}

std::string WorkOsIssuer(IssuerForm form, std::string_view base,
                         const model::EnvironmentId& environment) {
  std::string issuer(base);
  if (form == IssuerForm::kSlash) issuer += '/';
  if (form == IssuerForm::kClient) issuer += "/user_management/" + model::ClientIdOf(environment);
  return issuer;
}

// IsWorkOsIssuer accepts every form, so that a change of the setting refuses no live token.
bool IsWorkOsIssuer(const json::Value& payload, std::string_view base,
                    const model::EnvironmentId& environment) {
  return std::ranges::any_of(
      std::array{IssuerForm::kUrl, IssuerForm::kSlash, IssuerForm::kClient}, [&](IssuerForm form) {
        return IsStringAt(payload, "iss", WorkOsIssuer(form, base, environment));
      });
}

// A template may replace `role`, because some databases expect their own role there.
void WriteRoles(json::Writer& writer, const Subject& subject) {
  const json::Object& custom = subject.claims.custom;
  const bool replaced = std::ranges::find(custom, "role", &json::Member::key) != custom.end();
  if (!subject.roles.empty() && !replaced) writer.Key("role").String(subject.roles.front());
  WriteList(writer, "roles", subject.roles);
}

}  // namespace

void WriteWorkMobileClaims(json::Writer& writer, const ClaimFacts& facts) {
  const model::Principal& who = facts.subject.principal;
  writer.BeginObject();
  writer.Key("CustomerId").String(std::to_string(who.organization_number));
  writer.Key("LoginId").String(std::to_string(who.subject_number));
  writer.Key("Roles").String(RoleListText(facts.subject.role_names));
  writer.Key("iat").Int(base::ToSeconds(facts.issued_at));
  writer.Key("nbf").Int(base::ToSeconds(facts.issued_at));
  writer.Key("exp").Int(base::ToSeconds(facts.expires_at));
  writer.Key("iss").String(facts.issuer);
  writer.Key("aud").String(facts.session.environment.text);
  writer.Key("jti").String(facts.session.id.text);
  writer.EndObject();
}

base::Result<ReadFacts> ReadWorkMobileClaims(const json::Value& payload, std::string_view issuer,
                                             const model::EnvironmentId& environment) {
  for (const std::string_view key : {"CustomerId", "LoginId", "Roles"}) {
    if (StringAt(payload, key) == nullptr) return Malformed();
  }
  if (!IsStringAt(payload, "iss", issuer) || !IsStringAt(payload, "aud", environment.text)) {
    return Malformed();
  }
  const auto session = SessionAt(payload, "jti");
  const auto expires_at = TimeAt(payload, "exp");
  const auto not_before = TimeAt(payload, "nbf");
  if (!session || !expires_at || !not_before || !TimeAt(payload, "iat")) return Malformed();
  return ReadFacts{.session = *session, .expires_at = *expires_at, .not_before = not_before};
}

std::optional<model::EnvironmentId> WorkMobileEnvironmentHint(const json::Value& payload) {
  const std::string* audience = StringAt(payload, "aud");
  if (audience == nullptr) return std::nullopt;
  return model::EnvironmentId{*audience};
}

void WriteWorkSpanClaims(json::Writer& writer, const ClaimFacts& facts) {
  const RecordName name{.environment = facts.session.environment,
                        .use = facts.use,
                        .session = facts.session.id,
                        .generation = facts.session.generation};
  writer.BeginObject();
  writer.Key("iss").Null();
  writer.Key("par").BeginObject().Key("is_company_admin").Bool(false).EndObject();
  writer.Key("obj").String(WriteRecordName(name));
  writer.Key("usr").String(facts.subject.client_id);
  writer.Key("exp").Int(base::ToSeconds(facts.expires_at));
  writer.EndObject();
}

base::Result<ReadFacts> ReadWorkSpanClaims(const json::Value& payload, std::string_view,
                                           const model::EnvironmentId& environment) {
  // The dialect writes iss:null; a token with an issuer was issued by another server.
  const json::Value* iss = payload.Find("iss");
  const json::Value* par = payload.Find("par");
  if (iss == nullptr || !iss->IsNull() || par == nullptr) return Malformed();
  const json::Value* is_admin = par->Find("is_company_admin");
  if (is_admin == nullptr || !is_admin->IsBool()) return Malformed();
  const std::optional<RecordName> name = ReadRecordName(payload);
  const auto expires_at = TimeAt(payload, "exp");
  if (!name || name->environment != environment || !expires_at) return Malformed();
  if (StringAt(payload, "usr") == nullptr) return Malformed();
  return ReadFacts{.session = name->session,
                   .generation = name->generation,
                   .use = name->use,
                   .expires_at = *expires_at,
                   .not_before = std::nullopt};
}

std::optional<model::EnvironmentId> WorkSpanEnvironmentHint(const json::Value& payload) {
  std::optional<RecordName> name = ReadRecordName(payload);
  if (!name) return std::nullopt;
  return std::move(name->environment);
}

void WriteWorkOsClientClaims(json::Writer& writer, const ClaimFacts& facts) {
  const model::Principal& who = facts.subject.principal;
  writer.BeginObject();
  writer.Key("iss").String(
      WorkOsIssuer(facts.issuer_form, facts.issuer, facts.session.environment));
  writer.Key("sub").String(who.subject_id);
  writer.Key("sid").String(facts.session.id.text);
  writer.Key("jti").String(WorkOsTokenId(facts.session.id, facts.session.generation));
  if (!who.organization->empty()) writer.Key("org_id").String(who.organization->text);
  writer.Key("client_id").String(model::ClientIdOf(facts.session.environment));
  WriteRoles(writer, facts.subject);
  WriteList(writer, "permissions", who.permissions.texts());
  const AccessClaims& claims = facts.subject.claims;
  if (!claims.feature_flags.empty()) WriteList(writer, "feature_flags", claims.feature_flags);
  writer.Key("iat").Int(base::ToSeconds(facts.issued_at));
  writer.Key("exp").Int(base::ToSeconds(facts.expires_at));
  for (const json::Member& claim : claims.custom) json::Write(writer.Key(claim.key), claim.value);
  writer.EndObject();
}

base::Result<ReadFacts> ReadWorkOsClientClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& environment) {
  if (!IsWorkOsIssuer(payload, issuer, environment) ||
      !IsStringAt(payload, "client_id", model::ClientIdOf(environment))) {
    return Malformed();
  }
  const bool has_organization = payload.Find("org_id") != nullptr;
  if (StringAt(payload, "sub") == nullptr ||
      (has_organization && StringAt(payload, "org_id") == nullptr)) {
    return Malformed();
  }
  if (!IsStringListAt(payload, "roles") || !IsStringListAt(payload, "permissions")) {
    return Malformed();
  }
  const auto session = SessionAt(payload, "sid");
  const auto expires_at = TimeAt(payload, "exp");
  if (!session || !expires_at || !TimeAt(payload, "iat")) return Malformed();
  const auto generation = WorkOsGeneration(payload, *session);
  if (!generation) return Malformed();
  return ReadFacts{.session = *session,
                   .generation = *generation,
                   .expires_at = *expires_at,
                   .not_before = std::nullopt};
}

// A widget token names its session by `jti` only, as the vendor's does (contracts: WorkOS 1.3).
void WriteWorkOsWidgetClaims(json::Writer& writer, const ClaimFacts& facts) {
  const model::Principal& who = facts.subject.principal;
  writer.BeginObject();
  writer.Key("aud").String(facts.issuer);
  writer.Key("iss").String(facts.issuer);
  writer.Key("sub").String(who.subject_id);
  writer.Key("jti").String(AfterPrefix(facts.session.id.text));
  if (!who.organization->empty()) writer.Key("org_id").String(who.organization->text);
  WriteList(writer, "permissions", who.permissions.texts());
  writer.Key("iat").Int(base::ToSeconds(facts.issued_at));
  writer.Key("exp").Int(base::ToSeconds(facts.expires_at));
  writer.EndObject();
}

base::Result<ReadFacts> ReadWorkOsWidgetClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& /*environment*/) {
  if (!IsStringAt(payload, "iss", issuer) || !IsStringAt(payload, "aud", issuer)) {
    return Malformed();
  }
  const bool has_organization = payload.Find("org_id") != nullptr;
  if (StringAt(payload, "sub") == nullptr || !IsStringListAt(payload, "permissions") ||
      (has_organization && StringAt(payload, "org_id") == nullptr)) {
    return Malformed();
  }
  const std::string* const id = StringAt(payload, "jti");
  const auto session = id == nullptr ? std::nullopt : ReadSession("session_" + *id);
  const auto expires_at = TimeAt(payload, "exp");
  if (!session || !expires_at || !TimeAt(payload, "iat")) return Malformed();
  return ReadFacts{.session = *session, .expires_at = *expires_at, .not_before = std::nullopt};
}

}  // namespace bearward::token
