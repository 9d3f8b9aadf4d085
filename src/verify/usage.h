// Usage: when each API key and each application secret was last used. Noted in memory by whoever
// verifies, written in batches by whoever tends the program; never a write for a request.
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

namespace bearward::verify {

// Usage is safe from any thread. What was not flushed is lost when the process is killed.
class Usage {
 public:
  // kMostWaiting bounds what one group of threads may have noted between two flushes; what comes on
  // top is forgotten. kMostInFlush bounds one transaction.
  static constexpr std::size_t kMostWaiting = 4096;
  static constexpr std::size_t kMostInFlush = 2000;

  explicit Usage(store::Store& store) : store_(store) {}

  // Note keeps that the credential of that id was used, if it is a key ("key_...") or a secret
  // ("sec_...", of the application that the principal is). It allocates once a group of threads.
  void Note(const std::shared_ptr<const model::Principal>& principal, std::string_view credential,
            base::Time at);
  // Note does the same for an application that showed its secret outside of a verdict.
  void Note(const Client& client, base::Time at);
  // Flush writes at most kMostInFlush notes in one transaction, without an event. What could not be
  // written waits for the next flush.
  base::Status Flush();
  // waiting counts what was noted and not written yet.
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
  std::array<Stripe, observe::kShards> stripes_;  // by thread: its lock is hardly ever contended
  std::mutex flushing_;
  std::vector<Use> batch_;  // guarded by flushing_
};

}  // namespace bearward::verify
