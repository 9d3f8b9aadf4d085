// CorsOriginCache: the CORS origins of all environments, in memory.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace bearward::environments {

// CorsOriginCache serves preflight requests, which have no credential and so no environment. It is
// safe from any thread.
class CorsOriginCache {
 public:
  using List = std::shared_ptr<const std::set<std::string, std::less<>>>;

  // The constructor reads the origins and subscribes to the store's commits; call it before the
  // first write. A commit that changes an origin reads them again before its writer is answered.
  explicit CorsOriginCache(store::Store& store);
  ~CorsOriginCache();
  // All returns the origins, and none if the last read failed: an unknown origin is not allowed.
  // The result is never nullptr. Never blocks.
  List All() const;
  // Retry reads the origins again if the last read failed, and otherwise does nothing. Blocks; call
  // it periodically.
  base::Status Retry();

 private:
  class State;
  std::shared_ptr<State> state_;  // shared with the store's listener
};

}  // namespace bearward::environments
