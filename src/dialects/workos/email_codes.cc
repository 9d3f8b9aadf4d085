#include "dialects/workos/email_codes.h"

#include <string>
#include <utility>

#include "base/time.h"
#include "dialects/workos/authenticate.h"
#include "dialects/workos/email_in_body.h"
#include "json/writer.h"
#include "resource/object_json.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using model::EmailCodeKind;

Result<std::string> Required(Call& call, std::string_view name) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  return body.RequiredText(name);
}

Result<base::Secret> CodeInBody(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  return body.RequiredSecret("code");
}

Reply UserReply(const model::User& user) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  resource::WriteObject(writer.Key("user"), model::kUserRecord, &user);
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

Reply CodeReply(int status, const users::ShownCode& code, const mail::Links& links) {
  std::string text;
  json::Writer writer(text);
  WriteEmailCode(writer.BeginObject(), code.row);
  if (code.row.kind == EmailCodeKind::kPasswordReset) {
    writer.Key("password_reset_token").String(code.text.Reveal());
    writer.Key("password_reset_url")
        .String(links.ToPasswordReset(code.text, code.row.environment).Reveal());
  } else {
    writer.Key("code").String(code.text.Reveal());
  }
  writer.EndObject();
  return door::NoStore(door::JsonReply(status, std::move(text)));
}

template <EmailCodeKind kKind>
Result<Reply> ReadCode(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto code, uses.codes.Read(call.caller(), kKind, call.Param("id")));
  return CodeReply(200, code, uses.outbox.links());
}

Result<Reply> SendVerification(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto user, uses.codes.SendVerification(call.caller(), call.Param("id")));
  return UserReply(user);
}

Result<Reply> Verify(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const base::Secret code, CodeInBody(call));
  BW_TRY_ASSIGN(const auto user, uses.codes.Verify(call.caller(), call.Param("id"), code));
  return UserReply(user);
}

Result<Reply> SendMagicAuth(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string email, EmailInBody(body));
  BW_TRY_ASSIGN(const auto invitation, body.SecretText(kInvitationToken));
  BW_TRY_ASSIGN(const auto code, uses.codes.SendMagicAuth(call.caller(), email,
                                                          invitation.value_or(base::Secret())));
  return CodeReply(201, code, uses.outbox.links());
}

Result<Reply> SendPasswordReset(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string email, EmailInBody(body));
  BW_TRY_ASSIGN(const auto code, uses.codes.SendPasswordReset(call.caller(), email));
  return CodeReply(201, code, uses.outbox.links());
}

// The older calls deliver the code by mail only.
Result<Reply> MailMagicAuth(const EmailCodeUses& uses, Call& call) {
  BW_TRY(SendMagicAuth(uses, call));
  return door::JsonReply(200, "{}");
}

Result<Reply> MailPasswordReset(const EmailCodeUses& uses, Call& call) {
  BW_TRY(SendPasswordReset(uses, call));
  return door::JsonReply(200, "{}");
}

Result<Reply> ResetPassword(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY(body.RequireAll({"token", "new_password"}));
  BW_TRY_ASSIGN(const base::Secret token, body.RequiredSecret("token"));
  BW_TRY_ASSIGN(const base::Secret password, body.RequiredSecret("new_password"));
  BW_TRY_ASSIGN(const auto user, uses.codes.ResetPassword(call.caller(), token, password));
  return UserReply(user);
}

