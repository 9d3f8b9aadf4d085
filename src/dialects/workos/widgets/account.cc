// The operations about the own account: profile, password, sessions, organizations.
#include <algorithm>
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

// OwnUser also has what only the user itself may see.
Value OwnUser(ObjectMaker& make, model::User user) {
  std::vector<Member> own = {{"passwordSet", Value::Bool(!user.password_hash.empty())},
                             {"passwordLastUsedAt", make.Time(user.last_sign_in_at)}};
  return make.Row(std::move(user), std::move(own));
}

Result<Value> Status(Invocation& /*call*/) { return Value::Text("ok"); }

Result<Value> Me(Invocation& call) {
  BW_TRY_ASSIGN(model::User user, call.uses.own_account.Read(call.caller));
  return OwnUser(call.make, std::move(user));
}

Result<Value> Organization(Invocation& call) {
  BW_TRY_ASSIGN(auto found, call.uses.own_account.FindOrganization(
                                call.caller, model::OrganizationId{call.input.Text("id")}));
  return call.make.Row(std::move(found));
}

Result<Value> Organizations(Invocation& call) {
  BW_TRY_ASSIGN(const auto found, call.uses.own_account.Organizations(call.caller));
  std::vector<Value> items;
  for (const model::Organization& one : found) {
    const bool is_current = call.caller->organization == one.id;
    items.push_back(call.make.Of({{"id", call.make.Text(one.id.text)},
                                  {"isCurrent", Value::Bool(is_current)},
                                  {"name", call.make.Text(one.name)}}));
  }
  return call.make.List(items);
}

// Rules that no password policy of this server has are off.
Value PolicyOf(Invocation& call, const model::PasswordPolicy& policy) {
  const Value off = Value::Bool(false);
  return call.make.Of(
      {{"minimumLength", Value::Int(static_cast<std::int64_t>(policy.minimum_length))},
       {"minimumStrength", Value::Int(call.uses.users.MinimumStrength(policy))},
       {"rejectsBreachedPasswords", off},
       {"requiresLowercase", off},
       {"requiresNumber", off},
       {"requiresSymbol", off},
       {"requiresUppercase", off}});
}

Result<Value> Settings(Invocation& call) {
  BW_TRY_ASSIGN(const auto policy, call.uses.own_account.ReadPasswordPolicy(call.caller));
  return call.make.Of({{"mfaEnabled", Value::Bool(false)},
                       {"mfaRequired", Value::Bool(false)},
                       {"passkeyAuthEnabled", Value::Bool(false)},
                       {"passwordAuthEnabled", Value::Bool(true)},
                       {"passwordPolicy", PolicyOf(call, policy)}});
}

Value SessionOf(Invocation& call, const model::Session& session) {
  ObjectMaker& make = call.make;
  const base::Time expires_at =
      std::max(session.expires_at, session.refresh_expires_at.value_or(session.expires_at));
  const Value state = make.Of({{"expiresAt", make.Time(expires_at)},
                               {"tag", Value::Text(session.ended_at ? "Revoked" : "Issued")}});
  const bool is_bound = !session.organization.empty();
  return make.Of({{"createdAt", make.Time(session.created_at)},
                  {"id", make.Text(session.id.text)},
                  {"ipAddress", make.TextOrNull(session.ip_address)},
                  {"isCurrent", Value::Bool(session.id.text == call.caller.credential_id())},
                  {"lastActivityAt", make.Time(session.rotated_at)},
                  {"organizationId", is_bound ? make.Text(session.organization.text) : Value()},
                  {"state", state},
                  {"updatedAt", make.Time(session.ended_at.value_or(session.rotated_at))},
                  {"userAgent", make.TextOrNull(session.user_agent)}});
}

Result<Value> Sessions(Invocation& call) {
  BW_TRY_ASSIGN(const auto sessions, call.uses.own_account.ListSessions(call.caller));
  std::vector<Value> items;
  for (const model::Session& session : sessions) items.push_back(SessionOf(call, session));
  return call.make.List(items);
}

Result<Value> RevokeSession(Invocation& call) {
  const model::SessionId id{call.input.Text("sessionId")};
  const auto ended = call.uses.own_account.EndSession(call.caller, id);
  if (!ended && ended.error().code == base::Code::kNotFound) {
    return call.make.Of({{"sessionId", call.make.Text(id.text)}}, "SessionNotFound");
  }
  BW_TRY(ended);
  return call.make.Of({{"session", SessionOf(call, *ended)}}, "SessionRevoked");
}

