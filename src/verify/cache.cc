#include "verify/cache.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>
#include <utility>

namespace bearward::verify {
namespace {

constexpr std::size_t kShards = 256;
// A full shard forgets one entry in eight, so that making room is rare. Digests are uniform: which
// ones go is as good as random.
constexpr std::size_t kForgetShare = 8;

// The shard is chosen by a byte that the map's own hash does not use.
std::size_t ShardOf(const base::Digest& digest) { return digest.back(); }

}  // namespace

struct alignas(64) VerdictCache::Shard {
  std::mutex mutex;
  boost::unordered_flat_map<base::Digest, Verdict, base::DigestHash> entries;
};

VerdictCache::VerdictCache(std::size_t capacity)
    : shards_(std::make_unique<Shard[]>(kShards)),
      shard_capacity_(std::max<std::size_t>(capacity / kShards, 1)) {}

VerdictCache::~VerdictCache() = default;

std::optional<Verdict> VerdictCache::Find(const base::Digest& digest) const {
  Shard& shard = shards_[ShardOf(digest)];
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end()) return std::nullopt;
  return found->second;
}

void VerdictCache::Put(const base::Digest& digest, Verdict verdict) {
  Shard& shard = shards_[ShardOf(digest)];
  const std::lock_guard<std::mutex> lock(shard.mutex);
  if (shard.entries.size() >= shard_capacity_ && !shard.entries.contains(digest)) {
    const std::size_t target =
        shard_capacity_ - std::max<std::size_t>(shard_capacity_ / kForgetShare, 1);
    for (auto entry = shard.entries.begin(); shard.entries.size() > target;) {
      shard.entries.erase(entry++);
    }
  }
  shard.entries.insert_or_assign(digest, std::move(verdict));
}

void VerdictCache::Confirm(const base::Digest& digest, const Verdict& verdict,
                           std::uint64_t epoch) const {
  Shard& shard = shards_[ShardOf(digest)];
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end() || found->second.principal != verdict.principal) return;
  found->second.epoch = std::max(found->second.epoch, epoch);
}

void VerdictCache::Erase(const base::Digest& digest) {
  Shard& shard = shards_[ShardOf(digest)];
  const std::lock_guard<std::mutex> lock(shard.mutex);
  shard.entries.erase(digest);
}

std::size_t VerdictCache::size() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kShards; ++i) {
    const std::lock_guard<std::mutex> lock(shards_[i].mutex);
    sum += shards_[i].entries.size();
  }
  return sum;
}

}  // namespace bearward::verify
