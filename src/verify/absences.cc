#include "verify/absences.h"

namespace bearward::verify {

void Absences::Note(const base::Digest& hash, std::uint64_t mark, std::int64_t now) {
  Stripe& stripe = stripes_[StripeOf(hash)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  // Under the lock: a birth that is not counted yet will find and end what is noted here.
  if (Mark() != mark) return;
  if (stripe.until.size() >= kMostInStripe) {
    boost::unordered::erase_if(stripe.until, [now](const auto& row) { return now >= row.second; });
  }
  // Somebody tries many. Which ones are forgotten does not matter.
  if (stripe.until.size() >= kMostInStripe) stripe.until.clear();
  stripe.until.insert_or_assign(hash, now + kMemory.count());
}

bool Absences::Knows(const base::Digest& hash, std::int64_t now) const {
  const Stripe& stripe = stripes_[StripeOf(hash)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.until.find(hash);
  return found != stripe.until.end() && now < found->second;
}

void Absences::Apply(std::span<const base::Digest> born) {
  births_.fetch_add(1, std::memory_order_acq_rel);
  for (const base::Digest& hash : born) {
    Stripe& stripe = stripes_[StripeOf(hash)];
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.until.erase(hash);
  }
  if (!born.empty()) return;
  for (Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.until.clear();
  }
}

std::size_t Absences::size() const {
  std::size_t sum = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.until.size();
  }
  return sum;
}

}  // namespace bearward::verify
