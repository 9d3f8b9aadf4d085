// Applier: applies a provisioning file to the store. It is idempotent.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "model/event.h"
#include "provision/provisioning_file.h"
#include "store/store.h"
#include "verify/passwords.h"

namespace bearward::provision {

// Change is one change that Apply made, or a value of the file that it did not apply.
struct Change {
  // kKept: a value of the file is not applied, or a row is not removed, for the reason in `note`.
  // kRemoved: an earlier file made the row and this one does not name it. The caller removes it.
  enum class Verb : std::uint8_t { kCreated, kUpdated, kKept, kRemoved };
  Verb verb = Verb::kCreated;
  std::string kind;         // "user", "api key"
  std::string environment;  // name of the environment
  std::string name;         // name in the file
  // id is the id of the row; for applications and environments the client id, for roles the slug,
  // for access profiles and policies the name.
  std::string id;
  base::Secret secret = {};  // generated secret, shown once
  std::string note = {};     // for kKept: a sentence that begins with FILE:LINE
};

// Plan is what Apply would do: its changes, whose generated secrets are not those of a later Apply,
// and the events of all changed fields.
struct Plan {
  std::vector<Change> changes;
  std::vector<model::Event> events;
};

// Prune says whether rows that earlier files made and this one does not name are removed.
enum class Prune : bool { kNo, kYes };

// Applier is used by one thread at a time.
class Applier {
 public:
  struct Parts {
    store::Store& store;
    const verify::Passwords& passwords;
    const base::Clock& clock;
    base::Entropy& entropy;
    const crypto::KeyRing& ring;
    model::Actor actor = {};  // who makes the changes; the system by default
    // by_operator says that the file is one of an operator: the rows that it makes may be pruned.
    bool by_operator = false;
  };
  explicit Applier(Parts parts) : parts_(std::move(parts)) {}

  // Apply checks the whole file, and then makes all changes in one transaction. Rows and keys that
  // the file does not contain are unchanged, and so is each value that has not changed in the file
  // since it was applied (EntryMemory). kInvalid "provisioning_file" with the text "FILE:LINE: what
  // is wrong. Hint." for a violated rule, a reference to a missing row, and a new value that is a
  // revoked key or a revoked, reset or replaced secret. kConflict "password_moved" if a password
  // changes during every attempt. Passwords are hashed before the transaction, and only if the
  // stored hash does not match. The changes are in the order of the kinds in applying.h; with
  // Prune::kYes, the rows to remove follow in the order in which they can be removed.
  base::Result<std::vector<Change>> Apply(const ProvisioningFile& world, Prune prune = Prune::kNo);
  // PlanFor does everything that Apply does, and then undoes it.
  base::Result<Plan> PlanFor(const ProvisioningFile& world, Prune prune = Prune::kNo);

 private:
  // Make makes the changes, and undoes them unless `keeps`.
  base::Result<Plan> Make(const ProvisioningFile& world, Prune prune, bool keeps);

  Parts parts_;
};

}  // namespace bearward::provision
