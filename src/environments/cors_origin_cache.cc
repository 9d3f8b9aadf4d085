#include "environments/cors_origin_cache.h"

#include <utility>

#include "model/cors_origin.h"
#include "store/table.h"

namespace bearward::environments {
namespace {

base::Result<CorsOriginCache::Origins> ReadOrigins(store::ReadTx& tx) {
  static const store::TableOf<model::CorsOrigin> table(model::kCorsOrigin);
  BW_TRY_ASSIGN(auto rows, table.ListAllEnvironments(tx));
  CorsOriginCache::Origins origins;
  for (model::CorsOrigin& row : rows) origins.insert(std::move(row.origin));
  return origins;
}

}  // namespace

CorsOriginCache::CorsOriginCache(store::Store& store)
    : origins_(store, &ReadOrigins,
               {model::EventType::kCorsOriginCreated, model::EventType::kCorsOriginUpdated,
                model::EventType::kCorsOriginDeleted}) {}

CorsOriginCache::List CorsOriginCache::All() const {
  static const List kNone = std::make_shared<const Origins>();
  return origins_.Get().value_or(kNone);
}

}  // namespace bearward::environments
