// PolicyCache: the policies of all environments in memory, as the gateways ask for them.
#pragma once

#include <atomic>
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
#include "store/store.h"
#include "verify/question.h"

namespace bearward::policies {

// CachedPolicy is a policy made ready for asking. Not movable: the question refers to the need, and
// that to the policy's texts.
struct CachedPolicy {
  explicit CachedPolicy(model::Policy row);
  CachedPolicy(const CachedPolicy&) = delete;
  CachedPolicy& operator=(const CachedPolicy&) = delete;

  const model::Policy policy;
  const model::Need need;
  // question is what the verifier is asked about every credential: one of the policy's kinds, of
  // its environment and organization, with its permissions, and if it is a token, for its audience.
  const verify::Question question;
};

// PolicyCache is safe from any thread. It is read without a lock: one atomic read tells whether the
// last edition is still the newest one. A commit that touches policies or environments, ours or
// another process's, makes it outdated, and whoever asks next has it read anew.
//
// In the default environment a policy is called by its name, `api`. Everywhere it is called
// `environment~policy` as well, the environment's name percent-encoded but for letters, digits and
// `- . _`: `demo.workspan.com~api`.
class PolicyCache {
 public:
  // The constructor connects to the store's commits; make it before the first write.
  explicit PolicyCache(store::Store& store);
  ~PolicyCache();

  // Glance answers from memory, without blocking or allocating: nullopt when the store must be
  // asked, nullptr when there is no policy of that name. What it gives lives until the calling
  // thread asks a book again.
  std::optional<const CachedPolicy*> Glance(std::string_view name) const;
  // Find answers likewise and asks the store where that is needed, so it may block: kNotFound
  // "unknown_policy". While the store cannot be read, the last edition goes on answering for the
  // policies that nobody has touched since; for all others it is the store's own error, since what
  // they say now is unknown.
  base::Result<const CachedPolicy*> Find(std::string_view name);

  // failed_loads counts how often the newest edition could not be read.
  std::uint64_t failed_loads() const { return failed_loads_.load(std::memory_order_relaxed); }
  // outdated says whether the last edition is known to be old and the newest could not be read.
  bool outdated() const { return outdated_.load(std::memory_order_relaxed); }

 private:
  struct Snapshot;
  struct Changes;
  const Snapshot* Current() const;
  base::Result<std::shared_ptr<const Snapshot>> Read();
  base::Status Load();

  store::Store& store_;
  const std::uint64_t number_;
  // changes_ is shared with the store's listener, which may outlive the book.
  std::shared_ptr<Changes> changes_;
  std::mutex loading_;  // one Load at a time
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;  // guarded by mutex_
  std::atomic<std::uint64_t> failed_loads_ = 0;
  std::atomic<bool> outdated_ = false;
};

}  // namespace bearward::policies
