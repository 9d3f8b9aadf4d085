// CorsOriginCache: the CORS origins of all environments, in memory.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/result.h"
#include "store/cached.h"

namespace bearward::environments {

// CorsOriginCache serves preflight requests, which have no credential and so no environment. It is
// safe from any thread. A commit that changes an origin takes effect before its writer is answered.
class CorsOriginCache {
 public:
  using Origins = std::set<std::string, std::less<>>;
  using List = std::shared_ptr<const Origins>;

  // Construct it before the first write.
  explicit CorsOriginCache(store::Store& store);
  // All returns the origins, and none if the last read failed: an unknown origin is not allowed.
  // The result is never nullptr. Never blocks.
  List All() const;
  // Retry is store::Cached::Retry.
  base::Status Retry() { return origins_.Retry(); }

 private:
  store::Cached<Origins> origins_;
};

}  // namespace bearward::environments
