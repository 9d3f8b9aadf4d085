#include "verify/revocations.h"

#include <algorithm>
#include <chrono>

#include "store/spent_tokens.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kMostTouchedOfStripe = 1600;
constexpr std::chrono::nanoseconds kLoadInterval = std::chrono::seconds(10);

std::uint64_t HashOf(std::string_view id) { return std::hash<std::string_view>()(id); }

// Returns the id whose verdicts the event invalidates; empty for none.
const std::string& TouchedBy(const model::Event& event) {
  static const std::string kNothing;
  switch (model::InvalidationOf(event.type)) {
    case model::Invalidation::kTarget:
      return event.target;
    case model::Invalidation::kTenant:
      return event.organization ? event.organization->text : kNothing;
    case model::Invalidation::kEnvironment:
      return event.environment.text;
    case model::Invalidation::kNone:
      break;
  }
  return kNothing;
}

}  // namespace

bool RevokedTokens::MayHold(std::string_view id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !complete_ || hashes_.contains(HashOf(id));
}

void RevokedTokens::Apply(std::span<const model::Event> events) {
  for (const model::Event& event : events) {
    if (event.type != model::EventType::kTokenRevoked) continue;
    const std::lock_guard<std::mutex> lock(mutex_);
    hashes_.insert(HashOf(event.target));
    if (hashes_.size() <= kMost) continue;
    // Many of them have expired by now; Load does not read those again.
    hashes_.clear();
    complete_ = false;
    ++clearings_;
  }
}

base::Status RevokedTokens::Load(store::Store& store, std::int64_t now) {
  const auto clearings = BeginLoad(now);
  if (!clearings) return {};
  BW_TRY_ASSIGN(const auto ids, store.Read([](store::ReadTx& tx) {
    return store::ListRevokedTokens(tx, kMost + 1);
  }));
  EndLoad(*clearings, ids);
  return {};
}

std::optional<std::uint64_t> RevokedTokens::BeginLoad(std::int64_t now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (complete_ || now < next_load_at_) return std::nullopt;
  next_load_at_ = now + kLoadInterval.count();
  return clearings_;
}

// A token revoked after the rows were read arrives as an event; one revoked before is in the rows.
void RevokedTokens::EndLoad(std::uint64_t clearings, const std::vector<std::string>& ids) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (clearings != clearings_ || hashes_.size() + ids.size() > kMost) return;
  for (const std::string& id : ids) hashes_.insert(HashOf(id));
  complete_ = true;
}

Revocations::Revocations() : stripes_(std::make_unique<Stripe[]>(kStripes)) {}

// Updates the stripes before the epoch: a thread that reads the new epoch sees all changes up to
// it.
void Revocations::Apply(std::span<const model::Event> events) {
  tokens_.Apply(events);
  const auto touches = [](const model::Event& event) { return !TouchedBy(event).empty(); };
  if (std::ranges::none_of(events, touches)) return;
  const std::uint64_t next = epoch_.load(std::memory_order_relaxed) + 1;
  for (const model::Event& event : events) {
    if (!touches(event)) continue;
    Stripe& stripe = StripeOf(TouchedBy(event));
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    if (stripe.touched.size() > kMostTouchedOfStripe) {
      stripe.touched.clear();
      stripe.floor = next;
    }
    stripe.touched[TouchedBy(event)] = next;
  }
  epoch_.store(next, std::memory_order_release);
}

bool Revocations::IsStale(const model::Principal& principal, std::string_view credential_id,
                          std::uint64_t epoch) const {
  if (epoch == Now()) return false;
  return TouchedAfter(principal.environment->text, epoch) ||
         TouchedAfter(principal.organization->text, epoch) ||
         TouchedAfter(principal.subject_id, epoch) || TouchedAfter(credential_id, epoch);
}

bool Revocations::TouchedAfter(std::string_view id, std::uint64_t epoch) const {
  if (id.empty()) return false;
  Stripe& stripe = StripeOf(id);
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  if (epoch < stripe.floor) return true;
  const auto found = stripe.touched.find(id);
  return found != stripe.touched.end() && found->second > epoch;
}

}  // namespace bearward::verify
