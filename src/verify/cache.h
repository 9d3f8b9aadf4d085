// VerdictCache: the SHA-256 of a whole credential -> who it is. It never holds what was asked.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/digest.h"
#include "base/time.h"
#include "model/caller.h"
#include "verify/principals.h"

namespace bearward::verify {

// Verdict is one remembered answer. `epoch` is the Revocations epoch from before its facts were
// read; `expires_at` bounds its life by the clock.
struct Verdict {
  std::shared_ptr<const model::Principal> principal;
  model::CredentialFacts credential;
  std::uint64_t epoch = 0;
  base::Time expires_at;
  // use_is_due is set by Find, once in kUseInterval, when it is time to count a use again.
  bool use_is_due = false;
};

// VerdictCache is shared by all threads: some hundred shards, each behind a short lock, values
// copied out. Find does not allocate.
//
// It is bounded twice: by `capacity` verdicts, and at most a tenth more, and by kBytesEach for each
// verdict of the capacity. A verdict takes about kVerdictBytes; its principal, of
// less than a kilobyte, is shared by up to 64 verdicts of one subject, so that only where nearly
// all principals differ fewer verdicts fit than the capacity says. To make room a shard forgets
// what is over, and one in eight of the rest.
class VerdictCache {
 public:
  static constexpr std::size_t kBytesEach = 215;
  static constexpr std::size_t kVerdictBytes = 122;
  static constexpr std::chrono::seconds kUseInterval{30};

  explicit VerdictCache(std::size_t capacity);
  ~VerdictCache();
  VerdictCache(const VerdictCache&) = delete;
  VerdictCache& operator=(const VerdictCache&) = delete;

  // Find gives what was put, also when it is over; with `used_at` it is a use at that time.
  std::optional<Verdict> Find(const base::Digest& digest,
                              std::optional<base::Time> used_at = std::nullopt) const;
  // Put replaces what was there; with `is_use` it is a use at `now`.
  void Put(const base::Digest& digest, const Verdict& verdict, base::Time now, bool is_use = true);
  // Confirm notes that a verdict that Find gave was found good as of `epoch`, so that the next one
  // who asks need not look again. Nothing happens when the entry is another by now.
  void Confirm(const base::Digest& digest, const Verdict& verdict, std::uint64_t epoch) const;
  void Erase(const base::Digest& digest);
  // size counts the verdicts, and bytes gives about what they and their principals occupy.
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }
  std::size_t bytes() const { return size() * kVerdictBytes + principals_.bytes(); }

 private:
  struct Entry;
  struct Shard;
  Shard& ShardOf(const base::Digest& digest) const;
  void MakeRoom(Shard& shard, base::Time now);

  Principals principals_;
  std::size_t count_;  // of shards
  std::size_t shard_capacity_;
  std::size_t most_bytes_;
  std::atomic<std::size_t> size_ = 0;
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace bearward::verify
