#include "dialects/oauth/active.h"

#include <initializer_list>
#include <vector>

#include "json/reader.h"
#include "model/environment.h"
#include "token/issuer.h"
#include "token/jwt.h"
#include "token/profiles.h"

namespace bearward::dialects::oauth {
namespace {

using model::CredentialKind;

void WriteText(json::Writer& writer, std::string_view key, std::string_view text) {
  if (!text.empty()) writer.Key(key).String(text);
}

std::string Joined(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) {
    if (!text.empty()) text += ' ';
    text += scope;
  }
  return text;
}

// The `sub` of an application is its client id (RFC 9068 section 2.2).
std::string_view SubjectOf(const model::Principal& principal) {
  const bool machine = principal.subject_kind == model::SubjectKind::kApplication;
  return machine ? principal.username.view() : principal.subject_id.view();
}

std::string ClientOf(const model::Principal& principal) {
  const bool machine = principal.subject_kind == model::SubjectKind::kApplication;
  return machine ? std::string(principal.username) : model::ClientIdOf(principal.environment);
}

std::string_view UserNameOf(const model::Principal& principal) {
  if (principal.subject_kind != model::SubjectKind::kUser) return {};
  return principal.username.empty() ? principal.email.view() : principal.username.view();
}

// The resource server learns who acts as the subject (RFC 8693 section 4.1; incident class H4).
void WriteActor(json::Writer& writer, const model::Principal& principal) {
  if (!principal.impersonator) return;
  writer.Key("act").BeginObject().Key("sub").String(principal.impersonator->id).EndObject();
}

void WriteAudience(json::Writer& writer, const model::Principal& principal, const Server& server) {
  writer.Key("aud");
  if (!principal.audience) {
    writer.String(server.issuer);
    return;
  }
  const std::vector<std::string>& names = principal.audience->names;
  if (names.size() == 1) {
    writer.String(names.front());
    return;
  }
  writer.BeginArray();
  for (const std::string& name : names) writer.String(name);
  writer.EndArray();
}

void WriteWhere(json::Writer& writer, const model::Principal& principal) {
  WriteText(writer, "organization_id", principal.organization->text);
  writer.Key("environment_id").String(principal.environment->text);
}

// Copies claims of a JWT. The token is verified already, so the claims need no check here.
void WriteOwnClaims(json::Writer& writer, std::string_view text, const Server& server) {
  text.remove_prefix(text.find('.') + 1);
  const auto payload = token::DecodeObject(text.substr(0, text.find('.')));
  const json::Value* const issuer = payload ? payload->Find("iss") : nullptr;
  const bool has_issuer = issuer != nullptr && issuer->IsString();
  writer.Key("iss").String(has_issuer ? std::string_view(*issuer->AsString()) : server.issuer);
  if (!payload) return;
  for (const std::string_view name : {"iat", "nbf"}) {
    const json::Value* const time = payload->Find(name);
    if (time != nullptr && time->IsInt()) writer.Key(name).Int(*time->AsInt());
  }
  const json::Value* const id = payload->Find("jti");
  if (id != nullptr && id->IsString()) writer.Key("jti").String(*id->AsString());
}

bool IsSession(const model::Principal& principal) {
  return principal.credential == CredentialKind::kJwt ||
         principal.credential == CredentialKind::kReference;
}

}  // namespace

void WriteInactive(json::Writer& writer) {
  writer.BeginObject().Key("active").Bool(false).EndObject();
}

void WriteActive(json::Writer& writer, const model::Caller& caller, std::string_view text,
                 const Server& server) {
  const model::Principal& principal = caller.principal();
  writer.BeginObject().Key("active").Bool(true);
  writer.Key("scope").String(Joined(principal.permissions.texts()));
  writer.Key("client_id").String(ClientOf(principal));
  WriteText(writer, "username", UserNameOf(principal));
  // A user's API key is sent in its own header, so it has no token_type.
  const bool bearer = IsSession(principal) || principal.subject_kind != model::SubjectKind::kUser;
  if (bearer) writer.Key("token_type").String("Bearer");
  if (caller.expires_at()) writer.Key("exp").Int(base::ToSeconds(*caller.expires_at()));
  writer.Key("sub").String(SubjectOf(principal));
  WriteActor(writer, principal);
  WriteAudience(writer, principal, server);
  if (principal.credential == CredentialKind::kJwt) {
    WriteOwnClaims(writer, text, server);
  } else {
    writer.Key("iss").String(server.issuer);
  }
  WriteWhere(writer, principal);
  const bool session = IsSession(principal) && !token::IsSelfContainedId(caller.credential_id());
  if (session) WriteText(writer, "sid", caller.credential_id());
  writer.EndObject();
}

void WriteActiveRefresh(json::Writer& writer, const model::Session& session,
                        const model::Caller& client, const Server& server) {
  writer.BeginObject().Key("active").Bool(true);
  if (session.granted.scopes) writer.Key("scope").String(Joined(*session.granted.scopes));
  writer.Key("client_id").String(ClientOf(client.principal()));
  writer.Key("exp").Int(base::ToSeconds(*session.refresh_expires_at));
  writer.Key("iat").Int(base::ToSeconds(session.rotated_at));
  writer.Key("sub").String(SubjectOf(client.principal()));
  writer.Key("iss").String(server.issuer);
  WriteWhere(writer, client.principal());
  writer.Key("sid").String(session.id.text).EndObject();
}

base::Result<std::string> SignAnswer(token::Keys& keys, const Server& server,
                                     const model::Caller& asker, std::string_view answer,
                                     base::Time now) {
  BW_TRY_ASSIGN(const auto signer, keys.ForSigning(server.environment, token::kOauthJwt));
  std::string payload;
  json::Writer writer(payload);
  writer.BeginObject().Key("iss").String(server.issuer);
  writer.Key("aud").String(ClientOf(asker.principal()));
  writer.Key("iat").Int(base::ToSeconds(now));
  writer.Key("token_introspection").Raw(answer).EndObject();
  return token::WriteJwt(payload, signer->kid, signer->key, "token-introspection+jwt");
}

}  // namespace bearward::dialects::oauth
