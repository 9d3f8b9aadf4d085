#include "users/owner_mail.h"

#include <utility>

#include "base/precis.h"
#include "base/words.h"
#include "mail/owner.h"
#include "mail/post_code.h"
#include "users/password_steps.h"
#include "users/reset_steps.h"

namespace bearward::users {
namespace {

using model::EmailCodeKind;

constexpr verify::ThrottleLimits kRequests{.failures_per_user_and_address = 5,
                                           .failures_per_address = 30};

// IsWanted says whether a code of this kind is sent to a user.
bool IsWanted(EmailCodeKind kind, const model::User& user) {
  return user.active && !(kind == EmailCodeKind::kEmailVerification && user.email_verified);
}

base::Result<LiveReset> FindActive(store::ReadTx& tx, const Visitor& visitor,
                                   const base::Secret& token, base::Time now) {
  BW_TRY_ASSIGN(LiveReset reset, FindReset(tx, visitor.environment, token, now));
  if (!reset.user.active) return base::Fail(NoReset());
  return reset;
}

}  // namespace

OwnerMail::OwnerMail(const Parts& parts) : parts_(parts), throttle_(parts.clock, kRequests) {}

base::Status OwnerMail::Send(const Visitor& visitor, EmailCodeKind kind, const std::string& email) {
  const std::string& address = visitor.origin.address;
  const std::string key = verify::FailureThrottle::KeyOf(visitor.environment, base::Word(kind),
                                                         base::NameKey(email), address);
  BW_TRY(throttle_.Check(key, address));
  throttle_.Note({key}, address);
  // The request does not prove who owns the address.
  const model::EventBy by(visitor.environment, {.origin = visitor.origin}, parts_.clock.Now());
  BW_TRY_ASSIGN(const mail::NewCode code,
                mail::MakeCode(kind, by.at(), parts_.ring, parts_.entropy));
  const base::Status sent = parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto owner, mail::FindOwner(tx, visitor.environment, email));
    if (!owner || !IsWanted(kind, *owner)) return {};
    BW_TRY(mail::PostCode(tx, parts_.outbox, code, *owner, owner->email, by));
    return {};
  });
  const bool limited = !sent && sent.error().code == base::Code::kLimited;
  return limited ? base::Status() : sent;
}

base::Result<ResetTarget> OwnerMail::FindReset(const Visitor& visitor,
                                               const base::Secret& token) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<ResetTarget> {
    BW_TRY_ASSIGN(const LiveReset reset, FindActive(tx, visitor, token, parts_.clock.Now()));
    BW_TRY_ASSIGN(const Standing standing, StandingOf(tx, reset.user));
    return ResetTarget{reset.row.email, model::PolicyOf(standing.level).minimum_length};
  });
}

base::Status OwnerMail::Reset(const Visitor& visitor, const base::Secret& token,
                              const base::Secret& password) const {
  const base::Time now = parts_.clock.Now();
  Standing standing;
  BW_TRY_ASSIGN(const LiveReset found,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<LiveReset> {
                  BW_TRY_ASSIGN(LiveReset reset, FindActive(tx, visitor, token, now));
                  BW_TRY_ASSIGN(standing, StandingOf(tx, reset.user));
                  return reset;
                }));
  BW_TRY_ASSIGN(const std::string hash,
                PrepareHash(parts_.passwords, standing, {visitor.environment, found.user.id},
                            {.text = password}));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const LiveReset reset, FindActive(tx, visitor, token, now));
    const model::EventBy by = mail::ByOwner(reset.user, visitor.origin, now);
    BW_TRY(FinishReset(tx, reset, by, [&](const model::User& user) {
      return ReplaceOwnPassword(tx, user, standing, hash, by);
    }));
    return {};
  });
}

}  // namespace bearward::users
