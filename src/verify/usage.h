// Usage: when each API key and each application secret was last used, and how often each key was
// used on this node. Verification records the uses in memory; a background task writes the times in
// batches. No request causes a write.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/short_text.h"
#include "base/time.h"
#include "model/caller.h"
#include "observe/metrics.h"
#include "store/store.h"
#include "verify/client.h"
#include "verify/key_usage.h"

namespace bearward::verify {

// Usage is safe from any thread. Uses that were not flushed are lost if the process is killed.
class Usage {
 public:
  // kMostWaiting bounds the uses that one stripe (group of threads) holds between two flushes;
  // further uses are dropped. kMostInFlush bounds one transaction.
  static constexpr std::size_t kMostWaiting = 4096;
  static constexpr std::size_t kMostInFlush = 2000;

  explicit Usage(store::Store& store) : store_(store) {}

  // Note records a use of the credential with that id, if it is a key ("key_...",
  // "api_key_...") or a secret ("sec_...", of the application that the principal is). It allocates
  // once per stripe.
  void Note(const std::shared_ptr<const model::Principal>& principal, std::string_view credential,
            base::Time at);
  // Note does the same for an application whose secret was checked without a verdict.
  void Note(const Client& client, base::Time at);
  // Flush writes at most kMostInFlush uses in one transaction, without an event. Uses that could
  // not be written wait for the next flush.
  base::Status Flush();
  // by_key counts the requests of each API key: every decision about a key whose bearer uses it
  // now, and every refusal of a key of this server.
  KeyUsage& by_key() { return by_key_; }
  // waiting returns the number of uses that are not written yet.
  std::size_t waiting() const;

 private:
  struct Use {
    std::shared_ptr<const model::Principal> principal;
    base::ShortText<39> credential;
    base::Time at;
  };
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    std::vector<Use> uses;
  };
  void Gather();
  static base::Status Write(store::WriteTx& tx, const Use& use);

  store::Store& store_;
  KeyUsage by_key_;
  std::array<Stripe, observe::kShards> stripes_;  // by thread: the lock is rarely contended
  std::mutex flushing_;
  std::vector<Use> batch_;  // guarded by flushing_
};

}  // namespace bearward::verify
