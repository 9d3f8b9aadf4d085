// RevokedTokens: whether a token that stands for no session may have been revoked. Few ever are, so
// that nearly all are cleared without asking the store. Internal to verify.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::verify {

// RevokedTokens is safe from any thread. It clears a token only when it knows of all that were
// revoked; of those it has 64 bits each, so that now and then the store is asked in vain.
class RevokedTokens {
 public:
  static constexpr std::size_t kMost = 100'000;

  // MayHold says yes of what was revoked, and of everything while not all is known.
  bool MayHold(std::string_view id) const;
  // Apply notes what was revoked in a commit; connected to Store::OnCommit, before the epoch of
  // those events is told.
  void Apply(std::span<const model::Event> events);
  // Load reads what was revoked before, unless it is known; it blocks. More than `kMost` are not
  // kept: then it is tried again after a while, by the ticks of `now`.
  base::Status Load(store::Store& store, std::int64_t now);

 private:
  std::optional<std::uint64_t> BeginLoad(std::int64_t now);
  void EndLoad(std::uint64_t clearings, const std::vector<std::string>& ids);

  mutable std::mutex mutex_;
  boost::unordered_flat_set<std::uint64_t> hashes_;  // guarded by mutex_, as the following
  bool complete_ = false;
  std::uint64_t clearings_ = 0;
  std::int64_t next_load_at_ = 0;  // in ticks
};

}  // namespace bearward::verify
