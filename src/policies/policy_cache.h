// PolicyCache: the policies of all environments in memory, for the gateways.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/need.h"
#include "model/policy.h"
#include "observe/metrics.h"
#include "policies/policy_counters.h"
#include "store/store.h"
#include "verify/decision.h"

namespace bearward::policies {

// CachedPolicy is a policy prepared for verification. Not movable: the question refers to the need,
// and the need to the policy's texts.
struct CachedPolicy {
  CachedPolicy(model::Policy row, const PolicyCounter& counter);
  CachedPolicy(const CachedPolicy&) = delete;
  CachedPolicy& operator=(const CachedPolicy&) = delete;

  const model::Policy policy;
  const model::Need need;
  // question is passed to the verifier for every credential: one of the policy's kinds, in its
  // environment and organization, with its permissions, and for a token with its audience.
  const verify::Question question;
  // decisions counts what the gateways decide for the policy.
  const PolicyCounter& decisions;
};

// PolicyCache is safe from any thread. Reads take no lock: one atomic read shows whether the last
// snapshot is still current. A commit that changes policies or environments, by this or another
// process, makes it outdated, and the next request reads a new one.
//
// In the default environment a policy is called by its name, `api`. In every environment it is also
// called `environment~policy`, with the environment's name percent-encoded except for letters,
// digits and `- . _`: `demo.workspan.com~api`.
class PolicyCache {
 public:
  // The constructor subscribes to the store's commits; call it before the first write. The metrics
  // count the decisions of each policy, at most `most_counted` by name (PolicyCounters).
  PolicyCache(store::Store& store, observe::Registry& metrics,
              std::size_t most_counted = PolicyCounters::kMostPolicies);
  ~PolicyCache();

  // TryCached answers from memory, without blocking or allocating: nullopt if the store must be
  // read, nullptr if there is no policy of that name. The result is valid until the calling thread
  // calls a PolicyCache again.
  std::optional<const CachedPolicy*> TryCached(std::string_view name) const;
  // Find returns the same and reads the store if necessary, so it may block: kNotFound
  // "unknown_policy". While the store cannot be read, the last snapshot still answers for the
  // policies that have not changed since; for all others it returns the store's error, because
  // their current content is unknown.
  base::Result<const CachedPolicy*> Find(std::string_view name);

  // has_allowed returns whether a gateway has let a request pass since the start of the process.
  bool has_allowed() const { return counters_.has_allowed(); }
  // failed_loads returns the number of failed reads of a new snapshot.
  std::uint64_t failed_loads() const { return failed_loads_.load(std::memory_order_relaxed); }
  // outdated reports whether the last snapshot is known to be old and a new one could not be read.
  bool outdated() const { return outdated_.load(std::memory_order_relaxed); }

 private:
  struct Snapshot;
  struct Changes;
  const Snapshot* Current() const;
  base::Result<std::shared_ptr<const Snapshot>> Read();
  base::Status Load();

  store::Store& store_;
  PolicyCounters counters_;
  const std::uint64_t number_;
  // changes_ is shared with the store's listener, which may outlive this object.
  std::shared_ptr<Changes> changes_;
  std::mutex loading_;  // one Load at a time
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;  // guarded by mutex_
  std::atomic<std::uint64_t> failed_loads_ = 0;
  std::atomic<bool> outdated_ = false;
};

}  // namespace bearward::policies
