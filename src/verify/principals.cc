#include "verify/principals.h"

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace bearward::verify {
namespace {

constexpr std::size_t kStripes = 16;
constexpr std::size_t kCounts = 16;  // bytes of a shared_ptr control block
constexpr std::size_t kMixer = 0x9e3779b97f4a7c15;

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
  return Block(sizeof set.texts() + kCounts) + BytesOf(set.texts());
}

// Memory of a principal itself, without the parts that it shares with others.
std::size_t BytesOf(const model::Principal& principal) {
  constexpr std::size_t kListing = 40;  // a table slot at the usual load factor
  std::size_t sum = Block(sizeof(KeptPrincipal) + kCounts) + kListing;
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
  if (principal.audience) {
    sum += Block(sizeof *principal.audience + kCounts) + BytesOf(principal.audience->names);
  }
  return sum;
}

std::size_t HashOf(std::string_view text) { return std::hash<std::string_view>()(text); }

template <class Tag>
std::size_t HashOf(const base::Common<base::Id<Tag>>& id) {
  return HashOf(id->text);
}

std::size_t HashOf(const base::TextSet& set) {
  std::size_t sum = set.size();
  for (const std::string& text : set) sum = (sum + HashOf(text)) * kMixer;
  return sum;
}

// Hash of the facts that distinguish the principals of one subject. A collision is harmless: the
// principals are still compared, and only replace each other in the list.
std::size_t NameOf(const model::Principal& principal) {
  std::size_t name = static_cast<std::size_t>(principal.credential);
  const auto mix = [&name](std::size_t fact) { name = (name + fact) * kMixer; };
  const auto mix_text = [&](std::string_view text) { mix(HashOf(text)); };
  for (const std::string_view text :
       {principal.subject_id.view(), std::string_view(principal.organization->text),
        std::string_view(principal.environment->text), std::string_view(principal.profile)}) {
    mix_text(text);
  }
  mix(HashOf(principal.permissions));
  for (const model::AppliedLimit& limit : principal.limits) mix(base::DigestHash()(limit.bucket));
  if (principal.audience) {
    for (const std::string& audience : principal.audience->names) mix_text(audience);
  }
  return name;
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

// PrincipalList finds the newest copy of a principal. It keeps none alive.
struct PrincipalList {
  struct alignas(64) Stripe {
    std::mutex mutex;
    boost::unordered_flat_map<std::size_t, std::weak_ptr<const KeptPrincipal>> kept;
  };
  std::array<Stripe, kStripes> stripes;
  std::atomic<std::size_t> bytes = 0;
  CommonValues<base::TextSet> texts;
  CommonValues<base::Common<model::EnvironmentId>> environments;
  CommonValues<base::Common<model::OrganizationId>> organizations;

  Stripe& StripeOf(std::size_t name) { return stripes[name % kStripes]; }
  // Join lets a principal share its common parts with others, and returns its remaining bytes.
  std::size_t Join(model::Principal& principal) {
    return texts.Join(principal.permissions) + texts.Join(principal.roles) +
           environments.Join(principal.environment) + organizations.Join(principal.organization) +
           BytesOf(principal);
  }
};

KeptPrincipal::KeptPrincipal(std::shared_ptr<PrincipalList> list, const model::Principal& principal)
    : principal_(principal), list_(std::move(list)), bytes_(list_->Join(principal_)) {
  list_->bytes.fetch_add(bytes_, std::memory_order_relaxed);
}

KeptPrincipal::~KeptPrincipal() {
  list_->bytes.fetch_sub(bytes_, std::memory_order_relaxed);
  const std::size_t name = NameOf(principal_);
  PrincipalList::Stripe& stripe = list_->StripeOf(name);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.kept.find(name);
  if (found != stripe.kept.end() && found->second.expired()) stripe.kept.erase(found);
}

Principals::Principals() : list_(std::make_shared<PrincipalList>()) {}

std::shared_ptr<const KeptPrincipal> Principals::Share(const model::Principal& principal) {
  const std::size_t name = NameOf(principal);
  PrincipalList::Stripe& stripe = list_->StripeOf(name);
  std::shared_ptr<const KeptPrincipal> kept;
  bool is_given_enough = false;
  {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    const auto found = stripe.kept.find(name);
    if (found != stripe.kept.end()) kept = found->second.lock();
    is_given_enough = kept && ++kept->given_ > kMostSharers;
  }
  // Compares, and perhaps releases the last reference, without the lock: the destructor locks it.
  if (kept && !is_given_enough && kept->principal() == principal) return kept;
  kept = std::make_shared<const KeptPrincipal>(list_, principal);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  stripe.kept.insert_or_assign(name, kept);
  return kept;
}

std::shared_ptr<const OddPrincipal> Principals::KeepOdd(const model::Principal& principal,
                                                        const base::ShortText<39>& id) {
  return std::make_shared<const OddPrincipal>(list_, principal, id);
}

std::size_t Principals::bytes() const { return list_->bytes.load(std::memory_order_relaxed); }

}  // namespace bearward::verify
