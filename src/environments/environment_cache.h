// EnvironmentCache: the environments of the installation, in memory.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "model/environment.h"
#include "store/cached.h"

namespace bearward::environments {

// EnvironmentCache serves requests that name an environment by its name, or none. It is safe from
// any thread. A commit that creates or changes an environment takes effect before its writer is
// answered.
class EnvironmentCache {
 public:
  using List = std::shared_ptr<const std::vector<model::Environment>>;

  // Construct it before the first write.
  explicit EnvironmentCache(store::Store& store);
  // All returns the environments, the default one first. kUnavailable if the last read failed: a
  // failure is never an empty list. Never blocks.
  base::Result<List> All() const { return list_.Get(); }
  // DefaultId returns the id of the default environment, empty if there is none. Fails like All.
  base::Result<model::EnvironmentId> DefaultId() const;
  // Retry is store::Cached::Retry.
  base::Status Retry() { return list_.Retry(); }

 private:
  store::Cached<std::vector<model::Environment>> list_;
};

}  // namespace bearward::environments