Result<Reply> SendChange(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string email, Required(call, "new_email"));
  BW_TRY_ASSIGN(const auto pending, uses.codes.SendChange(call.caller(), call.Param("id"), email));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("email_change");
  resource::WriteObject(writer.Key("user"), model::kUserRecord, &pending.user);
  writer.Key("new_email").String(pending.row.email);
  writer.Key("expires_at").String(base::FormatIsoMillis(pending.row.expires_at));
  writer.Key("created_at").String(base::FormatIsoMillis(pending.row.created_at)).EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ConfirmChange(const EmailCodeUses& uses, Call& call) {
  BW_TRY_ASSIGN(const base::Secret code, CodeInBody(call));
  BW_TRY_ASSIGN(const auto user, uses.codes.ConfirmChange(call.caller(), call.Param("id"), code));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("email_change_confirmation");
  resource::WriteObject(writer.Key("user"), model::kUserRecord, &user);
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

// WithLimit adds the state of the limit of codes to its refusals.
template <Result<Reply> (*kSend)(const EmailCodeUses& uses, Call& call)>
Result<Reply> WithLimit(const EmailCodeUses& uses, Call& call) {
  Result<Reply> reply = kSend(uses, call);
  const auto& limit = uses.outbox.code_limit();
  if (!reply && reply.error().reason == "too_many_codes" && limit) {
    call.NoteLimit(model::LimitState{.scope = model::LimitScope::kCodes,
                                     .limit = *limit,
                                     .remaining = 0,
                                     .reset = reply.error().retry_after.value().count(),
                                     .monitored = {}});
  }
  return reply;
}

constexpr json::Schema kText = json::OrNull(json::kText);
constexpr json::Schema kUser = {.type = json::Type::kObject, .open = true};
constexpr json::Property kUserMembers[] = {{"user", kUser}};
constexpr json::Schema kUserAnswer = json::ObjectOf(kUserMembers);
constexpr json::Property kCodeMembers[] = {
    {"object", json::Word<"email_verification", "magic_auth">()},
    {"id", json::kText},
    {"user_id", json::kText},
    {"email", json::kText},
    {"expires_at", json::kTime},
    {"created_at", json::kTime},
    {"updated_at", json::kTime},
    {"code", json::kText}};
constexpr json::Schema kCode = json::ObjectOf(kCodeMembers, "WorkOSEmailCode");
constexpr json::Property kResetMembers[] = {{"object", json::Word<"password_reset">()},
                                            {"id", json::kText},
                                            {"user_id", json::kText},
                                            {"email", json::kText},
                                            {"expires_at", json::kTime},
                                            {"created_at", json::kTime},
                                            {"password_reset_token", json::kText},
                                            {"password_reset_url", json::kText}};
constexpr json::Schema kReset = json::ObjectOf(kResetMembers, "WorkOSPasswordReset");
constexpr json::Property kChangeMembers[] = {{"object", json::Word<"email_change">()},
                                             {"user", kUser},
                                             {"new_email", json::kText},
                                             {"expires_at", json::kTime},
                                             {"created_at", json::kTime}};
constexpr json::Schema kChange = json::ObjectOf(kChangeMembers, "WorkOSEmailChange");
constexpr json::Property kChangedMembers[] = {{"object", json::Word<"email_change_confirmation">()},
                                              {"user", kUser}};
constexpr json::Schema kChanged = json::ObjectOf(kChangedMembers, "WorkOSEmailChangeConfirmation");

constexpr json::Property kCodeInputMembers[] = {{"code", json::kText}};
constexpr json::Schema kCodeInput = json::ObjectOf(kCodeInputMembers);
constexpr json::Property kEmailInputMembers[] = {{"email", json::kText}};
constexpr json::Schema kEmailInput = json::ObjectOf(kEmailInputMembers);
// The members without a description are accepted and have no effect.
constexpr json::Property kMagicInputMembers[] = {
    {"email", json::kText},
    json::Optional(kInvitationToken, kText,
                   "Of an invitation of the address, which the "
                   "sign-in with the code accepts."),
    json::Optional("ip_address", kText),
    json::Optional("user_agent", kText),
    json::Optional("radar_auth_attempt_id", kText),
    json::Optional("signals_id", kText)};
constexpr json::Property kMailResetMembers[] = {
    {"email", json::kText},
    json::Optional("password_reset_url", kText, "Has no effect: the link leads to this server.")};
constexpr json::Schema kMailResetInput = json::ObjectOf(kMailResetMembers);
constexpr json::Schema kMagicInput = json::ObjectOf(kMagicInputMembers);
constexpr json::Property kNewEmailMembers[] = {{"new_email", json::kText}};
constexpr json::Schema kNewEmail = json::ObjectOf(kNewEmailMembers);
constexpr json::Property kResetInputMembers[] = {{"token", json::kText},
                                                 {"new_password", json::kText}};
constexpr json::Schema kResetInput = json::ObjectOf(kResetInputMembers);
constexpr json::Schema kNothing = json::ObjectOf({});

using door::Contract;
using door::kAnswer;
using door::kStatuses;
constexpr Contract kReadCode = {.successes = kAnswer<200, "The code.", kCode>,
                                .errors = kStatuses<404>};
constexpr Contract kReadReset = {.successes = kAnswer<200, "The token.", kReset>,
                                 .errors = kStatuses<404>};
constexpr Contract kSendVerification = {.successes = kAnswer<200, "The user.", kUserAnswer>,
                                        .errors = kStatuses<400, 404, 429>};
constexpr Contract kVerify = {.body = &kCodeInput,
                              .successes = kAnswer<200, "The user.", kUserAnswer>,
                              .errors = kStatuses<404, 422>};
constexpr Contract kSendMagicAuth = {.body = &kMagicInput,
                                     .successes = kAnswer<201, "The new code.", kCode>,
                                     .errors = kStatuses<422, 429>};
constexpr Contract kMailMagicAuth = {.body = &kMagicInput,
                                     .successes = kAnswer<200, "The code is sent.", kNothing>,
                                     .errors = kStatuses<422, 429>};
constexpr Contract kSendReset = {.body = &kEmailInput,
                                 .successes = kAnswer<201, "The new token.", kReset>,
                                 .errors = kStatuses<404, 422, 429>};
constexpr Contract kMailReset = {.body = &kMailResetInput,
                                 .successes = kAnswer<200, "The token is sent.", kNothing>,
                                 .errors = kStatuses<404, 422, 429>};
constexpr Contract kResetPassword = {.body = &kResetInput,
                                     .successes = kAnswer<200, "The user.", kUserAnswer>,
                                     .errors = kStatuses<404, 409, 422, 429>};
constexpr Contract kSendChange = {.body = &kNewEmail,
                                  .successes = kAnswer<200, "The pending change.", kChange>,
                                  .errors = kStatuses<404, 409, 422, 429>};
constexpr Contract kConfirmChange = {.body = &kCodeInput,
                                     .successes = kAnswer<200, "The user.", kChanged>,
                                     .errors = kStatuses<404, 409, 422, 429>};

}  // namespace

