// Table of facts about the installation itself, which belong to no environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/transaction.h"

namespace bearward::store {

// kIssuerFact is the public base URL that is kept where the configuration names none.
inline constexpr std::string_view kIssuerFact = "issuer";
// kFilledByFact is the release that filled the database before this table existed: "0.1.0".
inline constexpr std::string_view kFilledByFact = "filled_by";

// FindFact returns nullopt when the fact is not known.
base::Result<std::optional<std::string>> FindFact(ReadTx& tx, std::string_view name);
// InsertFact fails with kExists when the fact is known.
base::Status InsertFact(WriteTx& tx, std::string_view name, std::string_view value);

}  // namespace bearward::store
