#include "login/pending_token.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "json/reader.h"
#include "json/writer.h"
#include "login/resolve.h"
#include "store/administrators.h"
#include "store/sessions.h"
#include "store/users.h"

namespace bearward::login {
namespace {

constexpr std::chrono::minutes kTime(10);

std::string_view PurposeText(PendingPurpose purpose) {
  switch (purpose) {
    case PendingPurpose::kChoice:
      return "pending-authentication";
    case PendingPurpose::kVerification:
      return "pending-verification";
    case PendingPurpose::kNewPassword:
      return "pending-new-password";
    case PendingPurpose::kConsoleChoice:
      return "pending-console-choice";
  }
  std::abort();
}

}  // namespace

base::Error InvalidPending() {
  return base::Invalid("invalid_pending_authentication_token",
                       "The pending_authentication_token has expired or is invalid.");
}

base::Result<base::Secret> SealPending(const crypto::KeyRing& ring, const PendingSignIn& pending) {
  const model::User& user = pending.user;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("environment").String(user.environment.text);
  writer.Key("user").String(user.id.text).Key("method").String(base::Word(pending.method));
  writer.Key("password_changed_at").Int(base::ToMillis(user.password_changed_at));
  writer.Key("session").String(pending.session.text);
  writer.Key("expires_at")
      .Int(base::ToMillis(std::min<base::Time>(pending.now + kTime, pending.until)));
  writer.EndObject();
  BW_TRY_ASSIGN(std::string sealed,
                ring.Seal(base::Secret(std::move(text)), PurposeText(pending.purpose)));
  return base::Secret(std::move(sealed));
}

base::Result<PendingToken> OpenPending(const crypto::KeyRing& ring, const base::Secret& token,
                                       PendingPurpose purpose,
                                       const model::EnvironmentId& environment, base::Time now) {
  const auto plain = ring.Open(token.Reveal(), PurposeText(purpose));
  if (!plain && plain.error().code == base::Code::kUnavailable) return base::Fail(plain.error());
  if (!plain) return base::Fail(InvalidPending());
  const auto parsed = json::Parse(plain->Reveal());
  if (!parsed || !parsed->IsObject()) return base::Fail(InvalidPending());
  const auto text = [&](std::string_view name) {
    const json::Value* const member = parsed->Find(name);
    return member != nullptr && member->IsString() ? *member->AsString() : std::string();
  };
  const auto number = [&](std::string_view name) {
    const json::Value* const member = parsed->Find(name);
    return member == nullptr ? 0 : member->AsInt().value_or(0);
  };
  PendingToken pending{.environment = {text("environment")},
                       .user = {text("user")},
                       .password_changed_at = number("password_changed_at"),
                       .expires_at = number("expires_at"),
                       .session = {text("session")}};
  // A token of an earlier version has no method: it was opened by a password.
  pending.method =
      base::ParseWord<model::AuthMethod>(text("method")).value_or(model::AuthMethod::kPassword);
  const bool fits = pending.environment == environment && pending.expires_at > base::ToMillis(now);
  if (!fits) return base::Fail(InvalidPending());
  return pending;
}

base::Result<model::User> FindPendingUser(store::ReadTx& tx, const PendingToken& pending) {
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, pending.environment, pending.user));
  const bool same = found && found->active &&
                    base::ToMillis(found->password_changed_at) == pending.password_changed_at;
  if (!same) return base::Fail(InvalidPending());
  return *std::move(found);
}

base::Result<std::optional<model::Session>> FindChanged(store::ReadTx& tx,
                                                        const PendingToken& pending) {
  if (pending.session.empty()) return std::nullopt;
  BW_TRY_ASSIGN(auto session, store::FindSession(tx, pending.environment, pending.session));
  if (!session || session->ended_at) return base::Fail(InvalidPending());
  return session;
}

// A sign-in by a code or link does not use the password.
base::Result<model::User> FindContinuing(store::ReadTx& tx, const verify::Passwords& passwords,
                                         const PendingToken& pending) {
  BW_TRY_ASSIGN(model::User user, FindPendingUser(tx, pending));
  if (pending.method == model::AuthMethod::kPassword && passwords.IsExpired(user)) {
    return base::Fail(InvalidPending());
  }
  BW_TRY(FindChanged(tx, pending));
  return user;
}

base::Result<model::User> FindChoosing(store::ReadTx& tx, const verify::Passwords& passwords,
                                       const PendingToken& pending,
                                       const model::OrganizationId& organization) {
  BW_TRY_ASSIGN(model::User user, FindContinuing(tx, passwords, pending));
  if (organization.empty() && !pending.session.empty()) {
    BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, user.environment, user.id));
    if (administers) return user;
  }
  BW_TRY_ASSIGN(const auto open, OpenOrganizations(tx, user));
  if (std::ranges::find(open, organization, &model::Organization::id) == open.end()) {
    return base::Fail(
        base::Invalid("membership_required", "The user is not a member of the organization."));
  }
  return user;
}

}  // namespace bearward::login
