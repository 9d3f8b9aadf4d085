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
#include "verify/throttle.h"

namespace bearward::verify {

// PasswordClaim is somebody saying to be somebody. `address` is the peer, for the throttle.
struct PasswordClaim {
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  std::string address;
};

// ThrottleLimits bound failures: per resolved user and address, and per address over all names.
struct ThrottleLimits {
  int failures_per_user_and_address = 10;
  int failures_per_address = 100;
  std::chrono::seconds window{60};
};

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

  // Check gives the user whose password it is. kUnauthenticated "invalid_credentials" with one text
  // for an unknown user, a wrong password, an inactive or a locked user; kLimited
  // "too_many_failures" with retry_after when throttled. A failure is counted and appended to the
  // event log; a success resets the counters. A stored hash of another cost, or of a password that
  // was hashed as typed instead of in its form, is replaced after a success. Lock-out follows the
  // strictest password policy among the user's organizations.
  base::Result<model::User> Check(const PasswordClaim& claim);

  // Hash makes the PHC string of a new password at the configured cost.
  base::Result<std::string> Hash(const base::Secret& password) const;

  // hashes_checked counts the hashes that Check computed, dummies included, for the metrics.
  std::uint64_t hashes_checked() const { return hashes_checked_.load(); }

 private:
  // Account is what is known of the claimed user; without `user`, of nobody.
  struct Account {
    std::optional<model::User> user;
    store::LoginFailures failures;
    model::PolicyLevel policy = model::PolicyLevel::kMedium;
  };
  Passwords(Parts parts, crypto::PasswordCost cost, ThrottleLimits limits, std::string dummy);
  base::Result<Account> Resolve(const PasswordClaim& claim) const;
  base::Status CheckThrottle(const PasswordClaim& claim, const std::string& pair) const;
  base::Result<crypto::PasswordMatch> Match(const base::Secret& password, const Account& account);
  base::Status NoteFailure(const PasswordClaim& claim, const Account& account);
  base::Status NoteSuccess(const PasswordClaim& claim, crypto::PasswordMatch match,
                           Account& account);

  Parts parts_;
  crypto::PasswordCost cost_;
  ThrottleLimits limits_;
  std::string dummy_;
  Throttle by_pair_;
  Throttle by_address_;
  std::atomic<std::uint64_t> hashes_checked_ = 0;
};

}  // namespace bearward::verify
