// Table of signing keys. The private part is encrypted with the key ring before it is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// SigningKeyRow is one key of one token profile. It signs from active_from until retire_at. Its
// signatures are accepted until forget_at; then it is deleted.
struct SigningKeyRow {
  model::EnvironmentId environment;
  std::string kid;
  std::string profile;
  std::string algorithm;
  std::string sealed;       // encrypted by crypto::KeyRing
  std::string certificate;  // DER, for JWKS x5c; empty for shared secrets
  base::Time created_at;
  base::Time active_from;
  base::Time retire_at;
  base::Time forget_at;
  // low_s: all ES256 signatures of the key have an s in the lower half of the group order, so a
  // signature with a higher s is invalid. Keys of release 0.1.0 made signatures of both kinds.
  bool low_s = false;
};
// ListSigningKeys returns all keys of all environments, oldest first. They are loaded into memory
// at start.
base::Result<std::vector<SigningKeyRow>> ListSigningKeys(ReadTx& tx);
// InsertSigningKey fails with kExists when the kid exists in the environment.
base::Status InsertSigningKey(WriteTx& tx, const SigningKeyRow& key);
// UpdateSigningKeyTimes writes active_from, retire_at and forget_at.
base::Status UpdateSigningKeyTimes(WriteTx& tx, const SigningKeyRow& key);
// DeleteSigningKey deletes a key; a missing one is not an error.
base::Status DeleteSigningKey(WriteTx& tx, const model::EnvironmentId& environment,
                              std::string_view kid);

}  // namespace bearward::store
