// BrandingCache: the brandings of all environments, in memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/branding.h"
#include "store/cached.h"

namespace bearward::environments {

// BrandingCache is safe from any thread. A commit that changes a branding takes effect before its
// writer is answered. Its functions except Retry never block.
class BrandingCache {
 public:
  // Construct it before the first write.
  explicit BrandingCache(store::Store& store);

  // Find returns the branding of an environment, nullptr if it has none or the last read failed:
  // the pages then have the look of Bearward.
  std::shared_ptr<const model::Branding> Find(std::string_view environment) const;
  // Retry is store::Cached::Retry.
  base::Status Retry() { return brandings_.Retry(); }

 private:
  using Brandings = std::map<std::string, model::Branding, std::less<>>;
  store::Cached<Brandings> brandings_;
};

}  // namespace bearward::environments
