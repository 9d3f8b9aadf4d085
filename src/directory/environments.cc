#include "store/environments.h"
#include "directory/directory.h"
#include "store/applications.h"

namespace bearward::directory {
namespace {

base::Result<model::Environment> FindByClient(store::ReadTx& tx, std::string_view client_id) {
  BW_TRY_ASSIGN(auto environments, store::ListEnvironments(tx));
  for (model::Environment& environment : environments) {
    if (model::ClientIdOf(environment.id) == client_id) return std::move(environment);
  }
  for (model::Environment& environment : environments) {
    BW_TRY_ASSIGN(const auto application,
                  store::FindApplicationByClientId(tx, environment.id, client_id));
    if (application) return std::move(environment);
  }
  return base::Fail(base::NotFound("client_not_found", "No such client."));
}

}  // namespace

base::Result<std::vector<model::Environment>> Directory::Environments() {
  return parts_.store.Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); });
}

base::Result<model::Environment> Directory::EnvironmentOfClient(std::string_view client_id) {
  return parts_.store.Read([&](store::ReadTx& tx) { return FindByClient(tx, client_id); });
}

}  // namespace bearward::directory
