#include "policies/policy_cache.h"

#include <algorithm>
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>

#include "model/environment.h"
#include "model/event.h"
#include "model/policy_record.h"
#include "store/environments.h"
#include "store/table.h"
#include "token/profiles.h"

namespace bearward::policies {
namespace {

// TextHash allows the lookup of a view without constructing a string.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <class T>
using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

verify::KindSet KindsOf(const model::Policy& policy) {
  using enum model::CredentialKind;
  unsigned kinds = 0;
  for (const model::PolicyCredential credential : policy.credentials) {
    kinds |= credential == model::PolicyCredential::kApiKey
                 ? unsigned{verify::KindBit(kApiKey)}
                 : unsigned{verify::KindBit(kJwt)} | verify::KindBit(kReference);
  }
  return static_cast<verify::KindSet>(kinds);
}

model::Need NeedOf(const model::Policy& policy) {
  const std::vector<std::string_view> permissions(policy.permissions.begin(),
                                                  policy.permissions.end());
  return model::Need::Of(permissions);
}

bool IsAboutPolicies(model::EventType type) {
  return type == model::EventType::kPolicyCreated || type == model::EventType::kPolicyUpdated ||
         type == model::EventType::kPolicyDeleted;
}

// A new or changed environment may be the default one, or have another name.
bool IsAboutEnvironments(model::EventType type) {
  return type == model::EventType::kEnvironmentCreated ||
         type == model::EventType::kEnvironmentUpdated;
}

std::string KeyOf(const model::EnvironmentId& environment, std::string_view name) {
  return environment.text + "\n" + std::string(name);
}

// PathForm returns the only accepted encoding of a name, because two spellings of one policy would
// be two series of a metric and two names in a log.
std::string PathForm(std::string_view environment) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : environment) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      out += c;
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 0xf]};
    }
  }
  return out;
}

std::uint64_t NextNumber() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

CachedPolicy::CachedPolicy(model::Policy row, const PolicyCounter& counter)
    : policy(std::move(row)),
      need(NeedOf(policy)),
      question{.need = need,
               .kinds = KindsOf(policy),
               .profiles = token::kForwardedProfiles,
               .environment = policy.environment,
               .organization = policy.organization,
               .audience = policy.audience ? std::string_view(*policy.audience) : "",
               .unbound = verify::KindBit(model::CredentialKind::kApiKey),
               // The API behind a gateway would take the impersonator for the user (incident
               // class H4): no identity header names it.
               .in_person = true},
      decisions(counter) {}

// Snapshot is an immutable snapshot of the store. `count` is the number of changes that were known
// before it was read.
struct PolicyCache::Snapshot {
  std::uint64_t count = 0;
  ByText<std::shared_ptr<const CachedPolicy>> by_name;

  const CachedPolicy* Find(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second.get();
  }
};

// Changes counts the commits that a snapshot may not contain.
struct PolicyCache::Changes {
  // count is larger than that of a missing snapshot, so that the first use reads one.
  std::atomic<std::uint64_t> count = 1;
  std::mutex mutex;
  ByText<std::uint64_t> touched;     // KeyOf a policy -> count of its last change
  std::uint64_t all_touched_at = 0;  // count of the last change of an environment

  void Note(std::span<const model::Event> events) {
    const bool any = std::ranges::any_of(events, [](const model::Event& event) {
      return IsAboutPolicies(event.type) || IsAboutEnvironments(event.type);
    });
    if (!any) return;
    const std::lock_guard lock(mutex);
    const std::uint64_t next = count.load(std::memory_order_relaxed) + 1;
    for (const model::Event& event : events) {
      if (IsAboutPolicies(event.type)) touched[KeyOf(event.environment, event.target)] = next;
      if (IsAboutEnvironments(event.type)) all_touched_at = next;
    }
    count.store(next, std::memory_order_release);
  }
  // Forget deletes the entries that a snapshot of that count contains.
  void Forget(std::uint64_t read) {
    const std::lock_guard lock(mutex);
    std::erase_if(touched, [read](const auto& entry) { return entry.second <= read; });
  }
  bool TouchedAfter(const model::Policy& policy, std::uint64_t read) {
    const std::lock_guard lock(mutex);
    const auto found = touched.find(KeyOf(policy.environment, policy.id));
    return all_touched_at > read || (found != touched.end() && found->second > read);
  }
};

