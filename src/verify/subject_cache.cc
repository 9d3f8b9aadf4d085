#include "verify/subject_cache.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <mutex>

namespace bearward::verify {
namespace {

constexpr std::size_t kCounts = 16;  // bytes of a shared_ptr control block
constexpr std::size_t kMixer = 0x9e3779b97f4a7c15;

using Texts = std::vector<std::string>;

std::size_t HashOf(std::string_view text) { return std::hash<std::string_view>()(text); }

template <class Tag>
std::size_t HashOf(const base::Common<base::Id<Tag>>& id) {
  return HashOf(id->text);
}

std::size_t HashOf(const Texts& texts) {
  std::size_t sum = texts.size();
  for (const std::string& text : texts) sum = (sum + HashOf(text)) * kMixer;
  return sum;
}

std::size_t HashOf(const base::TextSet& set) { return HashOf(set.texts()); }

const Texts& ListOf(const Texts* texts) {
  static const Texts kNone;
  return texts != nullptr ? *texts : kNone;
}

std::size_t HashOf(const SubjectKey& key) {
  std::size_t hash = static_cast<std::size_t>(key.credential);
  const auto mix = [&hash](std::size_t fact) { hash = (hash + fact) * kMixer; };
  for (const std::string_view text :
       {key.subject, key.organization, key.environment, key.profile, key.kind}) {
    mix(HashOf(text));
  }
  mix(HashOf(ListOf(key.scopes)));
  mix(HashOf(ListOf(key.audiences)));
  return hash;
}

// Compares field by field, so that no two subjects are confused (incident class E1).
bool AreEqual(const SubjectKey& one, const SubjectKey& other) {
  return one.credential == other.credential && one.environment == other.environment &&
         one.kind == other.kind && one.subject == other.subject &&
         one.organization == other.organization && one.profile == other.profile &&
         (one.scopes == nullptr) == (other.scopes == nullptr) &&
         ListOf(one.scopes) == ListOf(other.scopes) &&
         ListOf(one.audiences) == ListOf(other.audiences);
}

// KeyTexts owns the texts of a SubjectKey.
struct KeyTexts {
  explicit KeyTexts(const SubjectKey& key)
      : environment(key.environment),
        kind(key.kind),
        subject(key.subject),
        organization(key.organization),
        profile(key.profile),
        credential(key.credential),
        audiences(ListOf(key.audiences)) {
    if (key.scopes != nullptr) scopes = *key.scopes;
  }
  SubjectKey view() const {
    return {.environment = environment,
            .kind = kind,
            .subject = subject,
            .organization = organization,
            .profile = profile,
            .credential = credential,
            .scopes = scopes ? &*scopes : nullptr,
            .audiences = &audiences};
  }

