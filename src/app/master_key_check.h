// MasterKeyCheck: detects a master key that does not belong to the database.
#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "store/store.h"

namespace bearward::app {

// CheckMasterKey refuses a ring that cannot open the sealed text of the database (kSealedFact):
// kInvalid "master_key_wrong" with the ids of the keys. A database without that text passes.
base::Status CheckMasterKey(store::Store& store, const crypto::KeyRing& ring);

// CheckSealed is CheckMasterKey for a sealed text that has been read already.
base::Status CheckSealed(std::string_view sealed, const crypto::KeyRing& ring);

// KeepMasterKey stores the sealed text if there is none, and seals it with the newest key of the
// ring. Call it after the signing keys have been opened with the ring. It fails like CheckMasterKey
// if another node stored a text of another key meanwhile.
base::Status KeepMasterKey(store::Store& store, const crypto::KeyRing& ring);

}  // namespace bearward::app
