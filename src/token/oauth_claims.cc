// The claims of an OAuth 2.0 access token (RFC 9068 section 2.2), and two additions: `gen` and the
// form of `jti`. They allow a token to be revoked before it expires.

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "model/environment.h"
#include "token/claim_values.h"
#include "token/claims.h"

namespace bearward::token {
namespace {

std::string ScopeText(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    if (!text.empty()) text += ' ';
    text += scope;
  }
  return text;
}

// Accepts exactly what ScopeText writes: single spaces, none at the ends.
std::optional<std::vector<std::string>> ReadScopes(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space == 0 || space + 1 == text.size()) return std::nullopt;
    scopes.emplace_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return scopes;
}

void WriteAudience(json::Writer& writer, const std::vector<std::string>& audiences) {
  writer.Key("aud");
  if (audiences.size() == 1) {
    writer.String(audiences.front());
    return;
  }
  writer.BeginArray();
  for (const std::string& audience : audiences) writer.String(audience);
  writer.EndArray();
}

// A token without an audience was not issued by this server.
std::optional<std::vector<std::string>> ReadAudience(const json::Value& payload) {
  if (const std::string* one = StringAt(payload, "aud")) return std::vector<std::string>{*one};
  if (!IsStringListAt(payload, "aud")) return std::nullopt;
  std::vector<std::string> audiences;
  for (const json::Value& item : *payload.Find("aud")->AsArray()) {
    audiences.push_back(*item.AsString());
  }
  if (audiences.empty()) return std::nullopt;
  return audiences;
}

// The `jti` of a token with a session is the session id and generation; otherwise it is the token
// id.
std::string TokenName(const ClaimFacts& facts) {
  if (!facts.token_id.empty()) return std::string(facts.token_id);
  return facts.session.id.text + "." + std::to_string(facts.session.generation);
}

bool ReadTokenName(const json::Value& payload, std::string_view name, ReadFacts& facts) {
  if (name.starts_with(kTokenPrefix)) {
    const json::Value* generation = payload.Find("gen");
    if (generation == nullptr || generation->AsInt().value_or(-1) < 0) return false;
    facts.token_id = name;
    facts.generation = *generation->AsInt();
    return base::IsUlid(name.substr(kTokenPrefix.size()));
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return false;
  const auto session = ReadSession(name.substr(0, dot));
  const auto generation = ReadGeneration(name.substr(dot + 1));
  if (!session || !generation) return false;
  facts.session = *session;
  facts.generation = *generation;
  return true;
}

}  // namespace

std::string IssuerOf(std::string_view base, const model::EnvironmentId& environment) {
  // An issuer may end with a slash; the result must not contain an empty path segment.
  if (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base) + "/environments/" + model::ClientIdOf(environment);
}

bool IsOurName(std::string_view text, std::string_view base,
               const model::EnvironmentId& environment) {
  return text == base || text == IssuerOf(base, environment);
}

void WriteOauthClaims(json::Writer& writer, const ClaimFacts& facts) {
  writer.BeginObject();
  writer.Key("iss").String(facts.issuer);
  WriteAudience(writer, facts.session.access.audiences);
  // For the client credentials grant, the subject is the client itself (RFC 9068 section 2.2).
  writer.Key("sub").String(facts.subject.client_id);
  writer.Key("client_id").String(facts.subject.client_id);
  writer.Key("iat").Int(base::ToSeconds(facts.issued_at));
  writer.Key("exp").Int(base::ToSeconds(facts.expires_at));
  writer.Key("jti").String(TokenName(facts));
  const auto& scopes = facts.session.access.scopes;
  writer.Key("scope").String(scopes ? ScopeText(*scopes) : std::string());
  if (!facts.token_id.empty()) writer.Key("gen").Int(facts.session.generation);
  writer.EndObject();
}

base::Result<ReadFacts> ReadOauthClaims(const json::Value& payload, std::string_view issuer,
                                        const model::EnvironmentId& environment) {
  const std::string* iss = StringAt(payload, "iss");
  const std::string* client_id = StringAt(payload, "client_id");
  const std::string* name = StringAt(payload, "jti");
  const std::string* scope = StringAt(payload, "scope");
  if (iss == nullptr || !IsOurName(*iss, issuer, environment)) return Malformed();
  if (client_id == nullptr || name == nullptr || scope == nullptr) return Malformed();
  if (!IsStringAt(payload, "sub", *client_id)) return Malformed();
  const auto expires_at = TimeAt(payload, "exp");
  auto audiences = ReadAudience(payload);
  auto scopes = ReadScopes(*scope);
  if (!expires_at || !TimeAt(payload, "iat") || !audiences || !scopes) return Malformed();
  ReadFacts facts{.expires_at = *expires_at, .not_before = std::nullopt};
  if (!ReadTokenName(payload, *name, facts)) return Malformed();
  facts.client_id = *client_id;
  facts.scopes = *std::move(scopes);
  facts.audiences = *std::move(audiences);
  return facts;
}

}  // namespace bearward::token
