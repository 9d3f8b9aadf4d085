// VerdictCache: maps the SHA-256 of a whole credential to its principal. It never contains what was
// requested with the credential.
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
#include "verify/subject_cache.h"

namespace bearward::verify {

// Verdict is one cached result. `epoch` is the Revocations epoch that was read before the facts of
// the verdict were read. `expires_at` is the wall-clock time until which the entry may be used.
struct Verdict {
  std::shared_ptr<const model::Principal> principal;
  model::CredentialFacts credential;
  std::uint64_t epoch = 0;
  base::Time expires_at;
  // use_is_due is set by Find, at most once per kUseInterval, if a use must be recorded now.
  bool use_is_due = false;
};

// VerdictCache is shared by all threads. It has at least 256 shards, each with its own lock, held
// briefly; values are copied out. Find does not allocate.
//
// Two limits bound it: the number of verdicts (`capacity`, exceeded by at most a tenth) and the
// memory (kBytesEach for each verdict of the capacity). A verdict takes about kVerdictBytes. Its
// principal takes less than a kilobyte and is shared by up to 64 verdicts of one subject. Fewer
// verdicts than `capacity` fit only if nearly all principals differ. A full shard removes the
// expired entries and one in eight of the others.
class VerdictCache {
 public:
  static constexpr std::size_t kBytesEach = 215;
  static constexpr std::size_t kVerdictBytes = 122;
  static constexpr std::chrono::seconds kUseInterval{30};

  // VerdictCache shares principals through `subjects`, which must outlive it.
  VerdictCache(SubjectCache& subjects, std::size_t capacity);
  ~VerdictCache();
  VerdictCache(const VerdictCache&) = delete;
  VerdictCache& operator=(const VerdictCache&) = delete;

  // Find returns the cached entry, also if it has expired. `used_at` records a use at that time.
  std::optional<Verdict> Find(const base::Digest& digest,
                              std::optional<base::Time> used_at = std::nullopt) const;
  // Put replaces the entry. `is_use` records a use at `now`.
  void Put(const base::Digest& digest, const Verdict& verdict, base::Time now, bool is_use = true);
  // Confirm records that a verdict returned by Find was still valid at `epoch`, so that the next
  // lookup skips the revocation check. It does nothing if the entry was replaced in the meantime.
  void Confirm(const base::Digest& digest, const Verdict& verdict, std::uint64_t epoch) const;
  void Erase(const base::Digest& digest);
  // size returns the number of verdicts; bytes returns their approximate memory, principals
  // included.
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }
  std::size_t bytes() const { return size() * kVerdictBytes + subjects_.shared_bytes(); }

 private:
  struct Entry;
  struct Shard;
  Shard& ShardOf(const base::Digest& digest) const;
  void MakeRoom(Shard& shard, base::Time now);

  SubjectCache& subjects_;
  std::size_t count_;  // number of shards
  std::size_t shard_capacity_;
  std::size_t most_bytes_;
  std::atomic<std::size_t> size_ = 0;
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace bearward::verify
