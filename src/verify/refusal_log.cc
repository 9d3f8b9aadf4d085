#include "verify/refusal_log.h"

#include <algorithm>
#include <utility>

#include "http/ip_address.h"
#include "json/writer.h"

namespace bearward::verify {
namespace {

// Parts that may hold any character are joined with their lengths.
std::string KeyOf(const RefusedRequest& refusal, std::string_view network) {
  std::string key(model::EventName(refusal.type));
  for (const std::string_view part :
       {std::string_view(refusal.environment.text), network, std::string_view(refusal.actor.kind),
        std::string_view(refusal.actor.id), std::string_view(refusal.actor.credential_id),
        std::string_view(refusal.target), std::string_view(refusal.reason)}) {
    key += ' ' + std::to_string(part.size()) + ':';
    key += part;
  }
  return key;
}

// Merge keeps type, environment and reason.
void Merge(RefusedRequest& refusal) {
  refusal.actor = {};
  refusal.target.clear();
}

}  // namespace

// Due is one event to write, with the number of refusals that it represents.
struct RefusalLog::Due {
  std::string key;
  std::uint64_t count;
  model::Event event;
};

void RefusalLog::Note(RefusedRequest refusal) {
  const std::lock_guard lock(mutex_);
  ++noted_;
  const base::Time at = refusal.at;
  Row& row = RowFor(refusal);
  if (row.count++ == 0) row.since = at;
  row.latest = std::move(refusal);
}

RefusalLog::Row& RefusalLog::RowFor(RefusedRequest& refusal) {
  std::string network = http::AddressPrefix(refusal.actor.origin.address);
  std::string key = KeyOf(refusal, network);
  auto found = rows_.find(key);
  if (found != rows_.end()) return found->second;
  const auto of_network = rows_of_network_.find(network);
  const bool merged = rows_.size() >= kMostRows || (of_network != rows_of_network_.end() &&
                                                    of_network->second >= kMostOfNetwork);
  if (merged) {
    Merge(refusal);
    network.clear();
    key = KeyOf(refusal, "merged");
    found = rows_.find(key);
    if (found != rows_.end()) return found->second;
  } else {
    ++rows_of_network_[network];
  }
  Row& row = rows_[std::move(key)];
  row.network = std::move(network);
  row.merged = merged;
  row.due = clock_.Ticks() + std::chrono::nanoseconds(kInterval).count();
  return row;
}

base::Status RefusalLog::Flush() { return Write(false); }
base::Status RefusalLog::FlushAll() { return Write(true); }

base::Status RefusalLog::Write(bool all) {
  const std::lock_guard flushing(flushing_);
  std::vector<Due> due = Collect(all);
  if (!due.empty()) {
    BW_TRY(store_.Write([&](store::WriteTx& tx) -> base::Status {
      for (const Due& one : due) BW_TRY(tx.Append(one.event));
      return {};
    }));
  }
  Settle(due);
  return {};
}

std::vector<RefusalLog::Due> RefusalLog::Collect(bool all) {
  const std::lock_guard lock(mutex_);
  const std::int64_t ticks = clock_.Ticks();
  std::vector<Due> due;
  for (const auto& [key, row] : rows_) {
    if (row.count == 0 || (!row.is_new && !all && ticks < row.due)) continue;
    std::string data;
    json::Writer writer(data);
    writer.BeginObject().Key("reason").String(row.latest.reason);
    writer.Key("count").Int(static_cast<std::int64_t>(row.count));
    if (row.count > 1) writer.Key("since").String(base::FormatIsoMillis(row.since));
    if (row.merged) writer.Key("merged").Bool(true);
    writer.EndObject();
    const model::EventBy by(row.latest.environment, row.latest.actor, row.latest.at);
    due.push_back({key, row.count,
                   by.Make(row.latest.type, row.latest.target, std::nullopt, std::move(data))});
  }
  return due;
}

// Settle subtracts what was written, and removes the rows without repeats during an interval: the
// next such refusal is a first one again.
void RefusalLog::Settle(const std::vector<Due>& written) {
  const std::lock_guard lock(mutex_);
  const std::int64_t ticks = clock_.Ticks();
  for (const Due& one : written) {
    Row& row = rows_[one.key];
    row.count -= one.count;
    row.since = row.latest.at;
    row.is_new = false;
    row.due = ticks + std::chrono::nanoseconds(kInterval).count();
    aggregated_ += one.count - 1;
  }
  std::erase_if(rows_, [&](const auto& entry) {
    const Row& row = entry.second;
    if (row.count > 0 || ticks < row.due) return false;
    if (!row.merged && --rows_of_network_[row.network] == 0) rows_of_network_.erase(row.network);
    return true;
  });
}

std::uint64_t RefusalLog::noted() const {
  const std::lock_guard lock(mutex_);
  return noted_;
}

std::uint64_t RefusalLog::aggregated() const {
  const std::lock_guard lock(mutex_);
  return aggregated_;
}

std::uint64_t RefusalLog::waiting() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  for (const auto& [key, row] : rows_) sum += row.count;
  return sum;
}

}  // namespace bearward::verify
