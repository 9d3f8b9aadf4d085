#include "verify/passwords.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/precis.h"
#include "base/time.h"
#include "crypto/password_import.h"
#include "model/event.h"
#include "store/users.h"
#include "verify/refusal.h"
#include "verify/strictest_policy.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

constexpr int kChanges = 10;
constexpr std::chrono::seconds kChangeWindow(60);
constexpr std::size_t kCountedUsers = 100'000;
constexpr std::chrono::microseconds kNoTime(0);
// A password that differs from its normalized form is compared twice; the rest of the factor is a
// margin for a busy machine.
constexpr int kFailureFactor = 3;

// Hashes over the limit of imports, which release 0.1.0 took, are not covered: an answer would take
// minutes.
std::chrono::nanoseconds CoveringTime(std::string_view hash) {
  const std::chrono::nanoseconds time = crypto::EstimatedMatchTime(hash).value_or(kNoTime);
  return kFailureFactor * std::min<std::chrono::nanoseconds>(time, crypto::kLongestImportedMatch);
}

// Failures are counted by the typed name and by the user that it names, so that username and email
// share a counter (incident class D2).
std::string TypedKey(const PasswordClaim& claim) {
  return FailureThrottle::KeyOf(claim.environment, "login", base::NameKey(claim.login),
                                claim.origin.address);
}

std::string UserKey(const PasswordClaim& claim, const model::User& user) {
  return FailureThrottle::KeyOf(claim.environment, "user", user.id.text, claim.origin.address);
}

bool IsLocked(const store::LoginFailures& failures, base::Time now) {
  return failures.locked_until && now < *failures.locked_until;
}

// IsOpen says whether the user could sign in now with the right password. Missing membership in the
// requested organization is reported after the password check.
base::Result<bool> IsOpen(store::ReadTx& tx, const PasswordClaim& claim, const model::User& user,
                          std::optional<std::int64_t> account) {
  const auto refused = [](const base::Error& error) -> base::Result<bool> {
    if (error.code == base::Code::kDenied) return true;
    if (error.code == base::Code::kUnauthenticated) return false;
    return base::Fail(error);
  };
  model::OrganizationId organization;
  if (!claim.of_environment) {
    const auto chosen = ChooseOrganization(tx, user, account);
    if (!chosen) return refused(chosen.error());
    organization = *chosen;
  }
  const auto subject = LoadUserSubject(tx, user.environment, user.id, organization);
  return subject ? base::Result<bool>(true) : refused(subject.error());
}

// Counts one more wrong password and locks the user if the policy requires it; returns the end of
// the lock. A locked user is not counted further, so that guessing does not prolong the lock, and a
// user that was deleted during the check has no counter.
base::Result<std::optional<base::Time>> CountFailure(store::WriteTx& tx, const PasswordClaim& claim,
                                                     const model::UserId& user,
                                                     model::PolicyLevel level, base::Time now) {
  BW_TRY_ASSIGN(const auto present, store::FindUser(tx, claim.environment, user));
  if (!present) return std::nullopt;
  BW_TRY_ASSIGN(store::LoginFailures failures,
                store::FindLoginFailures(tx, claim.environment, user));
  if (IsLocked(failures, now)) return std::nullopt;
  const model::PasswordPolicy& policy = model::PolicyOf(level);
  failures = {.count = failures.count + 1, .locked_until = std::nullopt};
  if (policy.failures_before_lock > 0 && failures.count >= policy.failures_before_lock) {
    failures = {.count = 0, .locked_until = now + policy.lock_time};
    BW_TRY(tx.Append(model::EventBy(claim.environment, {.origin = claim.origin}, now)
                         .Make(model::EventType::kLoginLocked, user.text, std::nullopt)));
  }
  BW_TRY(store::PutLoginFailures(tx, claim.environment, user, failures));
  return failures.locked_until;
}

