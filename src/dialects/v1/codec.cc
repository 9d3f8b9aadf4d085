#include "dialects/v1/codec.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "door/list_query.h"
#include "door/problem.h"
#include "json/optional.h"
#include "json/writer.h"
#include "model/environment.h"
#include "model/impersonator.h"
#include "token/issuer.h"

namespace bearward::dialects::v1 {
namespace {

constexpr std::size_t kUsualSize = 768;

void WriteTexts(json::Writer& writer, std::string_view key, const std::vector<std::string>& texts) {
  writer.Key(key).BeginArray();
  for (const std::string& text : texts) writer.String(text);
  writer.EndArray();
}

void WriteOrganization(json::Writer& writer, const model::Principal& principal) {
  writer.Key("organization");
  if (principal.organization->empty()) {
    writer.Null();
    return;
  }
  writer.BeginObject().Key("id").String(principal.organization->text);
  writer.Key("number").Int(principal.organization_number);
  writer.Key("name").String(principal.organization_name).EndObject();
}

// Applications have no number.
void WriteSubject(json::Writer& writer, const model::Principal& principal) {
  writer.Key("subject").BeginObject();
  writer.Key("kind").String(base::Word(principal.subject_kind));
  writer.Key("id").String(principal.subject_id).Key("number");
  if (principal.subject_kind == model::SubjectKind::kUser) {
    writer.Int(principal.subject_number);
  } else {
    writer.Null();
  }
  writer.EndObject();
}

void WriteRateLimit(json::Writer& writer, const std::optional<model::RateLimit>& limit) {
  json::WriteNonEmpty(writer.Key("rate_limit"),
                      limit ? model::RateLimitText(*limit) : std::string());
}

bool IsSession(const model::Principal& principal) {
  return principal.credential == model::CredentialKind::kJwt ||
         principal.credential == model::CredentialKind::kReference;
}

void WriteCredential(json::Writer& writer, const model::Caller& caller) {
  writer.Key("credential").BeginObject();
  writer.Key("kind").String(base::Word(caller->credential));
  json::WriteNonEmpty(writer.Key("id"), caller.credential_id());
  json::WriteNonEmpty(writer.Key("profile"), caller->profile);
  writer.EndObject();
}

// NameOf returns the best name that the subject has.
std::string_view NameOf(const model::Principal& principal) {
  for (const std::string_view name : {principal.full_name.view(), principal.username.view()}) {
    if (!name.empty()) return name;
  }
  return principal.email.view();
}

void WriteCaller(json::Writer& writer, const model::Caller& caller,
                 std::optional<bool> manages_installation = {}) {
  const model::Principal& principal = caller.principal();
  writer.BeginObject().Key("object").String("caller");
  writer.Key("environment").BeginObject().Key("id").String(principal.environment->text);
  writer.Key("name").String(principal.environment_name);
  writer.Key("client_id").String(model::ClientIdOf(principal.environment)).EndObject();
  WriteOrganization(writer, principal);
  WriteSubject(writer, principal);
  WriteTexts(writer, "permissions", principal.permissions.texts());
  WriteTexts(writer, "roles", principal.roles.texts());
  WriteCredential(writer, caller);
  json::WriteOptional(writer.Key("expires_at"), caller.expires_at());
  const bool session = IsSession(principal) && !token::IsSelfContainedId(caller.credential_id());
  json::WriteNonEmpty(writer.Key("session_id"),
                      session ? caller.credential_id() : std::string_view());
  if (principal.impersonator) {
    model::WriteImpersonator(writer, *principal.impersonator, principal.environment);
  }
  if (manages_installation) {
    writer.Key("manages_installation").Bool(*manages_installation);
    writer.Key("name").String(NameOf(principal));
  }
  writer.EndObject();
}

void WriteVerification(json::Writer& writer, const verify::Answer& answer) {
  writer.BeginObject().Key("object").String("verification");
  writer.Key("allowed").Bool(answer.allowed());
  json::WriteNonEmpty(writer.Key("reason"), answer.reason ? base::Word(*answer.reason) : "");
  writer.Key("retry_after");
  if (answer.retry_after) {
    writer.Int(answer.retry_after->count());
  } else {
    writer.Null();
  }
  writer.Key("caller");
  if (answer.caller) {
    WriteCaller(writer, *answer.caller);
  } else {
    writer.Null();
  }
  writer.Key("cache").BeginObject().Key("hit").Bool(answer.remembered);
  writer.Key("max_age").Int(0).EndObject().EndObject();
}

json::Writer& BeginApplication(json::Writer& writer,
                               const applications::ApplicationName& application) {
  writer.BeginObject().Key("object").String("application").Key("id").String(application.id.text);
  return writer.Key("client_id").String(application.client_id);
}

}  // namespace

door::Reply EncodeCaller(const model::Caller& caller, bool manages_installation) {
  std::string text;
  text.reserve(kUsualSize);
  json::Writer writer(text);
  WriteCaller(writer, caller, manages_installation);
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeVerification(const verify::Answer& answer) {
  std::string text;
  text.reserve(kUsualSize);
  json::Writer writer(text);
  WriteVerification(writer, answer);
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeVerifications(std::span<const base::Result<verify::Answer>> answers) {
  std::string text;
  text.reserve(kUsualSize * answers.size());
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("list").Key("data").BeginArray();
  for (const base::Result<verify::Answer>& answer : answers) {
    if (answer) {
      WriteVerification(writer, *answer);
      continue;
    }
    const base::Error& error = answer.error();
    writer.BeginObject().Key("object").String("error");
    writer.Key("code").String(error.reason).Key("detail").String(error.public_text);
    door::WriteFaults(writer, error);
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeApiKey(int status, const model::ApiKey& key, const base::Secret* value) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("api_key").Key("id").String(key.id.text);
  json::WriteNonEmpty(writer.Key("user_id"), key.user ? key.user->text : std::string_view());
  writer.Key("description").String(key.description);
  writer.Key("obfuscated_value").String("..." + key.hint);
  if (!key.user) WriteTexts(writer, "permissions", key.permissions);
  json::WriteOptional(writer.Key("created_at"), key.created_at);
  json::WriteOptional(writer.Key("expires_at"), key.expires_at);
  json::WriteOptional(writer.Key("last_used_at"), key.last_used_at);
  WriteRateLimit(writer, key.rate_limit);
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

door::Reply EncodeUser(const users::UserState& state) {
  const model::User& user = state.user;
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("object").String("user").Key("id").String(user.id.text);
  writer.Key("number").Int(user.number);
  json::WriteNonEmpty(writer.Key("username"), user.username);
  json::WriteNonEmpty(writer.Key("email"), user.email);
  json::WriteNonEmpty(writer.Key("first_name"), user.first_name);
  json::WriteNonEmpty(writer.Key("last_name"), user.last_name);
  json::WriteNonEmpty(writer.Key("job_title"), user.job_title);
  writer.Key("active").Bool(user.active);
  writer.Key("password_change_required").Bool(user.password_change_required);
  writer.Key("failed_sign_ins").Int(state.failures);
  json::WriteOptional(writer.Key("locked_until"), state.locked_until);
  json::WriteOptional(writer.Key("created_at"), user.created_at);
  json::WriteOptional(writer.Key("updated_at"), user.updated_at);
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeRateLimit(std::string_view kind, std::string_view id,
                            const std::optional<model::RateLimit>& limit) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String(kind).Key("id").String(id);
  WriteRateLimit(writer, limit);
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeApplicationState(const applications::ApplicationName& application,
                                   std::string_view status) {
  std::string text;
  json::Writer writer(text);
  BeginApplication(writer, application).Key("status").String(status).EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeApplicationRateLimit(const applications::ApplicationName& application,
                                       const std::optional<model::RateLimit>& limit) {
  std::string text;
  json::Writer writer(text);
  BeginApplication(writer, application);
  WriteRateLimit(writer, limit);
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

door::Reply EncodeClientSecret(const applications::ApplicationName& application,
                               const base::Secret& secret) {
  std::string text;
  json::Writer writer(text);
  BeginApplication(writer, application).Key("client_secret").String(secret.Reveal()).EndObject();
  return door::JsonReply(200, std::move(text));
}

}  // namespace bearward::dialects::v1
