#include "store/peers.h"

#include <algorithm>

namespace bearward::store {
namespace {

constexpr std::chrono::minutes kLongDead{1};

template <class Duration>
bool IsOlder(std::int64_t since, std::int64_t now, Duration age) {
  return now - since >= std::chrono::nanoseconds(age).count();
}

bool HoldsNoLease(const PeerRow& row, std::int64_t since, std::int64_t now) {
  return row.beat == PeerRow::kEnded || IsOlder(since, now, kLeaseWait);
}

}  // namespace

void Peers::Observe(std::span<const PeerRow> rows, std::int64_t after) {
  for (const PeerRow& row : rows) {
    const auto [found, is_new] = peers_.try_emplace(row.node, Seen{row, after});
    if (!is_new && found->second.row.beat != row.beat) found->second = {row, after};
  }
}

bool Peers::AllConfirmed(std::int64_t number, std::int64_t before) const {
  return std::ranges::all_of(peers_, [&](const auto& entry) {
    const auto& [row, since] = entry.second;
    return row.confirmed >= number || HoldsNoLease(row, since, before);
  });
}

void Peers::Restart(std::int64_t now) {
  for (auto& [node, seen] : peers_) seen.since = now;
}

std::size_t Peers::live(std::int64_t now) const {
  return static_cast<std::size_t>(std::ranges::count_if(peers_, [&](const auto& entry) {
    return !HoldsNoLease(entry.second.row, entry.second.since, now);
  }));
}

std::vector<PeerRow> Peers::TakeLongDead(std::int64_t now) {
  std::vector<PeerRow> dead;
  for (const auto& [node, seen] : peers_) {
    if (IsOlder(seen.since, now, kLongDead)) dead.push_back(seen.row);
  }
  for (const PeerRow& row : dead) peers_.erase(row.node);
  return dead;
}

}  // namespace bearward::store
