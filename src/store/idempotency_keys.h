// Table of the keys of requests that made an organization (header Idempotency-Key).
#pragma once

#include <optional>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// IdempotencyKey has SHA-256 hashes of the key, of its request, and of the organization as a
// response showed it when it was made.
struct IdempotencyKey {
  model::EnvironmentId environment;
  base::Digest key_hash = {};
  base::Digest request_hash = {};
  base::Digest answer_hash = {};
  model::OrganizationId organization = {};
  base::Time expires_at = {};
};

// FindIdempotencyKey returns the row of a key that expires after `now`; nullopt without one. The
// rows of an organization are deleted with it.
base::Result<std::optional<IdempotencyKey>> FindIdempotencyKey(
    ReadTx& tx, const model::EnvironmentId& environment, const base::Digest& key_hash,
    base::Time now);
// PutIdempotencyKey stores a row in place of an earlier one of the same key.
base::Status PutIdempotencyKey(WriteTx& tx, const IdempotencyKey& key);

}  // namespace bearward::store
