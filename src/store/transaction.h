// ReadTx and WriteTx: the access that the store passes to a closure. Each table function takes one
// of them, so that a write cannot happen outside Store::Write.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/engine.h"
#include "store/event_chain.h"

namespace bearward::store {

// ReadTx reads one consistent snapshot. It is valid only until the closure returns.
class ReadTx {
 public:
  explicit ReadTx(Engine& engine) : engine_(engine) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;
  // Execute runs one statement. Only this module calls it.
  base::Result<Rows> Execute(std::string_view sql, std::initializer_list<Parameter> values = {}) {
    return Execute(sql, std::span(values.begin(), values.size()));
  }
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values);
  // broken returns the first kUnavailable of a statement. The store then fails the transaction with
  // it, even if the closure ignored the error, because the result of the closure may be incomplete.
  const std::optional<base::Error>& broken() const { return broken_; }
  // engine returns the connection. Only this module uses it; its failures are not in broken().
  Engine& engine() { return engine_; }

 private:
  friend class WriteTx;
  Engine& engine_;
  std::optional<base::Error> broken_;
};

// WriteTx also writes. The writer may run a closure more than once, so a closure only reads and
// writes the database: no password hashing, no signing, no network.
class WriteTx : public ReadTx {
 public:
  // WriteTx takes the head of the event chain in this transaction, and whether events that are not
  // published yet may change verdicts. `chain` must outlive it.
  WriteTx(Engine& engine, const EventChain& chain, const EventHead& head,
          bool verdicts_touched = true)
      : ReadTx(engine), chain_(chain), head_(head), verdicts_touched_(verdicts_touched) {}
  // ExecuteLater runs a statement whose rows and outcome are not needed; see Engine::Later.
  base::Status ExecuteLater(std::string_view sql, std::initializer_list<Parameter> values);
  // Append adds an event to the log, assigns the next number to it and chains it to the previous
  // one.
  base::Status Append(model::Event event);
  // events returns the events appended so far, for the commit listeners.
  const std::vector<model::Event>& events() const { return events_; }
  // TakeEvents moves them out; call it after the closure.
  std::vector<model::Event> TakeEvents() { return std::move(events_); }
  // verdicts_touched says whether this transaction contains changes that may change a verdict and
  // that the listeners have not received yet. If not, a value in a cache of the listeners equals
  // what this transaction would read.
  bool verdicts_touched() const { return verdicts_touched_; }
  // last_event returns the number of the newest event, including those of this closure.
  std::int64_t last_event() const { return head_.number; }
  // head returns the head of the event chain, including the events of this closure.
  const EventHead& head() const { return head_; }
  // chain returns the keys of the event chain.
  const EventChain& chain() const { return chain_; }

 private:
  const EventChain& chain_;
  EventHead head_;
  const bool verdicts_touched_;
  std::vector<model::Event> events_;
};

}  // namespace bearward::store
