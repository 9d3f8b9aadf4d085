#include "verify/key_usage.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>

namespace bearward::verify {
namespace {

// In a full group this many requests are missed at least before a key is replaced, so that requests
// with many different keys rarely take the lock.
constexpr std::uint32_t kFewestMisses = 64;

// Ids are random texts of this server, so 64 bits of a hash tell ten thousand keys apart. 0 is the
// tag of a free place.
std::uint64_t TagOf(std::string_view id) {
  return std::max<std::uint64_t>(std::hash<std::string_view>()(id), 1);
}

using Denials = HourlyCounts<kReasons>;

// Key is what is counted of one key. Few keys are refused, so denials have memory of their own.
struct Key {
  // Requests returns the uses and denials of the hours that are kept.
  std::uint32_t Requests(std::uint32_t hour) const {
    const Denials* const refused = denials.load(std::memory_order_acquire);
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < KeyUsage::kHours; ++i) {
      sum += uses.Read(hour - i)[0];
      if (refused == nullptr) continue;
      for (const std::uint32_t count : refused->Read(hour - i)) sum += count;
    }
    return sum;
  }
  void Begin(base::Time at) {
    uses.Clear();
    if (Denials* const refused = denials.load(std::memory_order_acquire)) refused->Clear();
    since.store(base::ToMillis(at), std::memory_order_relaxed);
  }

  std::atomic<std::int64_t> since = 0;  // milliseconds since 1970
  HourlyCounts<1> uses;
  std::atomic<Denials*> denials = nullptr;  // of Places::denials_
};

// Group has the places of the keys whose tags have one remainder. Its tags are one cache line. A
// key is stored before its tag and is never freed, so a thread that reads a tag may use the key.
struct alignas(64) Group {
  std::array<std::atomic<std::uint64_t>, KeyUsage::kGroupSize> tags{};
  std::array<std::atomic<Key*>, KeyUsage::kGroupSize> keys{};  // of Places::keys_
  std::atomic<std::uint32_t> missed = 0;                       // requests since the last new key
  std::atomic<std::uint32_t> needed = 0;                       // misses before the next new key
};

}  // namespace

bool IsApiKeyId(std::string_view id) {
  return id.starts_with("key_") || id.starts_with("api_key_");
}

class KeyUsage::Places {
 public:
  // Find returns nullptr for a key without a place.
  Key* Find(std::uint64_t tag) {
    Group& group = GroupOf(tag);
    for (std::size_t i = 0; i < kGroupSize; ++i) {
      if (group.tags[i].load(std::memory_order_acquire) == tag) {
        return group.keys[i].load(std::memory_order_relaxed);
      }
    }
    return nullptr;
  }
  // FindOrAdd returns nullptr for a key that gets no place.
  Key* FindOrAdd(std::string_view id, base::Time at) {
    if (!IsApiKeyId(id)) return nullptr;
    const std::uint64_t tag = TagOf(id);
    if (Key* const known = Find(tag)) return known;
    Group& group = GroupOf(tag);
    const std::uint32_t missed = group.missed.fetch_add(1, std::memory_order_relaxed);
    if (missed < group.needed.load(std::memory_order_relaxed)) return nullptr;
    return Add(group, tag, at);
  }
  Denials& DenialsOf(Key& key) {
    if (Denials* const known = key.denials.load(std::memory_order_acquire)) return *known;
    const std::lock_guard lock(mutex_);
    if (Denials* const known = key.denials.load(std::memory_order_acquire)) return *known;
    Denials& made = denials_.emplace_back();
    key.denials.store(&made, std::memory_order_release);
    return made;
  }
  std::mutex& mutex() { return mutex_; }

 private:
  Group& GroupOf(std::uint64_t tag) { return groups_[tag % kGroups]; }

  Key* Add(Group& group, std::uint64_t tag, base::Time at) {
    const std::lock_guard lock(mutex_);
    if (Key* const known = Find(tag)) return known;
    const auto free = std::ranges::find(group.tags, 0U, [](const auto& one) { return one.load(); });
    auto place = static_cast<std::size_t>(free - group.tags.begin());
    if (place == kGroupSize) {
      const auto least = LeastUsed(group, HourNumber(at));
      if (!least) return nullptr;
      place = *least;
    }
    Key* key = group.keys[place].load(std::memory_order_relaxed);
    if (key == nullptr) key = &keys_.emplace_back();
    group.tags[place].store(0, std::memory_order_release);
    key->Begin(at);
    group.keys[place].store(key, std::memory_order_relaxed);
    group.tags[place].store(tag, std::memory_order_release);
    group.missed.store(0, std::memory_order_relaxed);
    return key;
  }
  // LeastUsed returns the place of the key with the fewest requests; nullopt if the group has
  // missed fewer than that.
  static std::optional<std::size_t> LeastUsed(Group& group, std::uint32_t hour) {
    std::array<std::uint32_t, kGroupSize> requests{};
    for (std::size_t i = 0; i < kGroupSize; ++i) requests[i] = group.keys[i].load()->Requests(hour);
    const auto least = std::ranges::min_element(requests);
    const std::uint32_t needed = std::max(*least, kFewestMisses);
    group.needed.store(needed, std::memory_order_relaxed);
    if (group.missed.load(std::memory_order_relaxed) < needed) return std::nullopt;
    return static_cast<std::size_t>(least - requests.begin());
  }

  std::array<Group, kGroups> groups_{};
  std::mutex mutex_;             // taken to add a key, its first denial, and to begin an hour
  std::deque<Key> keys_;         // guarded by mutex_; at most kMostKeys
  std::deque<Denials> denials_;  // guarded by mutex_; at most one for each key
};

KeyUsage::KeyUsage() : places_(std::make_unique<Places>()) {}
KeyUsage::~KeyUsage() = default;

void KeyUsage::NoteUse(std::string_view id, base::Time at) {
  if (Key* const key = places_->FindOrAdd(id, at)) {
    key->uses.Add(0, HourNumber(at), places_->mutex());
  }
}

void KeyUsage::NoteDenial(std::string_view id, Reason reason, base::Time at) {
  Key* const key = places_->FindOrAdd(id, at);
  if (key == nullptr) return;
  places_->DenialsOf(*key).Add(static_cast<std::size_t>(reason), HourNumber(at), places_->mutex());
}

std::optional<KeyUsage::Report> KeyUsage::Read(std::string_view id, base::Time now) const {
  const Key* const key = places_->Find(TagOf(id));
  if (key == nullptr) return std::nullopt;
  Report report{.since = base::FromMillis(key->since.load()), .hours = {}};
  const Denials* const denials = key->denials.load(std::memory_order_acquire);
  for (std::uint32_t i = kHours; i-- > 0;) {
    const std::uint32_t hour = HourNumber(now) - i;
    Hour& row = report.hours.emplace_back();
    row.begin = base::Time(std::chrono::hours(hour));
    row.uses = key->uses.Read(hour)[0];
    if (denials != nullptr) row.denials = denials->Read(hour);
  }
  return report;
}

}  // namespace bearward::verify
