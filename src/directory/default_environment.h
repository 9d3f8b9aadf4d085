// DefaultEnvironment: which environment a request belongs to that names none.
#pragma once

#include <memory>

#include "base/result.h"
#include "model/environment.h"
#include "store/store.h"

namespace bearward::directory {

// DefaultEnvironment keeps the id of the first environment in memory. It is safe from any thread.
class DefaultEnvironment {
 public:
  // The constructor reads the id and connects to the store's commits; make it before the first
  // write. A commit that makes or changes an environment reads the id again before its writer is
  // answered.
  explicit DefaultEnvironment(store::Store& store);
  ~DefaultEnvironment();
  // Id returns the first environment's id, empty while there is none. kUnavailable while the last
  // read of it has failed: a failure is never an empty id. Never blocks.
  base::Result<model::EnvironmentId> Id() const;
  // Retry reads the id again if the last read failed, and does nothing otherwise. Blocks; call it
  // now and then.
  base::Status Retry();

 private:
  class State;
  std::shared_ptr<State> state_;  // shared with the store's listener
};

}  // namespace bearward::directory
