// EnvironmentCache: the environments of the installation, in memory.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "model/environment.h"
#include "store/store.h"

namespace bearward::environments {

// EnvironmentCache serves requests that name an environment by its name, or none. It is safe from
// any thread.
class EnvironmentCache {
 public:
  using List = std::shared_ptr<const std::vector<model::Environment>>;

  // The constructor reads the environments and subscribes to the store's commits; call it before
  // the first write. A commit that creates or changes an environment reads them again before its
  // writer is answered.
  explicit EnvironmentCache(store::Store& store);
  ~EnvironmentCache();
  // All returns the environments, the default one first. kUnavailable if the last read failed: a
  // failure is never an empty list. Never blocks.
  base::Result<List> All() const;
  // DefaultId returns the id of the default environment, empty if there is none. Fails like All.
  base::Result<model::EnvironmentId> DefaultId() const;
  // Retry reads the environments again if the last read failed, and otherwise does nothing. Blocks;
  // call it periodically.
  base::Status Retry();

 private:
  class State;
  std::shared_ptr<State> state_;  // shared with the store's listener
};

}  // namespace bearward::environments
