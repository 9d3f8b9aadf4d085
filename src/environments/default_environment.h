// DefaultEnvironment: the environment of a request that names none.
#pragma once

#include <memory>

#include "base/result.h"
#include "model/environment.h"
#include "store/store.h"

namespace bearward::environments {

// DefaultEnvironment keeps the id of the first environment in memory. It is safe from any thread.
class DefaultEnvironment {
 public:
  // The constructor reads the id and subscribes to the store's commits; call it before the first
  // write. A commit that makes or changes an environment reads the id again before its writer is
  // answered.
  explicit DefaultEnvironment(store::Store& store);
  ~DefaultEnvironment();
  // Id returns the first environment's id, empty if there is none. kUnavailable if the last read
  // failed: a failure is never an empty id. Never blocks.
  base::Result<model::EnvironmentId> Id() const;
  // Retry reads the id again if the last read failed, and otherwise does nothing. Blocks; call it
  // periodically.
  base::Status Retry();

 private:
  class State;
  std::shared_ptr<State> state_;  // shared with the store's listener
};

}  // namespace bearward::environments