  std::string environment, kind, subject, organization, profile;
  model::CredentialKind credential;
  std::optional<Texts> scopes;
  Texts audiences;
};

// The hash of the key of a principal, with its permissions in place of scopes, and of its limits:
// those of an API key are its own. A collision is harmless: the principals are still compared, and
// only replace each other in the table.
std::size_t HashOf(const model::Principal& principal) {
  std::size_t hash =
      HashOf(SubjectKey{.environment = principal.environment->text,
                        .kind = base::Word(principal.subject_kind),
                        .subject = principal.subject_id.view(),
                        .organization = principal.organization->text,
                        .profile = principal.profile,
                        .credential = principal.credential,
                        .scopes = &principal.permissions.texts(),
                        .audiences = principal.audience ? &principal.audience->names : nullptr});
  for (const model::AppliedLimit& limit : principal.limits) {
    hash = (hash + base::DigestHash()(limit.bucket)) * kMixer;
  }
  return hash;
}

// Size of a malloc block: one word of overhead, rounded up to two words.
std::size_t Block(std::size_t bytes) {
  return std::max<std::size_t>((bytes + 8 + 15) / 16 * 16, 32);
}

std::size_t BytesOf(const std::string& text) {
  constexpr std::size_t kInPlace = 15;
  return text.capacity() > kInPlace ? Block(text.capacity() + 1) : 0;
}

template <std::size_t kSize>
std::size_t BytesOf(const base::InlineText<kSize>& text) {
  return text.bytes_apart() > 0 ? Block(text.bytes_apart()) : 0;
}

std::size_t BytesOf(const std::vector<std::string>& texts) {
  if (texts.capacity() == 0) return 0;
  std::size_t sum = Block(texts.capacity() * sizeof(std::string));
  for (const std::string& text : texts) sum += BytesOf(text);
  return sum;
}

template <class Tag>
std::size_t BytesOf(const base::Common<base::Id<Tag>>& id) {
  return Block(sizeof *id + kCounts) + BytesOf(id->text);
}

std::size_t BytesOf(const base::TextSet& set) {
  const std::vector<std::string>& texts = set.texts();
  return Block(sizeof(std::vector<std::string>) + kCounts) + BytesOf(texts);
}

// Memory of a principal itself, without the parts that it shares with others.
std::size_t BytesOf(const model::Principal& principal) {
  constexpr std::size_t kListing = 40;  // a table slot at the usual load factor
  std::size_t sum = Block(sizeof(SharedPrincipal) + kCounts) + kListing;
  sum += BytesOf(principal.username) + BytesOf(principal.email) + BytesOf(principal.full_name);
  sum += BytesOf(principal.subject_id);
  for (const std::string* text : {&principal.environment_name, &principal.organization_name,
                                  &principal.profile, &principal.access_profile}) {
    sum += BytesOf(*text);
  }
  if (principal.limits.capacity() > 0) {
    sum += Block(principal.limits.capacity() * sizeof(model::AppliedLimit));
  }
  if (principal.client) {
    sum += Block(sizeof *principal.client + kCounts) + BytesOf(principal.client->audiences);
  }
  if (principal.impersonator) {
    const model::Impersonator& by = *principal.impersonator;
    sum += Block(sizeof by + kCounts) + by.id.size() + by.environment.text.size() + by.name.size() +
           by.reason.size();
  }
  if (principal.audience) {
    sum += Block(sizeof *principal.audience + kCounts) + BytesOf(principal.audience->names);
  }
  return sum;
}

}  // namespace

// CommonValues keeps some recently seen values of a type whose copies share their content.
template <class Value>
class CommonValues {
 public:
  // Join replaces a value by a copy of an equal one that was seen, and returns 0. If there is none,
  // it returns the bytes of the value; they are attributed to its principal for as long as that
  // lives.
  std::size_t Join(Value& value) {
    Value& seen = seen_[HashOf(value) % kSeen];
    const std::lock_guard<std::mutex> lock(mutex_);
    if (seen == value) {
      value = seen;
      return 0;
    }
    seen = value;
    return BytesOf(value);
  }

 private:
  static constexpr std::size_t kSeen = 256;
  std::mutex mutex_;
  std::array<Value, kSeen> seen_;
};

// PrincipalTable finds the newest copy of a principal. It keeps none alive.
struct PrincipalTable {
  struct alignas(64) Stripe {
    std::mutex mutex;
    boost::unordered_flat_map<std::size_t, std::weak_ptr<const SharedPrincipal>> newest;
  };
  std::array<Stripe, SubjectCache::kStripes> stripes;
  std::atomic<std::size_t> bytes = 0;
  CommonValues<base::TextSet> texts;
  CommonValues<base::Common<model::EnvironmentId>> environments;
  CommonValues<base::Common<model::OrganizationId>> organizations;

