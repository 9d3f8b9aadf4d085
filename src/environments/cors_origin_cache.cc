#include "environments/cors_origin_cache.h"

#include <utility>

#include "model/cors_origin.h"
#include "store/table.h"

namespace bearward::environments {

base::Result<CorsOriginCache::Origins> CorsOriginCache::Read(store::ReadTx& tx) {
  static const store::TableOf<model::CorsOrigin> table(model::kCorsOrigin);
  BW_TRY_ASSIGN(auto rows, table.ListAllEnvironments(tx));
  Origins origins;
  for (model::CorsOrigin& row : rows) {
    origins[""].insert(row.origin);
    origins[row.environment.text].insert(std::move(row.origin));
  }
  return origins;
}

CorsOriginCache::CorsOriginCache(store::Store& store)
    : origins_(store,
               [any = any_](store::ReadTx& tx) -> base::Result<Origins> {
                 BW_TRY_ASSIGN(Origins origins, Read(tx));
                 any->store(!origins.empty());
                 return origins;
               },
               {model::EventType::kCorsOriginCreated, model::EventType::kCorsOriginUpdated,
                model::EventType::kCorsOriginDeleted}) {}

bool CorsOriginCache::Allows(std::string_view origin, std::string_view environment) const {
  const auto all = origins_.Get();
  if (!all) return false;
  const auto found = (*all)->find(environment);
  return found != (*all)->end() && found->second.contains(origin);
}

}  // namespace bearward::environments
