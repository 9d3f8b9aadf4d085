#include "verify/negative_cache.h"

namespace bearward::verify {

void NegativeCache::Put(const base::Digest& digest, Refusal refusal, std::int64_t now) {
  if (!IsPermanent(refusal)) return;
  Stripe& stripe = stripes_[StripeOf(digest)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  auto& entries = stripe.entries;
  if (entries.size() >= kMostInStripe) {
    boost::unordered::erase_if(entries, [now](const auto& row) { return now >= row.second.until; });
  }
  // Many different credentials are being tried. Which entries are removed does not matter.
  if (entries.size() >= kMostInStripe) entries.clear();
  entries.insert_or_assign(digest, Entry{refusal, now + kLifetime.count()});
}

std::optional<Refusal> NegativeCache::Find(const base::Digest& digest, std::int64_t now) const {
  const Stripe& stripe = stripes_[StripeOf(digest)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.entries.find(digest);
  if (found == stripe.entries.end() || now >= found->second.until) return std::nullopt;
  return found->second.refusal;
}

void NegativeCache::Clear() {
  for (Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.entries.clear();
  }
}

std::size_t NegativeCache::size() const {
  std::size_t sum = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.entries.size();
  }
  return sum;
}

}  // namespace bearward::verify
