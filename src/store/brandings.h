// Table of brandings: at most one for each environment.
#pragma once

#include <optional>

#include "base/result.h"
#include "model/branding.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// Brandings returns the table.
const TableOf<model::Branding>& Brandings();

// FindBranding returns nullopt when the environment has none.
base::Result<std::optional<model::Branding>> FindBranding(ReadTx& tx,
                                                          const model::EnvironmentId& environment);

}  // namespace bearward::store
