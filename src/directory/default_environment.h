// DefaultEnvironment: which environment a request belongs to that names none, known without asking
// the store each time.
#pragma once

#include <atomic>
#include <mutex>
#include <span>

#include "model/environment.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::directory {

// DefaultEnvironment is safe from any thread. It forgets what it knows when an environment is made
// or changed, and then asks once.
class DefaultEnvironment {
 public:
  // The constructor connects to the store's commits; make it before the first write.
  explicit DefaultEnvironment(store::Store& store);
  // Id gives the first environment's id; empty while there is none, or when the store is away: an
  // empty id is no environment's, so nothing is found under it.
  model::EnvironmentId Id();

 private:
  store::Store& store_;
  std::atomic<bool> known_ = false;
  std::mutex mutex_;
  model::EnvironmentId id_;  // guarded by mutex_
};

}  // namespace bearward::directory
