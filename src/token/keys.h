// Keys: the signing keys of every environment and profile, in memory. It creates, rotates and
// deletes them automatically.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/key_ring.h"
#include "crypto/sign.h"
#include "model/event.h"
#include "model/ids.h"
#include "store/signing_keys.h"
#include "store/store.h"
#include "token/key_schedule.h"
#include "token/profiles.h"

namespace bearward::token {

// SigningKeyEntry is one loaded key. It signs in [active_from, retire_at) and verifies until
// forget_at.
struct SigningKeyEntry {
  model::EnvironmentId environment;
  std::string kid;
  std::string_view profile;
  crypto::SigningKey key;
  std::string certificate;  // DER; empty for shared secrets
  base::Time active_from;
  base::Time retire_at;
  base::Time forget_at;
  bool low_s = false;  // see store::SigningKeyRow
};

// Forget says whether a rotation deletes the keys past their forget_at. It must not while the wall
// clock may be wrong.
enum class Forget { kNo, kYes };

// Renewal says when the keys that Renew makes begin to sign.
enum class Renewal { kAhead, kAtOnce };

struct RotationPlan;  // rotation.h
struct StoredKeys;    // rotation.h

// Keys is safe from any thread: readers use an immutable snapshot, which Rotate replaces.
class Keys {
 public:
  struct Parts {
    store::Store& store;
    const Profiles& profiles;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  Keys(Parts parts, KeySchedule schedule);
  ~Keys();

  // Rotate loads the keys and brings them up to date. Every environment then has, for each JWT
  // profile, a key that signs now, and a published successor if the key retires soon. With
  // Forget::kYes keys past forget_at are deleted. Call it at startup, after provisioning, and by a
  // timer; it writes only what is missing. It blocks, because generating RSA keys is slow. On
  // failure the keys loaded before stay in use. A key that cannot be unsealed is kUnavailable
  // "signing_key_unreadable"; the detail has its kid.
  base::Status Rotate(Forget forget = Forget::kYes);
  // Renew replaces the signing keys of an environment early, also those of one profile only: new
  // keys are published at once and sign after KeySchedule::ahead, when verifiers have read them.
  // With Renewal::kAtOnce they sign at once, for a key that others know; the old ones still verify.
  // The events name `actor`. Fails as Rotate does, and with kNotFound "signing_key_not_found" if
  // no key signs for the profile.
  base::Status Renew(const model::EnvironmentId& environment, std::string_view profile,
                     Renewal renewal, const model::Actor& actor);
  // List returns the keys of an environment that verify now or will sign next, newest first.
  std::vector<std::shared_ptr<const SigningKeyEntry>> List(
      const model::EnvironmentId& environment) const;
  // Load reads the keys from the store and writes nothing; call it when another node has changed
  // them. It does not wait for a Rotate.
  base::Status Load();
  // last_rotation returns the result of the last Rotate. While it is a failure, the keys of a new
  // environment may be missing here.
  base::Status last_rotation() const;
  // CheckSigning fails with kUnavailable "no_signing_key" if a profile of an environment whose keys
  // are loaded has no key to sign with.
  base::Status CheckSigning() const;

  // ForSigning returns the newest key that signs now. If the wall clock was set back to before the
  // start of every key, it returns the published key that starts first, because verifiers already
  // know it. kUnavailable if there is none. With FirstKey::kAtUse it makes a missing key, writes it
  // to the store and blocks meanwhile.
  base::Result<std::shared_ptr<const SigningKeyEntry>> ForSigning(
      const model::EnvironmentId& environment, std::string_view profile);
  // ByKid returns the key with that id while it verifies, else nullptr.
  std::shared_ptr<const SigningKeyEntry> ByKid(std::string_view kid) const;
  // Candidates returns all keys that verify now for the profile, newest first: for tokens without a
  // kid.
  std::vector<std::shared_ptr<const SigningKeyEntry>> Candidates(
      const model::EnvironmentId& environment, std::string_view profile) const;
  // Published returns the asymmetric keys of an environment that verify now or will sign next: its
  // JWKS (RFC 7517 section 5). A family selects the profiles whose names begin with it, so that a
  // verifier of one kind of token does not have to trust the keys of the others. With
  // FirstKey::kAtUse it makes missing keys, as ForSigning does, and fails as Rotate does.
  base::Result<std::vector<std::shared_ptr<const SigningKeyEntry>>> Published(
      const model::EnvironmentId& environment, std::string_view family = {});

 private:
  using Entry = std::shared_ptr<const SigningKeyEntry>;
  struct Snapshot;
  std::shared_ptr<const Snapshot> Current() const;
  // Plan computes what to write from what is stored. It may be called twice.
  using Plan = std::function<RotationPlan(const StoredKeys&)>;
  RotationPlan PlanFrom(const StoredKeys& stored, FirstKey first) const;
  base::Status Execute(const Plan& plan, const model::Actor& actor = {});
  base::Status RotateNow(Forget forget, const model::Actor& actor = {});
  base::Status MakeFirst(const model::EnvironmentId& environment, std::string_view family);
  base::Result<Entry> FindSigner(const model::EnvironmentId& environment,
                                 std::string_view profile) const;
  base::Result<Entry> Open(const store::SigningKeyRow& row, std::string_view profile) const;
  base::Status Publish(std::span<const store::SigningKeyRow> rows);

  Parts parts_;
  KeySchedule schedule_;
  std::mutex rotating_;  // one Rotate at a time
  std::mutex loading_;   // one Load at a time, so that an older one does not replace a newer one
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;  // guarded by mutex_
  base::Status last_rotation_;                // guarded by mutex_
};

// CheckSealedKey fails if the ring does not open store::SigningKeyRow::sealed, as KeyRing::Open
// does.
base::Status CheckSealedKey(const crypto::KeyRing& ring, std::string_view sealed);

}  // namespace bearward::token
