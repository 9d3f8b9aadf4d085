// ReadTx and WriteTx: what a closure given to the store may do. The typed tables take one of them,
// so that a write cannot happen outside Store::Write.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/event.h"
#include "store/engine.h"

namespace bearward::store {

// ReadTx sees one consistent state. Valid inside the closure only.
class ReadTx {
 public:
  explicit ReadTx(Engine& engine) : engine_(engine) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;
  // Execute runs one statement; called by the tables of this room only.
  base::Result<Rows> Execute(std::string_view sql, std::initializer_list<Parameter> values = {}) {
    return Execute(sql, std::span(values.begin(), values.size()));
  }
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values);
  // broken gives the first kUnavailable that a statement met. The store fails the transaction with
  // it, even when the closure overlooked it: half of an answer is none.
  const std::optional<base::Error>& broken() const { return broken_; }

 private:
  Engine& engine_;
  std::optional<base::Error> broken_;
};

// WriteTx also changes. The closure that holds it may run twice, so nothing but reading and writing
// happens in it: no hashing of passwords, no signing, no network.
class WriteTx : public ReadTx {
 public:
  // WriteTx is told the number of the newest event that this transaction sees.
  WriteTx(Engine& engine, std::int64_t last_event) : ReadTx(engine), last_event_(last_event) {}
  // Append adds an event to the log, numbered without gaps within this very transaction.
  base::Status Append(model::Event event);
  // events gives what was appended so far, for the listeners of the commit.
  const std::vector<model::Event>& events() const { return events_; }
  // NoteBorn is called by the tables when a row comes to be that is found by this hash of a secret.
  void NoteBorn(const base::Digest& hash) { born_.push_back(hash); }
  // born gives those hashes, for the listeners of the commit.
  const std::vector<base::Digest>& born() const { return born_; }
  // last_event gives the number of the newest event, this closure's included.
  std::int64_t last_event() const { return last_event_; }

 private:
  std::int64_t last_event_;
  std::vector<model::Event> events_;
  std::vector<base::Digest> born_;
};

}  // namespace bearward::store
