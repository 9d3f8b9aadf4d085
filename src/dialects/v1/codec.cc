#include "dialects/v1/codec.h"

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "json/writer.h"
#include "model/environment.h"

namespace bearward::dialects::v1 {
namespace {

constexpr std::size_t kUsualSize = 768;

void WriteTime(json::Writer& writer, std::string_view key, const std::optional<base::Time>& time) {
  writer.Key(key);
  if (time) {
    writer.String(base::FormatIsoMillis(*time));
  } else {
    writer.Null();
  }
}

void WriteText(json::Writer& writer, std::string_view key, std::string_view text) {
  writer.Key(key);
  if (text.empty()) {
    writer.Null();
  } else {
    writer.String(text);
  }
}

void WriteTexts(json::Writer& writer, std::string_view key, const std::vector<std::string>& texts) {
  writer.Key(key).BeginArray();
  for (const std::string& text : texts) writer.String(text);
  writer.EndArray();
}

void WriteOrganization(json::Writer& writer, const model::Principal& principal) {
  writer.Key("organization");
  if (principal.organization.empty()) {
    writer.Null();
    return;
  }
  writer.BeginObject().Key("id").String(principal.organization.text);
  writer.Key("number").Int(principal.organization_number);
  writer.Key("name").String(principal.organization_name).EndObject();
}

// Machines have no number.
void WriteSubject(json::Writer& writer, const model::Principal& principal) {
  writer.Key("subject").BeginObject();
  writer.Key("kind").String(model::SubjectKindName(principal.subject_kind));
  writer.Key("id").String(principal.subject_id).Key("number");
  if (principal.subject_kind == model::SubjectKind::kUser) {
    writer.Int(principal.subject_number);
  } else {
    writer.Null();
  }
  writer.EndObject();
}

bool IsSession(const model::Principal& principal) {
  return principal.credential == model::CredentialKind::kJwt ||
         principal.credential == model::CredentialKind::kReference;
}

}  // namespace

door::Reply EncodeCaller(const model::Caller& caller) {
  const model::Principal& principal = caller.principal();
  std::string text;
  text.reserve(kUsualSize);
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("caller");
  writer.Key("environment").BeginObject().Key("id").String(principal.environment.text);
  writer.Key("name").String(principal.environment_name);
  writer.Key("client_id").String(model::ClientIdOf(principal.environment)).EndObject();
  WriteOrganization(writer, principal);
  WriteSubject(writer, principal);
  WriteTexts(writer, "permissions", principal.permissions);
  WriteTexts(writer, "roles", principal.roles);
  writer.Key("credential").BeginObject();
  writer.Key("kind").String(model::CredentialKindName(principal.credential));
  WriteText(writer, "id", caller.credential_id());
  WriteText(writer, "profile", principal.profile);
  writer.EndObject();
  WriteTime(writer, "expires_at", caller.expires_at());
  const bool session = IsSession(principal);
  WriteText(writer, "session_id", session ? caller.credential_id() : std::string_view());
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeApiKey(int status, const model::ApiKey& key, const base::Secret* value) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("api_key").Key("id").String(key.id.text);
  WriteText(writer, "user_id", key.user ? key.user->text : std::string_view());
  writer.Key("description").String(key.description);
  writer.Key("obfuscated_value").String("..." + key.hint);
  WriteTime(writer, "created_at", key.created_at);
  WriteTime(writer, "expires_at", key.expires_at);
  if (value != nullptr) writer.Key("value").String(value->Reveal());
  writer.EndObject();
  return door::JsonReply(status, std::move(text));
}

door::Reply EncodeState(std::string_view kind, std::string_view id, std::string_view status) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String(kind).Key("id").String(id);
  writer.Key("status").String(status).EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeClientSecret(std::string_view application, const base::Secret& secret) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("application").Key("id").String(application);
  writer.Key("client_secret").String(secret.Reveal()).EndObject();
  return door::JsonReply(200, std::move(text));
}

}  // namespace bearward::dialects::v1