Result<Value> RevokeAllSessions(Invocation& call) {
  BW_TRY(call.uses.own_account.EndOtherSessions(call.caller));
  return call.make.Of({{"success", Value::Bool(true)}}, "AllSessionsRevoked");
}

// NewValue returns the new value of a profile field: null removes it, an absent one is kept.
std::optional<std::string> NewValue(const Input& input, std::string_view name) {
  return input.Has(name) ? std::optional(input.Text(name)) : std::nullopt;
}

Result<Value> UpdateProfile(Invocation& call) {
  const users::ProfileChange change{.first_name = NewValue(call.input, "firstName"),
                                    .last_name = NewValue(call.input, "lastName"),
                                    .locale = NewValue(call.input, "locale")};
  auto user = call.uses.own_account.UpdateProfile(call.caller, change);
  const bool wrong_locale = !user && user.error().code == base::Code::kInvalid &&
                            user.error().fields == std::vector<std::string>{"locale"};
  if (wrong_locale) return call.make.Of({{"_placeholder", Value::Bool(true)}}, "InvalidLocale");
  BW_TRY(user);
  return call.make.Of({{"user", OwnUser(call.make, *std::move(user))}}, "ProfileUpdated");
}

bool IsViolation(const base::Error& error) {
  return error.code == base::Code::kInvalid && error.reason.starts_with("password_");
}

std::vector<Value> SuggestionsFor(const base::Error& error) {
  if (error.reason != "password_too_weak") return {};
  return {Value::Text("Use several words that do not belong together."),
          Value::Text("Avoid names, dates, repeated characters and rows of keys.")};
}

Result<Value> Violation(Invocation& call, const base::Error& error) {
  BW_TRY_ASSIGN(const auto policy, call.uses.own_account.ReadPasswordPolicy(call.caller));
  ObjectMaker& make = call.make;
  std::vector<Member> violation = {{"code", make.Text(error.reason)},
                                   {"message", make.Text(error.public_text)},
                                   {"strengthSuggestions", make.List(SuggestionsFor(error))}};
  const auto length = [](std::size_t characters) {
    return Value::Int(static_cast<std::int64_t>(characters));
  };
  if (error.reason == "password_too_short") {
    violation.push_back({"minimumLength", length(policy.minimum_length)});
  } else if (error.reason == "password_too_long") {
    violation.push_back({"maximumLength", length(model::kLongestPassword)});
  } else if (error.reason == "password_too_weak") {
    violation.push_back({"strengthWarning", make.Text(error.public_text)});
  }
  return make.Of({{"code", make.Text(error.reason)},
                  {"message", make.Text(error.public_text)},
                  {"violations", make.List({make.Of(std::move(violation))})}},
                 "PasswordPolicyViolation");
}

// An empty present password is a missing field in the other APIs.
bool IsWrongPresent(const base::Error& error) {
  return error.reason == "wrong_password" ||
         (error.reason == "missing_field" &&
          error.fields == std::vector<std::string>{"current_password"});
}

Result<Value> UpdatePassword(Invocation& call) {
  const users::PasswordChange change{.password = base::Secret(call.input.Text("newPassword")),
                                     .present = base::Secret(call.input.Text("currentPassword"))};
  const model::UserId self{std::string(call.caller->subject_id)};
  const base::Status changed = call.uses.users.SetPassword(call.caller, self, change);
  if (changed) return call.make.Of({{"success", Value::Bool(true)}}, "PasswordUpdated");
  if (IsWrongPresent(changed.error())) {
    return call.make.Of({{"_placeholder", Value::Bool(true)}}, "IncorrectPassword");
  }
  if (IsViolation(changed.error())) return Violation(call, changed.error());
  return base::Fail(changed.error());
}

constexpr auto kOperations = std::to_array<Operation>({
    {"authenticationSettings", &Settings},
    {"clientApiStatus", &Status},
    {"me", &Me},
    {"organization", &Organization},
    {"organizations", &Organizations},
    {"sessions", &Sessions},
    {"revokeAllSessions", &RevokeAllSessions},
    {"revokeSession", &RevokeSession},
    {"updatePassword", &UpdatePassword},
    {"updateProfile", &UpdateProfile},
});

}  // namespace

std::span<const Operation> AccountOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
