// Passwords: the one way to check a password, whichever dialect asks. Resolve, throttle, lock-out,
// hash, count: in this order, and at the same cost for users who do not exist.
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

namespace bearward::verify {

// PasswordClaim is a name and a password that a client presents. `origin` is where they come from,
// for the throttle and the events.
struct PasswordClaim {
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  model::Origin origin;
};

// kInvalidCredentials is the reason of InvalidCredentials. The door answers it after a fixed time.
inline constexpr std::string_view kInvalidCredentials = "invalid_credentials";

// InvalidCredentials is the one error of a refused sign-in: unknown user, wrong password, inactive
// or locked user, and an organization or environment that is switched off read alike. `detail` goes
// to the log.
base::Error InvalidCredentials(std::string detail);

// SignInOutcome is what became of an attempt, for the metrics. It does not tell why an attempt was
// refused, because metrics are often public.
enum class SignInOutcome : std::uint8_t { kSuccess, kRefused, kThrottled };

// Passwords is safe from any thread. Check blocks for the time of one Argon2id hash: call it on the
// hashing pool.
class Passwords {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  // Make computes the dummy hash, once, at the configured cost.
  static base::Result<std::unique_ptr<Passwords>> Make(Parts parts, crypto::PasswordCost cost,
                                                       ThrottleLimits limits);

  // Check returns the user whose password it is. `account` is the number of the organization to
  // sign in to, none for the user's home. Fails with InvalidCredentials for an unknown user, a
  // wrong password, an inactive or locked user, and one whose organization or environment is
  // switched off; with kLimited "too_many_failures" and retry_after once the typed name or the
  // address has had its failures. A user who has had them under several names is refused with
  // InvalidCredentials: the throttle must not tell which names are of one user. A failure is
  // counted, and the door puts it on the event log; a success resets the counters. A stored hash of
  // another cost, or of a password that was hashed as typed instead of in its form, is replaced
  // after a success. Lock-out follows the strictest password policy among the user's organizations.
  base::Result<model::User> Check(const PasswordClaim& claim,
                                  std::optional<std::int64_t> account = std::nullopt);

  // Hash makes the PHC string of a new password at the configured cost.
  base::Result<std::string> Hash(const base::Secret& password) const;

  // AdmitChange counts an attempt to replace the password of a user, accepted or refused: each
  // costs several hashes. kLimited "too_many_changes" after ten within a minute.
  base::Status AdmitChange(const model::EnvironmentId& environment, const model::UserId& user);

  // CoverStoredHashes makes failure_time at least `least`, and so long that it covers a comparison
  // with every stored hash, also of those that were imported at a higher cost. Call it at the start
  // and after an import; it reads the users whose hash is not of the configured cost. Check extends
  // failure_time when it meets a slower hash, which another process imported meanwhile.
  base::Status CoverStoredHashes(std::chrono::nanoseconds least);
  // failure_time is how long a failed sign-in takes at least, so that its time does not tell
  // whether the user exists nor how its hash was made.
  std::chrono::nanoseconds failure_time() const {
    return std::chrono::nanoseconds(failure_time_.load());
  }

  // attempts counts the answers of Check by outcome, lockouts the users that it locked.
  std::uint64_t attempts(SignInOutcome outcome) const;
  std::uint64_t lockouts() const { return lockouts_.load(); }

 private:
  // Account is what the store knows of the claimed user, if there is one. `open` says whether that
  // user's organization and environment are switched on.
  struct Account {
    std::optional<model::User> user;
    store::LoginFailures failures;
    model::PolicyLevel policy = model::PolicyLevel::kMedium;
    bool open = false;
  };
  // Refusal is why an attempt fails. kThrottled: the user has had its failures under other names.
  enum class Refusal : std::uint8_t {
    kUnknownUser,
    kThrottled,
    kLocked,
    kWrongPassword,
    kInactive,
    kSwitchedOff,
  };
  // Verdict of an attempt: it succeeds without a refusal.
  struct Verdict {
    std::optional<Refusal> refusal;
    crypto::PasswordMatch match = crypto::PasswordMatch::kNone;
  };
  Passwords(Parts parts, crypto::PasswordCost cost, ThrottleLimits limits, std::string dummy);
  base::Result<Account> Resolve(const PasswordClaim& claim,
                                std::optional<std::int64_t> account) const;
  base::Result<Verdict> Judge(const base::Secret& password, const Account& account, bool throttled);
  base::Error Refuse(Refusal refusal, const Account& account,
                     std::optional<base::Time> locked_until);
  void Cover(std::string_view hash);
  base::Result<crypto::PasswordMatch> Match(const base::Secret& password, const Account& account);
  base::Result<std::optional<base::Time>> NoteFailure(const PasswordClaim& claim,
                                                      const Account& account, Refusal refusal);
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