  Stripe& StripeOf(std::size_t hash) { return stripes[hash % stripes.size()]; }
  // Join lets a principal share its common parts with others, and returns its remaining bytes.
  std::size_t Join(model::Principal& principal) {
    return texts.Join(principal.permissions) + texts.Join(principal.roles) +
           environments.Join(principal.environment) + organizations.Join(principal.organization) +
           BytesOf(principal);
  }
};

SharedPrincipal::SharedPrincipal(std::shared_ptr<PrincipalTable> table,
                                 const model::Principal& principal)
    : principal_(principal), table_(std::move(table)), bytes_(table_->Join(principal_)) {
  table_->bytes.fetch_add(bytes_, std::memory_order_relaxed);
}

SharedPrincipal::~SharedPrincipal() {
  table_->bytes.fetch_sub(bytes_, std::memory_order_relaxed);
  const std::size_t hash = HashOf(principal_);
  PrincipalTable::Stripe& stripe = table_->StripeOf(hash);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.newest.find(hash);
  if (found != stripe.newest.end() && found->second.expired()) stripe.newest.erase(found);
}

struct alignas(64) SubjectCache::Stripe {
  struct Entry {
    KeyTexts key;
    CachedSubject subject;
    std::uint64_t epoch;
  };
  std::mutex mutex;
  // By the hash of the key: keys with the same hash replace each other.
  boost::unordered_flat_map<std::size_t, Entry> entries;
};

SubjectCache::SubjectCache(const Revocations& revocations)
    : revocations_(revocations),
      stripes_(std::make_unique<Stripe[]>(kStripes)),
      shared_(std::make_shared<PrincipalTable>()) {}

SubjectCache::~SubjectCache() = default;

SubjectCache::Stripe& SubjectCache::StripeOf(std::size_t hash) const {
  return stripes_[hash % kStripes];
}

std::optional<CachedSubject> SubjectCache::Find(const SubjectKey& key) const {
  const std::size_t hash = HashOf(key);
  Stripe& stripe = StripeOf(hash);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.entries.find(hash);
  if (found == stripe.entries.end()) return std::nullopt;
  Stripe::Entry& entry = found->second;
  if (!AreEqual(entry.key.view(), key)) return std::nullopt;
  const std::uint64_t now = revocations_.Now();
  if (entry.epoch != now) {
    if (revocations_.IsStale(*entry.subject.principal, {}, entry.epoch)) return std::nullopt;
    entry.epoch = now;
  }
  return entry.subject;
}

void SubjectCache::Put(const SubjectKey& key, CachedSubject subject, std::uint64_t epoch) {
  const std::size_t hash = HashOf(key);
  Stripe& stripe = StripeOf(hash);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.entries.find(hash);
  if (found == stripe.entries.end()) {
    if (stripe.entries.size() >= kMostInStripe) stripe.entries.clear();
  } else if (found->second.epoch > epoch && AreEqual(found->second.key.view(), key)) {
    return;  // Threads may call Put in another order than they read; the newest epoch wins.
  }
  stripe.entries.insert_or_assign(hash, Stripe::Entry{KeyTexts(key), std::move(subject), epoch});
}

std::size_t SubjectCache::size() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kStripes; ++i) {
    const std::lock_guard<std::mutex> lock(stripes_[i].mutex);
    sum += stripes_[i].entries.size();
  }
  return sum;
}

std::shared_ptr<const SharedPrincipal> SubjectCache::Share(const model::Principal& principal) {
  const std::size_t hash = HashOf(principal);
  PrincipalTable::Stripe& stripe = shared_->StripeOf(hash);
  std::shared_ptr<const SharedPrincipal> newest;
  bool has_room = false;
  {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    const auto found = stripe.newest.find(hash);
    if (found != stripe.newest.end()) newest = found->second.lock();
    has_room = newest && ++newest->sharers_ <= kMostSharers;
  }
  // Compares, and perhaps releases the last reference, without the lock: the destructor locks it.
  if (has_room && newest->principal() == principal) return newest;
  newest = std::make_shared<const SharedPrincipal>(shared_, principal);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  stripe.newest.insert_or_assign(hash, newest);
  return newest;
}

std::shared_ptr<const IdentifiedPrincipal> SubjectCache::KeepWithId(
    const model::Principal& principal, const base::ShortText<39>& id) {
  return std::make_shared<const IdentifiedPrincipal>(shared_, principal, id);
}

std::size_t SubjectCache::shared_bytes() const {
  return shared_->bytes.load(std::memory_order_relaxed);
}

}  // namespace bearward::verify
