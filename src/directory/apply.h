// Apply: makes the store hold what a ProvisioningFile describes. Twice is the same as once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "directory/provisioning_file.h"
#include "store/store.h"
#include "verify/passwords.h"

namespace bearward::directory {

// Change is one thing that Apply did.
struct Change {
  // kKept: the file says what is not applied, for the reason in `note`.
  enum class Verb : std::uint8_t { kCreated, kUpdated, kKept };
  Verb verb = Verb::kCreated;
  std::string kind;          // "user", "api key"
  std::string environment;   // its name
  std::string name;          // what the file calls it
  std::string id;            // its id, or client id for an application and an environment
  base::Secret secret = {};  // one that was generated: shown once
  std::string note = {};     // of kKept: a sentence that begins with FILE:LINE
};

// Applier serves one thread at a time.
class Applier {
 public:
  struct Parts {
    store::Store& store;
    const verify::Passwords& passwords;
    const base::Clock& clock;
    base::Entropy& entropy;
    const crypto::KeyRing& ring;
  };
  explicit Applier(Parts parts) : parts_(parts) {}

  // Apply checks the whole world, then makes all changes in one transaction, or none. Rows and keys
  // that the world does not mention stay as they are, and so does each value that has not changed
  // in the file since it was applied (EntryMemory). A key or secret that was revoked, reset or
  // replaced and is named as something new, a dangling reference or a broken rule is kInvalid
  // "provisioning_file" with a text "FILE:LINE: what is wrong. Hint.". Passwords are hashed before
  // the transaction, and only where the stored hash does not fit. The changes are in order of kind.
  base::Result<std::vector<Change>> Apply(const ProvisioningFile& world);

 private:
  Parts parts_;
};

}  // namespace bearward::directory
