// VerdictCache: the SHA-256 of a whole credential -> who it is. It never holds what was asked.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/digest.h"
#include "base/time.h"
#include "model/caller.h"

namespace bearward::verify {

// Verdict is one remembered answer. `epoch` is the Revocations epoch from before its facts were
// read; `expires_at` bounds its life by the clock.
struct Verdict {
  std::shared_ptr<const model::Principal> principal;
  model::CredentialFacts credential;
  std::uint64_t epoch = 0;
  base::Time expires_at;
};

// VerdictCache is shared by all threads: 256 shards, each behind a short lock, values copied out.
// It is bounded; a full shard forgets before it takes more. Find does not allocate.
class VerdictCache {
 public:
  explicit VerdictCache(std::size_t capacity);
  ~VerdictCache();
  VerdictCache(const VerdictCache&) = delete;
  VerdictCache& operator=(const VerdictCache&) = delete;

  std::optional<Verdict> Find(const base::Digest& digest) const;
  void Put(const base::Digest& digest, Verdict verdict);
  // Confirm notes that a verdict that Find gave was found good as of `epoch`, so that the next one
  // who asks need not look again. Nothing happens when the entry is another by now.
  void Confirm(const base::Digest& digest, const Verdict& verdict, std::uint64_t epoch) const;
  void Erase(const base::Digest& digest);
  // size counts the entries of all shards, for the metrics.
  std::size_t size() const;

 private:
  struct Shard;
  std::unique_ptr<Shard[]> shards_;
  std::size_t shard_capacity_;
};

}  // namespace bearward::verify