PolicyCache::PolicyCache(store::Store& store, observe::Registry& metrics, std::size_t most_counted)
    : store_(store),
      counters_(metrics, most_counted),
      number_(NextNumber()),
      changes_(std::make_shared<Changes>()) {
  store_.OnCommit(
      [changes = changes_](std::span<const model::Event> events) { changes->Note(events); });
}

PolicyCache::~PolicyCache() = default;

// Each thread keeps a reference to the last snapshot that it used, so that readers share no
// reference count.
const PolicyCache::Snapshot* PolicyCache::Current() const {
  struct Held {
    std::uint64_t cache = 0;
    std::shared_ptr<const Snapshot> snapshot;
  };
  thread_local Held held;
  const std::uint64_t count = changes_->count.load(std::memory_order_acquire);
  if (held.cache != number_ || held.snapshot == nullptr || held.snapshot->count != count) {
    const std::lock_guard lock(mutex_);
    held = {number_, snapshot_};
  }
  return held.snapshot.get();
}

std::optional<const CachedPolicy*> PolicyCache::TryCached(std::string_view name) const {
  if (!store_.IsCurrent()) return std::nullopt;
  const std::uint64_t count = changes_->count.load(std::memory_order_acquire);
  const Snapshot* const snapshot = Current();
  if (snapshot == nullptr || snapshot->count < count) return std::nullopt;
  return snapshot->Find(name);
}

base::Result<const CachedPolicy*> PolicyCache::Find(std::string_view name) {
  BW_TRY(store_.AwaitCurrent());
  const base::Status loaded = Load();
  const Snapshot* const snapshot = Current();
  if (snapshot == nullptr) return base::Fail(loaded.error());
  const CachedPolicy* const found = snapshot->Find(name);
  if (!loaded && (found == nullptr || changes_->TouchedAfter(found->policy, snapshot->count))) {
    return base::Fail(loaded.error());
  }
  if (found != nullptr) return found;
  return base::Fail(base::NotFound("unknown_policy", "No such policy."));
}

base::Status PolicyCache::Load() {
  const std::lock_guard one_at_a_time(loading_);
  const Snapshot* const present = Current();
  const std::uint64_t count = changes_->count.load(std::memory_order_acquire);
  if (present != nullptr && present->count >= count) return {};
  auto read = Read();
  outdated_.store(!read, std::memory_order_relaxed);
  if (!read) {
    failed_loads_.fetch_add(1, std::memory_order_relaxed);
    return base::Fail(std::move(read).error());
  }
  changes_->Forget((*read)->count);
  const std::lock_guard lock(mutex_);
  snapshot_ = *std::move(read);
  return {};
}

base::Result<std::shared_ptr<const PolicyCache::Snapshot>> PolicyCache::Read() {
  auto snapshot = std::make_shared<Snapshot>();
  // The count is read before the rows: a change in between makes this snapshot outdated at once.
  snapshot->count = changes_->count.load(std::memory_order_acquire);
  std::vector<model::Environment> environments;
  std::vector<model::Policy> policies;
  static const store::TableOf<model::Policy> kTable(model::kPolicy);
  BW_TRY(store_.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(environments, store::ListEnvironments(tx));
    BW_TRY_ASSIGN(policies, kTable.ListAllEnvironments(tx));
    return {};
  }));
  for (model::Policy& policy : policies) {
    const auto home = std::ranges::find(environments, policy.environment, &model::Environment::id);
    if (home == environments.end()) continue;
    const PolicyCounter& counter = counters_.Of(home->name, policy.id);
    auto cached = std::make_shared<const CachedPolicy>(std::move(policy), counter);
    const std::string& name = cached->policy.id;
    if (home == environments.begin()) snapshot->by_name.emplace(name, cached);
    snapshot->by_name.emplace(PathForm(home->name) + "~" + name, cached);
  }
  return snapshot;
}

}  // namespace bearward::policies
