// RefusalLog: the events of refused sign-ins, client authentications and management calls. The
// request path records them in memory; they are written in batches elsewhere. Their number is
// bounded, so that a guessing attack can neither fill the event log nor slow the writer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::verify {

// RefusedRequest is one refused request. `target` is the id of the user or application that the
// claim names, or the route that was denied. It never contains text that a client typed, because
// people type passwords into the wrong field.
struct RefusedRequest {
  model::EventType type = model::EventType::kAccessDenied;
  model::EnvironmentId environment;
  model::Actor actor;  // the system if the subject is unknown
  std::string target;
  std::string reason;  // the reason of the error
  base::Time at;
};

// RefusalLog is safe from any thread. Equal refusals (type, environment, network of the address,
// actor, target and reason) share one row. The first one becomes an event at the next Flush.
// Repeats are counted and become one event with their count at the end of each kInterval. Above
// kMostRows rows, or above kMostOfNetwork rows of one network, refusals are counted in rows that
// keep only the type, environment and reason; the data of such an event contains `merged`.
class RefusalLog {
 public:
  static constexpr std::chrono::seconds kInterval{60};
  static constexpr std::size_t kMostRows = 100;
  static constexpr std::size_t kMostOfNetwork = 20;

  RefusalLog(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Note counts a refusal. It neither blocks on the store nor fails.
  void Note(RefusedRequest refusal);
  // Flush writes the events that are due in one transaction; no write if none is due. After a
  // failure they stay due: events are lost only if the process ends. Call it often.
  base::Status Flush();
  // FlushAll also writes repeats whose interval has not ended. Call it at shutdown.
  base::Status FlushAll();

  // noted returns the number of all refusals; aggregated the number that share an event with
  // others.
  std::uint64_t noted() const;
  std::uint64_t aggregated() const;
  // waiting returns the number of refusals that are not in an event yet.
  std::uint64_t waiting() const;

 private:
  // Row is what equal refusals have in common; `latest` is the newest of them.
  struct Row {
    RefusedRequest latest;
    std::string network;
    bool merged = false;
    bool is_new = true;       // its first event is not written
    std::uint64_t count = 0;  // not in an event yet
    base::Time since;         // time of the first of `count`
    std::int64_t due = 0;     // ticks
  };
  struct Due;
  using Rows = std::map<std::string, Row, std::less<>>;
  Row& RowFor(RefusedRequest& refusal);
  std::vector<Due> Collect(bool all);
  void Settle(const std::vector<Due>& written);
  base::Status Write(bool all);

  store::Store& store_;
  const base::Clock& clock_;
  std::mutex flushing_;
  mutable std::mutex mutex_;  // guards what follows; never held during a write
  Rows rows_;
  std::map<std::string, std::size_t, std::less<>> rows_of_network_;
  std::uint64_t noted_ = 0;
  std::uint64_t aggregated_ = 0;
};

}  // namespace bearward::verify
