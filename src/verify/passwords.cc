#include "verify/passwords.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/precis.h"
#include "json/writer.h"
#include "model/event.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kThrottledNames = 100'000;

std::unexpected<base::Error> InvalidCredentials() {
  return base::Fail(
      base::Unauthenticated("invalid_credentials", "The user name or password is not right."));
}

std::string LengthPrefixed(std::string_view part) {
  return std::to_string(part.size()) + ":" + std::string(part);
}

// The name under which the failures of one person at one address are counted: by the resolved user,
// so that username and email share a counter (incident class D2).
std::string PairName(const PasswordClaim& claim, const std::optional<model::User>& user) {
  const std::string who = user ? "id " + user->id.text : "login " + base::NameKey(claim.login);
  return LengthPrefixed(claim.environment.text) + LengthPrefixed(who) + claim.address;
}

bool IsLocked(const store::LoginFailures& failures, base::Time now) {
  return failures.locked_until && now < *failures.locked_until;
}

base::Result<model::PolicyLevel> StrictestPolicy(store::ReadTx& tx, const model::User& user) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  if (memberships.empty()) return model::PolicyLevel::kMedium;
  model::PolicyLevel strictest = model::PolicyLevel::kLow;
  for (const model::Membership& membership : memberships) {
    BW_TRY_ASSIGN(const auto organization,
                  store::FindOrganization(tx, user.environment, membership.organization));
    if (organization) strictest = std::max(strictest, organization->password_policy);
  }
  return strictest;
}

model::Event EventOf(model::EventType type, const PasswordClaim& claim, std::string target,
                     base::Time now) {
  // The typed name is not kept: people type passwords into the wrong field.
  model::Event event{.number = 0,
                     .environment = claim.environment,
                     .organization = std::nullopt,
                     .type = type,
                     .actor = {},
                     .target = std::move(target),
                     .at = now};
  event.data = "{\"address\":" + json::Quote(claim.address) + "}";
  return event;
}

// Counts one more wrong password and locks the user when the policy says so. A locked user is not
// counted further: whoever guesses cannot keep the owner out for longer.
base::Status CountFailure(store::WriteTx& tx, const PasswordClaim& claim, const model::UserId& user,
                          model::PolicyLevel level, base::Time now) {
  BW_TRY_ASSIGN(store::LoginFailures failures,
                store::FindLoginFailures(tx, claim.environment, user));
  if (IsLocked(failures, now)) return {};
  const model::PasswordPolicy& policy = model::PolicyOf(level);
  failures = {.count = failures.count + 1, .locked_until = std::nullopt};
  if (policy.failures_before_lock > 0 && failures.count >= policy.failures_before_lock) {
    failures = {.count = 0, .locked_until = now + policy.lock_time};
    BW_TRY(tx.Append(EventOf(model::EventType::kLoginLocked, claim, user.text, now)));
  }
  return store::PutLoginFailures(tx, claim.environment, user, failures);
}

// Replaces a hash of yesterday's cost. The password stays the same, so this is no event.
base::Status Renew(store::WriteTx& tx, const model::User& user, const std::string& hash) {
  BW_TRY_ASSIGN(auto fresh, store::FindUser(tx, user.environment, user.id));
  if (!fresh || fresh->password_hash != user.password_hash) return {};
  fresh->password_hash = hash;
  return store::UpdateUser(tx, *fresh);
}

}  // namespace

base::Result<std::unique_ptr<Passwords>> Passwords::Make(Parts parts, crypto::PasswordCost cost,
                                                         ThrottleLimits limits) {
  std::array<std::uint8_t, 32> noise{};
  parts.entropy.Fill(noise);
  const base::Secret nobody(
      std::string_view(reinterpret_cast<const char*>(noise.data()), noise.size()));
  BW_TRY_ASSIGN(std::string dummy, crypto::HashPassword(nobody, cost, parts.entropy));
  return std::unique_ptr<Passwords>(new Passwords(parts, cost, limits, std::move(dummy)));
}

Passwords::Passwords(Parts parts, crypto::PasswordCost cost, ThrottleLimits limits,
                     std::string dummy)
    : parts_(parts),
      cost_(cost),
      limits_(limits),
      dummy_(std::move(dummy)),
      by_pair_(parts.clock, limits.window, kThrottledNames),
      by_address_(parts.clock, limits.window, kThrottledNames) {}