// Replaces a hash that has another cost or form. The password stays the same, so there is no event.
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
  const base::Secret unknown(
      std::string_view(reinterpret_cast<const char*>(noise.data()), noise.size()));
  BW_TRY_ASSIGN(std::string dummy, crypto::HashPassword(unknown, cost, parts.entropy));
  return std::unique_ptr<Passwords>(new Passwords(parts, cost, limits, std::move(dummy)));
}

Passwords::Passwords(Parts parts, crypto::PasswordCost cost, ThrottleLimits limits,
                     std::string dummy)
    : parts_(parts),
      cost_(cost),
      dummy_(std::move(dummy)),
      throttle_(parts.clock, limits),
      changes_(parts.clock, kChangeWindow, kCountedUsers) {}

base::Result<model::User> Passwords::Check(const PasswordClaim& claim,
                                           std::optional<std::int64_t> number) {
  const std::string typed = TypedKey(claim);
  BW_TRY(throttle_.Check(typed, claim.origin.address));
  BW_TRY_ASSIGN(Account account, Resolve(claim, number));
  std::set<std::string> keys = {typed};
  if (account.user) keys.insert(UserKey(claim, *account.user));
  const bool throttled =
      std::ranges::any_of(keys, [&](const std::string& key) { return throttle_.IsReached(key); });
  BW_TRY_ASSIGN(const Outcome outcome, Judge(claim.password, account, throttled));
  if (outcome.rejection) {
    throttle_.Note(keys, claim.origin.address);
    BW_TRY_ASSIGN(const auto locked, NoteFailure(claim, account, *outcome.rejection));
    return base::Fail(ErrorOf(*outcome.rejection, account, locked));
  }
  BW_TRY(NoteSuccess(claim, outcome.match, account));
  for (const std::string& key : keys) throttle_.Forget(key);
  succeeded_.fetch_add(1);
  // Only a client that knows the password learns that it has expired.
  if (!claim.accepts_expired && IsExpired(*account.user)) {
    return base::Fail(PasswordExpired(*account.user));
  }
  return std::move(*account.user);
}

std::optional<base::Time> Passwords::ExpiryOf(const model::User& user) const {
  if (user.password_change_required) return base::Time::min();
  if (parts_.maximum_age == std::chrono::days::zero()) return std::nullopt;
  return user.password_changed_at + parts_.maximum_age;
}

bool Passwords::IsExpired(const model::User& user) const {
  const auto expiry = ExpiryOf(user);
  return expiry && parts_.clock.Now() >= *expiry;
}

std::uint64_t Passwords::attempts(SignInOutcome outcome) const {
  if (outcome == SignInOutcome::kThrottled) return throttle_.refused();
  return outcome == SignInOutcome::kSuccess ? succeeded_.load() : refused_.load();
}

base::Status Passwords::AdmitChange(const model::EnvironmentId& environment,
                                    const model::UserId& user) {
  const std::string key = FailureThrottle::KeyOf(environment, "change", user.text, "");
  if (const auto wait = changes_.WaitFor(key, kChanges)) {
    return base::Fail(base::Limited(std::string(RefusalWord(Refusal::kTooManyChanges)),
                                    "Too many password changes of one user. Try again later.",
                                    *wait));
  }
  changes_.Note(key);
  return {};
}

base::Status Passwords::CoverStoredHashes(std::chrono::nanoseconds least) {
  std::chrono::nanoseconds needed =
      crypto::EstimatedMatchTime(dummy_).value_or(kNoTime) * kFailureFactor;
  const std::string ours = dummy_.substr(0, dummy_.find("p=1$"));
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) {
    return store::VisitPasswordHashes(
        tx, ours, [&](std::string_view hash) { needed = std::max(needed, CoveringTime(hash)); });
  }));
  failure_time_.store(std::max(least, needed).count());
  return {};
}

// Another process may have imported slower hashes since CoverStoredHashes.
void Passwords::Cover(std::string_view hash) {
  const std::int64_t needed = CoveringTime(hash).count();
  std::int64_t present = failure_time_.load();
  while (present < needed && !failure_time_.compare_exchange_weak(present, needed)) {
  }
}

base::Result<std::string> Passwords::Hash(const base::Secret& password) const {
  return crypto::HashPassword(password, cost_, parts_.entropy);
}

