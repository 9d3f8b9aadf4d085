// GatewayUse: whether a gateway has ever let a request pass, on any node of the database.
#pragma once

#include <atomic>

#include "base/clock.h"
#include "base/result.h"
#include "policies/policy_cache.h"
#include "store/store.h"

namespace bearward::policies {

// GatewayUse is safe from any thread; what it is made of must outlive it. The first node that
// allows a request stores that fact, so that all nodes know it, also after a restart.
class GatewayUse {
 public:
  GatewayUse(store::Store& store, const PolicyCache& cache, const base::Clock& clock)
      : store_(store), cache_(cache), clock_(clock) {}

  // Record stores the fact if this node has allowed a request and no node has stored it. Call it
  // often: no request causes a write. It reads counters until there is something to store, and does
  // nothing once the fact is known.
  base::Status Record();
  // Happened returns the fact. It reads the store until it is true, and returns its error.
  base::Result<bool> Happened();

 private:
  base::Result<bool> IsStored();

  store::Store& store_;
  const PolicyCache& cache_;
  const base::Clock& clock_;
  std::atomic<bool> stored_ = false;  // never becomes false again
};

}  // namespace bearward::policies
