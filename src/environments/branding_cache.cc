#include "environments/branding_cache.h"

#include <utility>

#include "store/brandings.h"

namespace bearward::environments {

BrandingCache::BrandingCache(store::Store& store)
    : brandings_(store,
                 [](store::ReadTx& tx) -> base::Result<Brandings> {
                   BW_TRY_ASSIGN(auto rows, store::Brandings().ListAllEnvironments(tx));
                   Brandings brandings;
                   for (model::Branding& row : rows) {
                     std::string environment = row.environment.text;
                     brandings.emplace(std::move(environment), std::move(row));
                   }
                   return brandings;
                 },
                 {model::EventType::kEnvironmentUpdated}) {}

std::shared_ptr<const model::Branding> BrandingCache::Find(std::string_view environment) const {
  const auto all = brandings_.Get();
  if (!all) return nullptr;
  const auto found = (*all)->find(environment);
  if (found == (*all)->end()) return nullptr;
  return {*all, &found->second};
}

}  // namespace bearward::environments