base::Result<Passwords::Account> Passwords::Resolve(const PasswordClaim& claim,
                                                    std::optional<std::int64_t> number) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Account> {
    Account account;
    BW_TRY_ASSIGN(account.user, store::FindUserByLogin(tx, claim.environment, claim.login));
    if (!account.user) return account;
    BW_TRY_ASSIGN(account.failures,
                  store::FindLoginFailures(tx, claim.environment, account.user->id));
    BW_TRY_ASSIGN(account.policy, StrictestPolicy(tx, *account.user));
    BW_TRY_ASSIGN(account.open, IsOpen(tx, claim, *account.user, number));
    return account;
  });
}

// The hash is computed in every case except for a throttled user (incident class D1).
base::Result<Passwords::Outcome> Passwords::Judge(const base::Secret& password,
                                                  const Account& account, bool throttled) {
  Outcome outcome;
  if (throttled) {
    outcome.rejection = Rejection::kThrottled;
    return outcome;
  }
  BW_TRY_ASSIGN(outcome.match, Match(password, account));
  if (!account.user) {
    outcome.rejection = Rejection::kUnknownUser;
  } else if (IsLocked(account.failures, parts_.clock.Now())) {
    outcome.rejection = Rejection::kLocked;
  } else if (outcome.match == crypto::PasswordMatch::kNone) {
    outcome.rejection = Rejection::kWrongPassword;
  } else if (!account.user->active) {
    outcome.rejection = Rejection::kInactive;
  } else if (!account.open) {
    outcome.rejection = Rejection::kSwitchedOff;
  }
  return outcome;
}

base::Error Passwords::ErrorOf(Rejection rejection, const Account& account,
                               std::optional<base::Time> locked_until) {
  refused_.fetch_add(1);
  if (rejection == Rejection::kUnknownUser) return InvalidCredentials("no such user");
  if (rejection == Rejection::kLocked) locked_until = account.failures.locked_until;
  std::string detail = "user " + account.user->id.text;
  if (rejection == Rejection::kThrottled) detail += ": too many failures from this address";
  if (rejection == Rejection::kWrongPassword) detail += ": wrong password";
  if (rejection == Rejection::kInactive) detail += " is inactive";
  if (rejection == Rejection::kSwitchedOff) detail += ": organization or environment is disabled";
  if (locked_until) detail += " (locked until " + base::FormatIsoMillis(*locked_until) + ")";
  base::Error error = InvalidCredentials(std::move(detail));
  // The typed name is in no event, because people type passwords into the wrong field.
  error.claimed = account.user->id.text;
  return error;
}

// Always computes one hash, also if the refusal is already certain: unknown, inactive or locked
// user (incident class D1).
base::Result<crypto::PasswordMatch> Passwords::Match(const base::Secret& password,
                                                     const Account& account) {
  // No longer password was ever accepted.
  if (password.Reveal().size() > model::kLongestPassword) return crypto::PasswordMatch::kNone;
  const bool has_hash = account.user && !account.user->password_hash.empty();
  if (has_hash) Cover(account.user->password_hash);
  const auto match =
      crypto::MatchPassword(password, has_hash ? account.user->password_hash : dummy_);
  if (match) return has_hash ? *match : crypto::PasswordMatch::kNone;
  if (match.error().code == base::Code::kUnavailable) return match;
  return base::Fail(base::Internal("password hash of " + account.user->id.text + " is unreadable"));
}

base::Result<std::optional<base::Time>> Passwords::NoteFailure(const PasswordClaim& claim,
                                                               const Account& account,
                                                               Rejection rejection) {
  // Only a wrong password counts. A user that an administrator disabled for a while must not be
  // locked afterwards because its integrations kept sending the password.
  if (rejection != Rejection::kWrongPassword) return std::nullopt;
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const auto locked, parts_.store.Write([&](store::WriteTx& tx) {
    return CountFailure(tx, claim, account.user->id, account.policy, now);
  }));
  if (locked) lockouts_.fetch_add(1);
  return locked;
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
