#include "dialects/workos/invitations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/precis.h"
#include "json/writer.h"
#include "model/forms.h"
#include "resource/object_json.h"
#include "verify/authority.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using model::AnyRow;
using model::Invitation;
using resource::Purpose;
using users::Invitations;

constexpr std::string_view kPath = "/user_management/invitations";
constexpr std::string_view kDays = "expires_in_days";
constexpr std::string_view kLocale = "locale";
constexpr door::ListParameter kParameters[] = {
    {.name = "email", .field = "email_key", .convert = [](std::string_view email) {
       return base::NameKey(email);
     }}};

// The locale of the email has no effect, because the templates are English.
base::Status CheckLocale(const door::Body& body) {
  BW_TRY_ASSIGN(const auto locale, body.Text(kLocale));
  if (!locale || model::IsLocale(*locale)) return {};
  return base::Fail(base::Invalid("invalid_value",
                                  "`locale` must be a language tag such as en or pt-BR.",
                                  {std::string(kLocale)}));
}

base::Status ReadInvitation(const json::Value& value, const model::Record& record, Purpose purpose,
                            void* row) {
  if (!value.IsObject()) return resource::ReadObject(value, record, purpose, row);
  json::Object fields;
  for (const json::Member& member : *value.AsObject()) {
    if (member.key != kDays && member.key != kLocale) fields.push_back(member);
  }
  BW_TRY(resource::ReadObject(json::Value::Of(std::move(fields)), record, purpose, row));
  const door::Body body(value);
  BW_TRY(CheckLocale(body));
  BW_TRY_ASSIGN(const auto days, body.Integer(kDays));
  if (days) static_cast<Invitation*>(row)->days = *days;
  return {};
}

// A member must not accept what it has sent: the token is for the owner of the address.
Result<std::string> MembersText(const InvitationUses& uses, const model::Caller& caller,
                                const Invitation& invitation) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("state").String(base::Word(uses.invitations.StateOf(invitation)));
  if (verify::IsEnvironment(caller.principal())) {
    BW_TRY_ASSIGN(const base::Secret token, uses.invitations.TokenOf(invitation));
    writer.Key("token").String(token.Reveal());
    writer.Key("accept_invitation_url")
        .String(uses.links.ToInvitation(token, invitation.environment).Reveal());
  }
  writer.EndObject();
  return resource::MembersOf(std::move(text));
}

Result<std::vector<std::string>> WriteMembers(const InvitationUses& uses,
                                              const model::Caller& caller,
                                              std::span<const AnyRow> rows) {
  std::vector<std::string> texts;
  for (const AnyRow& row : rows) {
    BW_TRY_ASSIGN(texts.emplace_back(),
                  MembersText(uses, caller, *static_cast<const Invitation*>(row.get())));
  }
  return texts;
}

Result<door::Reply> ReadByToken(const InvitationUses& uses, Call& call) {
  BW_TRY_ASSIGN(const Invitation found,
                uses.invitations.GetByToken(call.caller(), base::Secret(call.Param("token"))));
  std::string text = resource::ObjectText(model::kInvitation, &found);
  BW_TRY_ASSIGN(const std::string members, MembersText(uses, call.caller(), found));
  resource::JoinMembers(text, members);
  return door::JsonReply(200, std::move(text));
}

// Resend reads a body that may name a locale.
Result<AnyRow> Resend(const Invitations& invitations, Call& call, const resource::Address& at) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY(CheckLocale(body));
  return door::AnyOf(invitations.Resend(call.caller(), at.text));
}

constexpr json::Schema kText = json::OrNull(json::kText);
constexpr json::Property kInput[] = {
    json::Optional(kDays, json::OrNull(json::kInteger), "The lifetime in days, 1 to 30."),
    json::Optional(kLocale, kText)};
constexpr std::string_view kNotForMembers = "Only for a caller that acts for the environment.";
constexpr json::Property kOutput[] = {
    {"state", json::Word<"pending", "accepted", "expired", "revoked">()},
    json::Optional("token", json::kText, kNotForMembers),
    json::Optional("accept_invitation_url", json::kText, kNotForMembers)};
constexpr json::Property kResendMembers[] = {json::Optional(kLocale, kText)};
constexpr json::Schema kResend = json::ObjectOf(kResendMembers);

}  // namespace

std::vector<door::Route> InvitationRoutes(const InvitationUses& uses, const door::Mount& mount) {
  using enum http::Method;
  const Invitations& invitations = uses.invitations;
  door::Mount of_invitations = mount;
  of_invitations.read_body = &ReadInvitation;
  const auto add = [&invitations](const door::NewRow& input) {
    return invitations.Add(input.call.caller(), input.row);
  };
  auto routes = door::Rest(invitations, std::string(kPath), of_invitations,
                           {.input = kInput,
                            .output = kOutput,
                            .parameters = kParameters,
                            .create = add,
                            .write =
                                [uses](const model::Caller& caller, std::span<const AnyRow> rows) {
                                  return WriteMembers(uses, caller, rows);
                                }})
                    .List("workos.list_invitations", "List the invitations")
                    .Create(201, "workos.create_invitation", "Invite an address")
                    .Get("workos.read_invitation", "Read an invitation")
                    .Action(kPost, "/accept", 200, door::Typed(invitations, &Invitations::Accept),
                            "workos.accept_invitation", "Accept an invitation for its user")
                    .Action(
                        kPost, "/resend", 200,
                        [&invitations](Call& call, const resource::Address& at) {
                          return Resend(invitations, call, at);
                        },
                        "workos.resend_invitation", "Send an invitation again", &kResend)
                    .Action(kPost, "/revoke", 200, door::Typed(invitations, &Invitations::Revoke),
                            "workos.revoke_invitation", "Revoke an invitation")
                    .Rows();
  // The answer has the form of that of an invitation by its id.
  door::Route by_token =
      *std::ranges::find(routes, "workos.read_invitation", &door::Route::operation);
  by_token.pattern = std::string(kPath) + "/by_token/{token}";
  by_token.run = door::Bind(uses, ReadByToken);
  by_token.operation = "workos.read_invitation_by_token";
  by_token.summary = "Read an invitation by its token";
  by_token.secret_path = true;
  routes.push_back(std::move(by_token));
  return routes;
}

}  // namespace bearward::dialects::workos
