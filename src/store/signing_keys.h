// Table of signing keys: the private part is sealed with the key ring before it gets here.
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

// SigningKeyRow is one key of one token profile. Signs from active_from until retire_at; verifies
// until forget_at, when it is deleted.
struct SigningKeyRow {
  model::EnvironmentId environment;
  std::string kid;
  std::string profile;
  std::string algorithm;
  std::string sealed;       // key ring form
  std::string certificate;  // DER, for JWKS x5c; empty for shared secrets
  base::Time created_at;
  base::Time active_from;
  base::Time retire_at;
  base::Time forget_at;
  // low_s says that all its ES256 signatures have the low s, so that another is not its own. Keys
  // of 0.1.0 signed with either.
  bool low_s = false;
};
// ListSigningKeys gives all keys of all environments, oldest first: loaded into memory at start.
base::Result<std::vector<SigningKeyRow>> ListSigningKeys(ReadTx& tx);
// InsertSigningKey fails with kExists when the kid is taken in the environment.
base::Status InsertSigningKey(WriteTx& tx, const SigningKeyRow& key);
// UpdateSigningKeyTimes writes active_from, retire_at and forget_at.
base::Status UpdateSigningKeyTimes(WriteTx& tx, const SigningKeyRow& key);
// DeleteSigningKey forgets a key; forgetting a missing one is no error.
base::Status DeleteSigningKey(WriteTx& tx, const model::EnvironmentId& environment,
                              std::string_view kid);

}  // namespace bearward::store
