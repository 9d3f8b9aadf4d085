// CorsOriginCache: the CORS origins of all environments, in memory.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/cached.h"

namespace bearward::environments {

// CorsOriginCache is safe from any thread. A commit that changes an origin takes effect before its
// writer is answered. Its functions except Retry never block.
class CorsOriginCache {
 public:
  // Construct it before the first write.
  explicit CorsOriginCache(store::Store& store);

  // may_allow is false if no environment had an origin at the last successful read. It takes no
  // lock: the door calls it for each response that another origin may read.
  bool may_allow() const { return *any_; }
  // Allows says whether the origin belongs to the environment, or to any if `environment` is empty:
  // a preflight request has no credential and so no environment. It is false if the last read
  // failed: an unknown origin is not allowed.
  bool Allows(std::string_view origin, std::string_view environment) const;
  // Retry is store::Cached::Retry.
  base::Status Retry() { return origins_.Retry(); }

 private:
  // Origins maps an environment to its origins, and "" to those of all environments.
  using Origins = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;
  static base::Result<Origins> Read(store::ReadTx& tx);

  std::shared_ptr<std::atomic<bool>> any_ = std::make_shared<std::atomic<bool>>(false);
  store::Cached<Origins> origins_;
};

}  // namespace bearward::environments
