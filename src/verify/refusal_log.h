// RefusalLog: the events of refused sign-ins, client authentications and management calls. Noted in
// memory on the request path, written in batches apart from it, and bounded, so that a guesser can
// neither fill the event log nor slow the writer.
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

// Refusal is one refused request. `target` is the id of the user or application that the claim
// names, or the route that was denied; it is never a text that a client typed, because people type
// passwords into the wrong field.
struct Refusal {
  model::EventType type = model::EventType::kAccessDenied;
  model::EnvironmentId environment;
  model::Actor actor;  // the system where the subject is unknown
  std::string target;
  std::string reason;  // the word of the error
  base::Time at;
};

// RefusalLog is safe from any thread. Equal refusals (type, environment, network of the address,
// actor, target and reason) share one row. The first one is an event at the next Flush; repeats are
// counted and become one event with their number at the end of each kInterval. Rows beyond
// kMostRows, or beyond kMostOfNetwork of one network, lose what sets them apart, and are counted in
// rows of their type and reason alone: `merged` in the data of the event.
class RefusalLog {
 public:
  static constexpr std::chrono::seconds kInterval{60};
  static constexpr std::size_t kMostRows = 100;
  static constexpr std::size_t kMostOfNetwork = 20;

  RefusalLog(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Note counts a refusal. It neither blocks on the store nor fails.
  void Note(Refusal refusal);
  // Flush writes the events that are due, in one transaction; costs no write when none is. After a
  // failure they stay due, and nothing is lost but at the end of the process. Call it often.
  base::Status Flush();
  // FlushAll also writes repeats whose interval has not ended, for the end of the process.
  base::Status FlushAll();

  // noted counts all refusals, aggregated those of them that share an event with others.
  std::uint64_t noted() const;
  std::uint64_t aggregated() const;
  // waiting counts the refusals that are in no event yet.
  std::uint64_t waiting() const;

 private:
  // Row is what equal refusals have in common; `latest` is the newest of them.
  struct Row {
    Refusal latest;
    std::string network;
    bool merged = false;
    bool is_new = true;       // its first event is not written
    std::uint64_t count = 0;  // in no event yet
    base::Time since;         // of the first of `count`
    std::int64_t due = 0;     // in ticks
  };
  struct Due;
  using Rows = std::map<std::string, Row, std::less<>>;
  Row& RowFor(Refusal& refusal);
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
