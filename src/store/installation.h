// Table of facts about the installation as a whole, which belong to no environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/transaction.h"

namespace bearward::store {

// kIssuerFact is the public base URL that is stored when the configuration sets none.
inline constexpr std::string_view kIssuerFact = "issuer";
// kFilledByFact is the release that created the database if that was before this table existed:
// "0.1.0".
inline constexpr std::string_view kFilledByFact = "filled_by";

// kSealedFact is a text that was encrypted with the master key. At each start it shows whether the
// master key is the right one.
inline constexpr std::string_view kSealedFact = "sealed";
// kDerivingFact is a digest of a secret that the last key of the master key file determines. At
// each start it shows whether that key is still the last one: it also seals the event log.
inline constexpr std::string_view kDerivingFact = "deriving_key";
// kGatewayUsedFact is the time at which a node recorded that a gateway had let a request pass for
// the first time.
inline constexpr std::string_view kGatewayUsedFact = "gateway_used_at";

// FindFact returns nullopt when the fact is not stored.
base::Result<std::optional<std::string>> FindFact(ReadTx& tx, std::string_view name);
// InsertFact fails with kExists when the fact is stored already.
base::Status InsertFact(WriteTx& tx, std::string_view name, std::string_view value);
// UpdateFact replaces the value of a stored fact.
base::Status UpdateFact(WriteTx& tx, std::string_view name, std::string_view value);

}  // namespace bearward::store
