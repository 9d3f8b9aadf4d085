#include "verify/client_secrets.h"

#include <string>

#include "crypto/hash.h"

namespace bearward::verify {

base::Result<Client> ClientSecrets::Check(const PresentedSecret& presented) {
  const auto key = [&] {
    return FailureThrottle::KeyOf(presented.environment, "client", presented.client_id,
                                  presented.address);
  };
  if (!throttle_.IsIdle()) BW_TRY(throttle_.Check(key(), presented.address));
  const auto& other = presented.as_sent;
  const base::Time now = clock_.Now();
  const base::Digest digest = crypto::Sha256(presented.secret.Reveal());
  const base::Digest other_digest = other ? crypto::Sha256(other->password.Reveal()) : digest;
  auto client = store_.Read([&](store::ReadTx& tx) {
    auto found = CheckClientSecret(tx, {presented.environment, presented.client_id, digest, now});
    const bool refused = !found && found.error().code == base::Code::kUnauthenticated;
    if (!refused || !other) return found;
    return CheckClientSecret(tx, {presented.environment, other->login, other_digest, now});
  });
  if (client) {
    if (!throttle_.IsIdle()) throttle_.Forget(key());
    return client;
  }
  if (client.error().code == base::Code::kUnauthenticated) {
    failed_.fetch_add(1);
    throttle_.Note({key()}, presented.address);
  }
  return client;
}

}  // namespace bearward::verify
