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

namespace bearward::store {

// ReadTx reads one consistent snapshot. It is valid inside the closure only.
class ReadTx {
 public:
  explicit ReadTx(Engine& engine) : engine_(engine) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;
  // Execute runs one statement; only the tables of this module may call it.
  base::Result<Rows> Execute(std::string_view sql, std::initializer_list<Parameter> values = {}) {
    return Execute(sql, std::span(values.begin(), values.size()));
  }
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values);
  // broken returns the first kUnavailable of a statement. The store then fails the transaction with
  // it, even if the closure ignored the error, because the result of the closure may be incomplete.
  const std::optional<base::Error>& broken() const { return broken_; }

 private:
  Engine& engine_;
  std::optional<base::Error> broken_;
};

// WriteTx also writes. Its closure may run twice, so it must only read and write: no password
// hashing, no signing, no network.
class WriteTx : public ReadTx {
 public:
  // WriteTx takes the number of the newest event that is visible to this transaction.
  WriteTx(Engine& engine, std::int64_t last_event) : ReadTx(engine), last_event_(last_event) {}
  // Append adds an event to the log, numbered without gaps within this transaction.
  base::Status Append(model::Event event);
  // events returns the events appended so far, for the commit listeners.
  const std::vector<model::Event>& events() const { return events_; }
  // TakeEvents moves them out; call it after the closure.
  std::vector<model::Event> TakeEvents() { return std::move(events_); }
  // last_event returns the number of the newest event, including those of this closure.
  std::int64_t last_event() const { return last_event_; }

 private:
  std::int64_t last_event_;
  std::vector<model::Event> events_;
};

}  // namespace bearward::store
