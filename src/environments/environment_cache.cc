#include "environments/environment_cache.h"

#include "store/environments.h"

namespace bearward::environments {

EnvironmentCache::EnvironmentCache(store::Store& store)
    : list_(store, &store::ListEnvironments,
            {model::EventType::kEnvironmentCreated, model::EventType::kEnvironmentUpdated}) {}

base::Result<model::EnvironmentId> EnvironmentCache::DefaultId() const {
  BW_TRY_ASSIGN(const List all, All());
  return all->empty() ? model::EnvironmentId{} : all->front().id;
}

}  // namespace bearward::environments
