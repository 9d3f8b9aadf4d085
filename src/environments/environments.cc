#include "environments/environments.h"

#include <algorithm>

#include "store/applications.h"
#include "store/environments.h"

namespace bearward::environments {
namespace {

base::Result<model::Environment> FindByClient(store::ReadTx& tx, const model::EnvironmentId& asked,
                                              std::string_view client_id) {
  BW_TRY_ASSIGN(auto environments, store::ListEnvironments(tx));
  for (model::Environment& environment : environments) {
    if (model::ClientIdOf(environment.id) == client_id) return std::move(environment);
  }
  const auto environment = std::ranges::find(environments, asked, &model::Environment::id);
  if (environment != environments.end()) {
    BW_TRY_ASSIGN(const auto application, store::FindApplicationByClientId(tx, asked, client_id));
    if (application) return std::move(*environment);
  }
  return base::Fail(base::NotFound("client_not_found", "No such client."));
}

}  // namespace

base::Result<model::Environment> Environments::OfClient(const model::EnvironmentId& asked,
                                                        std::string_view client_id) {
  return store_.Read([&](store::ReadTx& tx) { return FindByClient(tx, asked, client_id); });
}

}  // namespace bearward::environments
