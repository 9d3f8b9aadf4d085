#include "verify/verdict_cache.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/id.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kFewestShards = 256;
// A table of 15 * 2^8 slots grows at its 3361st entry, or somewhat earlier if entries were erased.
// There are enough shards that none reaches this size, with a margin for uneven distribution.
constexpr std::size_t kShardHolds = 3300;
constexpr std::size_t kShardMean = 3050;
constexpr std::size_t kForgetShare = 8;
constexpr std::size_t kFewestBytes = 65'536;

// Ids are a known prefix and a ULID: packed, they take 17 bytes instead of 40.
constexpr std::array<std::string_view, 5> kPrefixes = {"", "session_", "key_", "sec_", "tok_"};
constexpr std::uint8_t kNoId = 0;
constexpr std::uint8_t kUnpackedId = 0xff;

struct PackedId {
  std::uint8_t prefix = kNoId;
  base::UlidBytes ulid{};
};

PackedId Pack(std::string_view id) {
  if (id.empty()) return {};
  for (std::size_t i = 1; i < kPrefixes.size(); ++i) {
    if (!id.starts_with(kPrefixes[i])) continue;
    if (const auto ulid = base::PackUlid(id.substr(kPrefixes[i].size()))) {
      return {.prefix = static_cast<std::uint8_t>(i), .ulid = *ulid};
    }
  }
  return {.prefix = kUnpackedId};
}

base::ShortText<39> Unpack(const PackedId& id) {
  if (id.prefix == kNoId) return {};
  const std::string_view prefix = kPrefixes[id.prefix];
  const auto ulid = base::UnpackUlid(id.ulid);
  std::array<char, 39> text;
  const auto end = std::ranges::copy(ulid, std::ranges::copy(prefix, text.begin()).out).out;
  return base::ShortText<39>(std::string_view(text.begin(), end));
}

std::uint32_t SecondsOf(base::Time time) {
  return static_cast<std::uint32_t>(base::ToSeconds(time));
}

// Prefetches the cache lines of a principal: a cache hit reads nearly all of it. Without this, each
// read would wait for the reference count, which comes first.
void Prefetch(const SharedPrincipal& kept) {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kRead = offsetof(model::Principal, subject_number);
  const char* const from = reinterpret_cast<const char*>(&kept);  // addresses only; nothing is read
  for (std::size_t at = 0; at < kRead; at += kLine) __builtin_prefetch(from + at);
}

}  // namespace

// Entry is a packed verdict: 64 bytes.
struct VerdictCache::Entry {
  std::shared_ptr<const SharedPrincipal> kept;
  std::uint64_t epoch;
  base::Time expires_at;
  base::Time credential_expires_at;  // max: does not expire
  std::uint32_t used_at;             // seconds
  PackedId id;
};

struct alignas(64) VerdictCache::Shard {
  std::mutex mutex;
  boost::unordered_flat_map<base::Digest, Entry, base::DigestHash> entries;
  std::size_t passed_over = 0;
};

VerdictCache::VerdictCache(SubjectCache& subjects, std::size_t capacity)
    : subjects_(subjects),
      count_(std::max(kFewestShards, capacity / kShardMean + 1)),
      shard_capacity_(std::clamp<std::size_t>(capacity / count_ * 12 / 11, 1, kShardHolds)),
      most_bytes_(std::max(capacity * kBytesEach, kFewestBytes)),
      shards_(std::make_unique<Shard[]>(count_)) {
  static_assert(sizeof(Entry) == 64);
}

VerdictCache::~VerdictCache() = default;

// Uses the last bytes, because the hash of the map uses the first ones.
VerdictCache::Shard& VerdictCache::ShardOf(const base::Digest& digest) const {
  std::uint32_t last = 0;
  std::memcpy(&last, digest.data() + digest.size() - sizeof last, sizeof last);
  return shards_[(std::uint64_t{last} * count_) >> 32];
}

std::optional<Verdict> VerdictCache::Find(const base::Digest& digest,
                                          std::optional<base::Time> used_at) const {
  Shard& shard = ShardOf(digest);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end()) return std::nullopt;
  Entry& entry = found->second;
  Prefetch(*entry.kept);
  Verdict verdict{.principal = {entry.kept, &entry.kept->principal()},
                  .credential = {.id = {}, .expires_at = std::nullopt},
                  .epoch = entry.epoch,
                  .expires_at = entry.expires_at};
  verdict.credential.id = entry.id.prefix == kUnpackedId
                              ? static_cast<const IdentifiedPrincipal&>(*entry.kept).id
                              : Unpack(entry.id);
  if (entry.credential_expires_at != base::Time::max()) {
    verdict.credential.expires_at = entry.credential_expires_at;
  }
  const std::uint32_t seconds = used_at ? SecondsOf(*used_at) : entry.used_at;
  if (seconds - entry.used_at >= kUseInterval.count()) {
    verdict.use_is_due = true;
    entry.used_at = seconds;
  }
  return verdict;
}

void VerdictCache::Put(const base::Digest& digest, const Verdict& verdict, base::Time now,
                       bool is_use) {
  Entry entry{.kept = nullptr,
              .epoch = verdict.epoch,
              .expires_at = verdict.expires_at,
              .credential_expires_at = verdict.credential.expires_at.value_or(base::Time::max()),
              .used_at = is_use ? SecondsOf(now) : 0,
              .id = Pack(verdict.credential.id.view())};
  if (entry.id.prefix == kUnpackedId) {
    entry.kept = subjects_.KeepWithId(*verdict.principal, verdict.credential.id);
  } else {
    entry.kept = subjects_.Share(*verdict.principal);
  }
  Shard& shard = ShardOf(digest);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  if (!shard.entries.contains(digest)) MakeRoom(shard, now);
  const bool added = shard.entries.insert_or_assign(digest, std::move(entry)).second;
  size_.fetch_add(added ? 1 : 0, std::memory_order_relaxed);
}

// Removes the expired entries and one in eight of the others, which are in effect random.
void VerdictCache::MakeRoom(Shard& shard, base::Time now) {
  const auto goes = [&](const auto& row) {
    return now >= row.second.expires_at || ++shard.passed_over % kForgetShare == 0;
  };
  const auto is_full = [&] {
    return shard.entries.size() >= shard_capacity_ ||
           (bytes() >= most_bytes_ && !shard.entries.empty());
  };
  while (is_full()) {
    const std::size_t forgotten = boost::unordered::erase_if(shard.entries, goes);
    size_.fetch_sub(forgotten, std::memory_order_relaxed);
  }
}

void VerdictCache::Confirm(const base::Digest& digest, const Verdict& verdict,
                           std::uint64_t epoch) const {
  Shard& shard = ShardOf(digest);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(digest);
  if (found == shard.entries.end()) return;
  Entry& entry = found->second;
  // Another verdict on the same credential may share the principal, but not the epoch as well.
  if (entry.epoch != verdict.epoch || &entry.kept->principal() != verdict.principal.get()) return;
  entry.epoch = std::max(entry.epoch, epoch);
}

void VerdictCache::Erase(const base::Digest& digest) {
  Shard& shard = ShardOf(digest);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  size_.fetch_sub(shard.entries.erase(digest), std::memory_order_relaxed);
}

}  // namespace bearward::verify
