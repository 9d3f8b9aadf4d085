#include "verify/revoked_tokens.h"

#include <chrono>
#include <functional>
#include <vector>

#include "store/spent_tokens.h"

namespace bearward::verify {
namespace {

constexpr std::chrono::nanoseconds kLoadInterval = std::chrono::seconds(10);

std::uint64_t HashOf(std::string_view id) { return std::hash<std::string_view>()(id); }

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

}  // namespace bearward::verify
