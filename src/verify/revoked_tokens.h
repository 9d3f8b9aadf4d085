// RevokedTokens: says whether a token without a session may have been revoked. Few tokens are
// revoked, so nearly all pass without a store lookup. Internal to verify.
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

// RevokedTokens is safe from any thread. It clears a token only if it knows all revoked tokens. It
// keeps a 64-bit hash of each, so a rare collision causes a needless store lookup.
class RevokedTokens {
 public:
  static constexpr std::size_t kMost = 100'000;

  // MayHold returns true for revoked tokens, and for all tokens while the set is incomplete.
  bool MayHold(std::string_view id) const;
  // Apply records the tokens that a commit revoked. Connected to Store::OnCommit; it must run
  // before the epoch of those events is published.
  void Apply(std::span<const model::Event> events);
  // Load reads the tokens that were revoked earlier, unless they are loaded; it blocks. More than
  // `kMost` are not kept; the next try follows after an interval. `now` is in ticks.
  base::Status Load(store::Store& store, std::int64_t now);

 private:
  std::optional<std::uint64_t> BeginLoad(std::int64_t now);
  void EndLoad(std::uint64_t clearings, const std::vector<std::string>& ids);

  mutable std::mutex mutex_;
  boost::unordered_flat_set<std::uint64_t> hashes_;  // guarded by mutex_, as the following
  bool complete_ = false;
  std::uint64_t clearings_ = 0;
  std::int64_t next_load_at_ = 0;  // ticks
};

}  // namespace bearward::verify
