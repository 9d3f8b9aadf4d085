// Resolver: finds the principal of a credential that is not in the verdict cache. Internal to
// verify.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "store/store.h"
#include "verify/client.h"
#include "verify/credential.h"
#include "verify/passwords.h"
#include "verify/token_resolver.h"

namespace bearward::verify {

// Resolver is safe from any thread. It refuses as TokenResolver does.
class Resolver {
 public:
  // Parts must outlive the resolver.
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    Passwords& passwords;
    ClientSecrets& client_secrets;
    const TokenResolver& tokens;
  };
  // Attempt is one credential to resolve. `account` is the number of the organization that a
  // password is presented for, `peer` the address for which failures are counted. `epoch` was read
  // from the revocations before.
  struct Attempt {
    const Credential& credential;
    std::optional<std::int64_t> account;
    std::string_view peer;
    std::uint64_t epoch;
  };
  explicit Resolver(Parts parts) : parts_(parts) {}

  // Resolve may block on the store and, for passwords, on a hash.
  ResolvedResult Resolve(const Attempt& attempt);

 private:
  ResolvedResult FromApiKey(const base::Digest& hash, bool of_user);
  ResolvedResult FromBearerKey(const Credential& credential);
  ResolvedResult FromOrganizationKey(const base::Digest& hash);
  ResolvedResult FromPassword(const Attempt& attempt);
  ResolvedResult FromClientSecret(const Attempt& attempt);
  ResolvedResult FromClientAssertion(const Credential& credential);

  Parts parts_;
};

}  // namespace bearward::verify
