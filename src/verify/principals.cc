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

// What malloc takes for a block: a word of its own, in steps of two words.
std::size_t Block(std::size_t bytes) {
  return std::max<std::size_t>((bytes + 8 + 15) / 16 * 16, 32);
}

std::size_t BytesOf(const std::string& text) {
  constexpr std::size_t kInPlace = 15;
  return text.capacity() > kInPlace ? Block(text.capacity() + 1) : 0;
}

std::size_t BytesOf(const std::vector<std::string>& texts) {
  if (texts.capacity() == 0) return 0;
  std::size_t sum = Block(texts.capacity() * sizeof(std::string));
  for (const std::string& text : texts) sum += BytesOf(text);
  return sum;
}

std::size_t BytesOf(const KeptPrincipal& kept) {
  const model::Principal& principal = kept.principal;
  constexpr std::size_t kSharedCounts = 16;
  constexpr std::size_t kCounts = 64;   // of the shared pointer, with the deleter
  constexpr std::size_t kListing = 80;  // a place in the table at half its load
  std::size_t sum = Block(sizeof kept) + kCounts + kListing;
  for (const std::string* text :
       {&principal.environment.text, &principal.environment_name, &principal.organization.text,
        &principal.organization_name, &principal.subject_id, &principal.username, &principal.email,
        &principal.full_name, &principal.profile, &principal.access_profile}) {
    sum += BytesOf(*text);
  }
  if (principal.limits.capacity() > 0) {
    sum += Block(principal.limits.capacity() * sizeof(model::AppliedLimit));
  }
  if (principal.client) {
    sum += Block(sizeof *principal.client + kSharedCounts) + BytesOf(principal.client->audiences);
  }
  if (principal.audience) {
    sum += Block(sizeof *principal.audience + kSharedCounts) + BytesOf(principal.audience->names);
  }
  return sum + BytesOf(principal.permissions) + BytesOf(principal.roles);
}

// Facts that tell one standing of a subject from its others. Two of one name are still told apart,
// and only push each other off the list.
std::size_t NameOf(const model::Principal& principal) {
  std::size_t name = static_cast<std::size_t>(principal.credential);
  const auto mix = [&name](std::size_t fact) { name = (name + fact) * 0x9e3779b97f4a7c15; };
  const auto mix_text = [&](std::string_view text) { mix(std::hash<std::string_view>()(text)); };
  for (const std::string* text : {&principal.subject_id, &principal.organization.text,
                                  &principal.environment.text, &principal.profile}) {
    mix_text(*text);
  }
  for (const std::string& permission : principal.permissions) mix_text(permission);
  for (const model::AppliedLimit& limit : principal.limits) mix(base::DigestHash()(limit.bucket));
  if (principal.audience) {
    for (const std::string& audience : principal.audience->names) mix_text(audience);
  }
  return name;
}

}  // namespace

// Listing finds the newest copy of a principal. It keeps none alive.
struct Principals::Listing {
  struct Listed {
    std::weak_ptr<const KeptPrincipal> kept;
    std::size_t given = 0;
  };
  struct alignas(64) Stripe {
    std::mutex mutex;
    boost::unordered_flat_map<std::size_t, Listed> listed;
  };
  std::array<Stripe, kStripes> stripes;
  std::atomic<std::size_t> bytes = 0;

  Stripe& StripeOf(std::size_t name) { return stripes[name % kStripes]; }
};

// Forget ends a kept principal, whoever held it last.
struct Principals::Forget {
  std::shared_ptr<Listing> listing;
  std::size_t name;

  void operator()(const KeptPrincipal* kept) const {
    {
      Listing::Stripe& stripe = listing->StripeOf(name);
      const std::lock_guard<std::mutex> lock(stripe.mutex);
      const auto found = stripe.listed.find(name);
      if (found != stripe.listed.end() && found->second.kept.expired()) stripe.listed.erase(found);
    }
    listing->bytes.fetch_sub(BytesOf(*kept), std::memory_order_relaxed);
    delete kept;
  }
};

Principals::Principals() : listing_(std::make_shared<Listing>()) {}

std::shared_ptr<const KeptPrincipal> Principals::Share(const model::Principal& principal,
                                                       const base::ShortText<39>& odd_id) {
  const std::size_t name = NameOf(principal);
  if (!odd_id.empty()) return Keep(principal, odd_id, name);
  Listing::Stripe& stripe = listing_->StripeOf(name);
  std::shared_ptr<const KeptPrincipal> kept;
  {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    const auto found = stripe.listed.find(name);
    if (found != stripe.listed.end() && found->second.given < kMostSharers) {
      kept = found->second.kept.lock();
      ++found->second.given;
    }
  }
  if (kept && kept->principal == principal) return kept;
  kept = Keep(principal, odd_id, name);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  stripe.listed.insert_or_assign(name, Listing::Listed{.kept = kept, .given = 1});
  return kept;
}

std::shared_ptr<const KeptPrincipal> Principals::Keep(const model::Principal& principal,
                                                      const base::ShortText<39>& odd_id,
                                                      std::size_t name) {
  auto copy = std::make_unique<const KeptPrincipal>(principal, odd_id);
  listing_->bytes.fetch_add(BytesOf(*copy), std::memory_order_relaxed);
  return {copy.release(), Forget{listing_, name}};
}

std::size_t Principals::bytes() const { return listing_->bytes.load(std::memory_order_relaxed); }

}  // namespace bearward::verify