base::Result<model::User> Passwords::Check(const PasswordClaim& claim) {
  BW_TRY_ASSIGN(Account account, Resolve(claim));
  const std::string pair = PairName(claim, account.user);
  BW_TRY(CheckThrottle(claim, pair));
  BW_TRY_ASSIGN(const crypto::PasswordMatch match, Match(claim.password, account));
  const bool admitted = match != crypto::PasswordMatch::kNone && account.user &&
                        account.user->active && !IsLocked(account.failures, parts_.clock.Now());
  if (!admitted) {
    by_pair_.Note(pair);
    by_address_.Note(claim.address);
    BW_TRY(NoteFailure(claim, account));
    return InvalidCredentials();
  }
  BW_TRY(NoteSuccess(claim, match, account));
  by_pair_.Forget(pair);
  return std::move(*account.user);
}

base::Result<std::string> Passwords::Hash(const base::Secret& password) const {
  return crypto::HashPassword(password, cost_, parts_.entropy);
}

base::Result<Passwords::Account> Passwords::Resolve(const PasswordClaim& claim) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Account> {
    Account account;
    BW_TRY_ASSIGN(account.user, store::FindUserByLogin(tx, claim.environment, claim.login));
    if (!account.user) return account;
    BW_TRY_ASSIGN(account.failures,
                  store::FindLoginFailures(tx, claim.environment, account.user->id));
    BW_TRY_ASSIGN(account.policy, StrictestPolicy(tx, *account.user));
    return account;
  });
}

base::Status Passwords::CheckThrottle(const PasswordClaim& claim, const std::string& pair) const {
  const auto of_pair = by_pair_.WaitFor(pair, limits_.failures_per_user_and_address);
  const auto of_address = by_address_.WaitFor(claim.address, limits_.failures_per_address);
  const std::chrono::seconds wait = std::max(of_pair.value_or(std::chrono::seconds(0)),
                                             of_address.value_or(std::chrono::seconds(0)));
  if (!of_pair && !of_address) return {};
  return base::Fail(
      base::Limited("too_many_failures", "Too many failed sign-ins. Try again later.", wait));
}

// One hash for everybody, also where the answer is settled already: nobody, inactive, locked
// (incident class D1).
base::Result<crypto::PasswordMatch> Passwords::Match(const base::Secret& password,
                                                     const Account& account) {
  // No longer password was ever accepted.
  if (password.Reveal().size() > model::kLongestPassword) return crypto::PasswordMatch::kNone;
  const bool has_hash = account.user && !account.user->password_hash.empty();
  hashes_checked_.fetch_add(1);
  const auto match =
      crypto::MatchPassword(password, has_hash ? account.user->password_hash : dummy_);
  if (match) return has_hash ? *match : crypto::PasswordMatch::kNone;
  if (match.error().code == base::Code::kUnavailable) return match;
  return base::Fail(base::Internal("password hash of " + account.user->id.text + " is unreadable"));
}

base::Status Passwords::NoteFailure(const PasswordClaim& claim, const Account& account) {
  const base::Time now = parts_.clock.Now();
  const model::UserId id = account.user ? account.user->id : model::UserId();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(tx.Append(EventOf(model::EventType::kLoginFailed, claim, id.text, now)));
    if (!account.user) return {};
    return CountFailure(tx, claim, id, account.policy, now);
  });
}

base::Status Passwords::NoteSuccess(const PasswordClaim& claim, crypto::PasswordMatch match,
                                    Account& account) {
  const bool counted = account.failures.count > 0 || account.failures.locked_until;
  std::string renewed;
  if (match == crypto::PasswordMatch::kAsTyped ||
      crypto::CostOfPasswordHash(account.user->password_hash) != cost_) {
    BW_TRY_ASSIGN(renewed, Hash(claim.password));
  }
  if (!counted && renewed.empty()) return {};
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::PutLoginFailures(tx, claim.environment, account.user->id, {}));
    return renewed.empty() ? base::Status() : Renew(tx, *account.user, renewed);
  }));
  if (!renewed.empty()) account.user->password_hash = std::move(renewed);
  return {};
}

}  // namespace bearward::verify