json::Writer& WriteEmailCode(json::Writer& writer, const model::EmailCode& row) {
  writer.Key("object").String(base::Word(row.kind)).Key("id").String(row.id);
  writer.Key("user_id").String(row.user.text).Key("email").String(row.email);
  writer.Key("expires_at").String(base::FormatIsoMillis(row.expires_at));
  writer.Key("created_at").String(base::FormatIsoMillis(row.created_at));
  if (row.kind == EmailCodeKind::kPasswordReset) return writer;
  return writer.Key("updated_at").String(base::FormatIsoMillis(row.updated_at));
}

std::vector<door::Route> EmailCodeRoutes(const EmailCodeUses& uses, const door::Mount& mount) {
  using enum http::Method;
  using enum door::RunOn;
  const door::Dialect* const dialect = &mount.dialect;
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  // The answer is a credential of another user.
  door::Guard in_person = guard;
  in_person.in_person = true;
  const std::string base = "/user_management/";
  const std::string user = base + "users/{id}/";
  const auto bind = [&uses](auto function) { return door::Bind(uses, function); };
  std::vector<door::Route> routes = {
      {kGet, base + "email_verification/{id}", in_person, kWorker,
       bind(&ReadCode<EmailCodeKind::kEmailVerification>), "workos.read_email_verification",
       "Read the code that verifies an address", &kReadCode, dialect},
      {kPost, user + "email_verification/send", guard, kWorker, bind(&WithLimit<&SendVerification>),
       "workos.send_email_verification", "Send a code that verifies the address of a user",
       &kSendVerification, dialect},
      {kPost, user + "email_verification/confirm", guard, kWorker, bind(&Verify),
       "workos.verify_email", "Verify the address of a user with a code", &kVerify, dialect},
      {kPost, user + "email_change/send", guard, kWorker, bind(&WithLimit<&SendChange>),
       "workos.send_email_change", "Send a code to the new address of a user", &kSendChange,
       dialect},
      {kPost, user + "email_change/confirm", guard, kWorker, bind(&ConfirmChange),
       "workos.confirm_email_change", "Replace the address of a user", &kConfirmChange, dialect},
      {kPost, base + "magic_auth", in_person, kWorker, bind(&WithLimit<&SendMagicAuth>),
       "workos.create_magic_auth", "Make a code that signs a user in", &kSendMagicAuth, dialect},
      {kGet, base + "magic_auth/{id}", in_person, kWorker,
       bind(&ReadCode<EmailCodeKind::kMagicAuth>), "workos.read_magic_auth",
       "Read a code that signs a user in", &kReadCode, dialect},
      {kPost, base + "magic_auth/send", guard, kWorker, bind(&WithLimit<&MailMagicAuth>),
       "workos.send_magic_auth", "Send a code that signs a user in", &kMailMagicAuth, dialect},
      {kPost, base + "password_reset", in_person, kWorker, bind(&WithLimit<&SendPasswordReset>),
       "workos.create_password_reset", "Make a token that resets a password", &kSendReset, dialect},
      {kGet, base + "password_reset/{id}", in_person, kWorker,
       bind(&ReadCode<EmailCodeKind::kPasswordReset>), "workos.read_password_reset",
       "Read a token that resets a password", &kReadReset, dialect},
      {kPost, base + "password_reset/send", guard, kWorker, bind(&WithLimit<&MailPasswordReset>),
       "workos.send_password_reset", "Send a link that resets a password", &kMailReset, dialect},
      {kPost, base + "password_reset/confirm", guard, kHashing, bind(&ResetPassword),
       "workos.reset_password", "Replace a password with a reset token", &kResetPassword, dialect},
  };
  for (door::Route& route : routes) {
    if (route.contract->body == &kMagicInput) route.own_errors = &MagicAuthErrors();
  }
  return routes;
}

}  // namespace bearward::dialects::workos
