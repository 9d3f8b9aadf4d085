// MasterKeyCheck: detects a master key that does not belong to the database.
#pragma once

#include "base/result.h"
#include "crypto/key_ring.h"
#include "store/store.h"
#include "store/transaction.h"

namespace bearward::app {

// CheckKeyFacts refuses a ring that does not fit what the database states about its master key,
// with kInvalid "master_key_wrong": the ring cannot open the sealed text (kSealedFact), or its last
// key is another one (kDerivingFact). A database of a version without these facts passes.
base::Status CheckKeyFacts(store::ReadTx& tx, const crypto::KeyRing& ring);

// CheckMasterKey fails like CheckKeyFacts, and like crypto::KeyRing::Open if the ring does not open
// a signing key.
base::Status CheckMasterKey(store::ReadTx& tx, const crypto::KeyRing& ring);

// KeepMasterKey stores both facts if they are missing, and seals the text with the newest key of
// the ring. Call it directly after the first write that uses the ring, so that no later start can
// use another one. It fails like CheckMasterKey, also if another node stored facts of another key
// meanwhile, and then writes nothing.
base::Status KeepMasterKey(store::Store& store, const crypto::KeyRing& ring);

}  // namespace bearward::app
