// Passwords: the only place that checks passwords, for all dialects. The order is: throttle,
// resolve, hash, lockout, count. Unknown users take the same time as known ones.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/password.h"
#include "model/ids.h"
#include "model/password_policy.h"
#include "model/user.h"
#include "store/login_failures.h"
#include "store/store.h"
#include "verify/failure_throttle.h"
#include "verify/new_password.h"
#include "verify/password_claim.h"

namespace bearward::verify {

// SignInOutcome is the outcome of an attempt, for the metrics. It omits the reason of a refusal,
// because metrics are often public.
enum class SignInOutcome : std::uint8_t { kSuccess, kRefused, kThrottled };

// Passwords is safe from any thread. Check blocks for the time of one Argon2id hash: call it on the
// hashing pool.
class Passwords {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
    MinimumStrength minimum = {};      // of new passwords
    std::chrono::days maximum_age{0};  // of passwords; 0: they never expire
  };
  // Make computes the dummy hash, once, at the configured cost.
  static base::Result<std::unique_ptr<Passwords>> Make(Parts parts, crypto::PasswordCost cost,
                                                       ThrottleLimits limits);

  // Check returns the user that has this name and password. `account` is the number of the
  // organization to sign in to; unset means the home organization. Fails with InvalidCredentials
  // for an unknown user, a wrong password, an inactive or locked user, and a disabled organization
  // or environment. Fails with kLimited "too_many_failures" and retry_after if the typed name or
  // the address reached its failure limit. A user who reached it under several names gets
  // InvalidCredentials, so that the throttle does not show which names belong to one user. A
  // failure is counted, and the door writes its event; a success resets the counters. After a
  // success, a stored hash is replaced if it has another cost or was made from the typed bytes
  // instead of the normalized form. Lockout follows the strictest password policy among the
  // organizations of the user. A right password that has expired counts like a success, and is
  // PasswordExpired unless the claim accepts it.
  base::Result<model::User> Check(const PasswordClaim& claim,
                                  std::optional<std::int64_t> account = std::nullopt);

  // ExpiryOf returns when the password of a user expires; nullopt: never. A password that the user
  // must replace (User::password_change_required) has expired at any time.
  std::optional<base::Time> ExpiryOf(const model::User& user) const;
  // IsExpired says whether it has expired by now.
  bool IsExpired(const model::User& user) const;
  std::chrono::days maximum_age() const { return parts_.maximum_age; }

  const MinimumStrength& minimum() const { return parts_.minimum; }

  // Hash returns the PHC string of a new password at the configured cost.
  base::Result<std::string> Hash(const base::Secret& password) const;

  // AdmitChange counts an attempt to replace the password of a user, successful or not, because
  // each one costs several hashes. kLimited "too_many_changes" after ten within a minute.
  base::Status AdmitChange(const model::EnvironmentId& environment, const model::UserId& user);

  // CoverStoredHashes sets failure_time to at least `least`, and long enough for a comparison with
  // any stored hash, also with imported hashes of a higher cost. Call it at startup and after an
  // import. It reads the users whose hash does not have the configured cost. Check extends
  // failure_time when it meets a slower hash, which another process imported meanwhile.
  base::Status CoverStoredHashes(std::chrono::nanoseconds least);
  // Cover extends failure_time for one hash that is about to be stored.
  void Cover(std::string_view hash);
  // failure_time is the minimum duration of a failed sign-in, so that the duration shows neither
  // whether the user exists nor how its hash was made.
  std::chrono::nanoseconds failure_time() const {
    return std::chrono::nanoseconds(failure_time_.load());
  }

  // attempts returns the number of Check results by outcome; lockouts the number of users locked.
  std::uint64_t attempts(SignInOutcome outcome) const;
  std::uint64_t lockouts() const { return lockouts_.load(); }

 private:
  // Account is what the store knows of the claimed user, if it exists. `open` says whether the
  // organization and environment of that user are enabled.
  struct Account {
    std::optional<model::User> user;
    store::LoginFailures failures;
    model::PolicyLevel policy = model::PolicyLevel::kMedium;
    bool open = false;
  };
  // Rejection is why an attempt fails. kThrottled: failure limit reached under other names.
  enum class Rejection : std::uint8_t {
    kUnknownUser,
    kThrottled,
    kLocked,
    kWrongPassword,
    kInactive,
    kSwitchedOff,
  };
  // Outcome of an attempt: it succeeds if there is no rejection.
  struct Outcome {
    std::optional<Rejection> rejection;
    crypto::PasswordMatch match = crypto::PasswordMatch::kNone;
  };
  Passwords(Parts parts, crypto::PasswordCost cost, ThrottleLimits limits, std::string dummy);
  base::Result<Account> Resolve(const PasswordClaim& claim,
                                std::optional<std::int64_t> account) const;
  base::Result<Outcome> Judge(const base::Secret& password, const Account& account, bool throttled);
  base::Error ErrorOf(Rejection rejection, const Account& account,
                      std::optional<base::Time> locked_until);
  base::Result<crypto::PasswordMatch> Match(const base::Secret& password, const Account& account);
  base::Result<std::optional<base::Time>> NoteFailure(const PasswordClaim& claim,
                                                      const Account& account, Rejection rejection);
  base::Status NoteSuccess(const PasswordClaim& claim, crypto::PasswordMatch match,
                           Account& account);

  Parts parts_;
  crypto::PasswordCost cost_;
  std::string dummy_;
  FailureThrottle throttle_;
  Throttle changes_;
  std::atomic<std::int64_t> failure_time_ = 0;  // ns
  std::atomic<std::uint64_t> succeeded_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<std::uint64_t> lockouts_ = 0;
};

}  // namespace bearward::verify
