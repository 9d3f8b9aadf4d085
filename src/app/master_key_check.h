// MasterKeyCheck: detects a master key that does not belong to the database.
#pragma once

#include "base/result.h"
#include "crypto/key_ring.h"
#include "store/store.h"
#include "store/transaction.h"

namespace bearward::app {

// CheckMasterKey refuses a ring that does not fit the database, with kInvalid "master_key_wrong":
// it cannot open the sealed text (kSealedFact), or its last key is another one (kDerivingFact). In
// a database of a version without the sealed text it must open the signing keys.
base::Status CheckMasterKey(store::ReadTx& tx, const crypto::KeyRing& ring);

// CheckSigningKeys fails like crypto::KeyRing::Open if the ring does not open a signing key.
base::Status CheckSigningKeys(store::ReadTx& tx, const crypto::KeyRing& ring);

// KeepMasterKey stores both facts if they are missing, and seals the text with the newest key of
// the ring. Call it after the signing keys have been opened with the ring. It fails like
// CheckMasterKey if another node stored facts of another key meanwhile.
base::Status KeepMasterKey(store::Store& store, const crypto::KeyRing& ring);

}  // namespace bearward::app
