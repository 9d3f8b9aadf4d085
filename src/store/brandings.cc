#include "store/brandings.h"

namespace bearward::store {

const TableOf<model::Branding>& Brandings() {
  static const TableOf<model::Branding> table(model::kBranding);
  return table;
}

base::Result<std::optional<model::Branding>> FindBranding(ReadTx& tx,
                                                          const model::EnvironmentId& environment) {
  return Brandings().FindWhere(tx, "environment_id = ?1", {environment.text});
}

}  // namespace bearward::store
