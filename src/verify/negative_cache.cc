#include "verify/negative_cache.h"

#include <algorithm>

namespace bearward::verify {
namespace {

constexpr std::array<std::string_view, 4> kOver = {"token_expired", "token_revoked",
                                                   "token_superseded", "session_ended"};

}  // namespace

std::optional<std::string_view> OverReason(std::string_view reason) {
  const auto found = std::ranges::find(kOver, reason);
  return found == kOver.end() ? std::nullopt : std::optional(*found);
}

void NegativeCache::Stripe::Put(const base::Digest& hash, std::string_view reason,
                                std::int64_t now) {
  if (ends.size() >= kMostInStripe) {
    boost::unordered::erase_if(ends, [now](const auto& row) { return now >= row.second.until; });
  }
  // Many different credentials are being tried. Which entries are removed does not matter.
  if (ends.size() >= kMostInStripe) ends.clear();
  ends.insert_or_assign(hash, End{reason, now + kMemory.count()});
}

void NegativeCache::NoteAbsent(const base::Digest& hash, std::uint64_t mark, std::int64_t now) {
  Stripe& stripe = stripes_[StripeOf(hash)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  // Checked under the lock: an insert that is not yet counted will find and remove this entry.
  if (Mark() == mark) stripe.Put(hash, "unknown_token", now);
}

void NegativeCache::NoteOver(const base::Digest& hash, std::string_view reason, std::int64_t now) {
  Stripe& stripe = stripes_[StripeOf(hash)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  stripe.Put(hash, reason, now);
}

std::optional<std::string_view> NegativeCache::Find(const base::Digest& hash,
                                                    std::int64_t now) const {
  const Stripe& stripe = stripes_[StripeOf(hash)];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  const auto found = stripe.ends.find(hash);
  if (found == stripe.ends.end() || now >= found->second.until) return std::nullopt;
  return found->second.reason;
}

void NegativeCache::Apply(std::span<const base::Digest> born) {
  births_.fetch_add(1, std::memory_order_acq_rel);
  for (const base::Digest& hash : born) {
    Stripe& stripe = stripes_[StripeOf(hash)];
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.ends.erase(hash);
  }
  if (!born.empty()) return;
  for (Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    stripe.ends.clear();
  }
}

std::size_t NegativeCache::size() const {
  std::size_t sum = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.ends.size();
  }
  return sum;
}

}  // namespace bearward::verify
