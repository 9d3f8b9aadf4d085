// Engine: one connection to one database. The store is written against this and nothing else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace bearward::store {

// Blob marks bytes that are no text.
struct Blob {
  std::string bytes;
};

// Value is one column of one row; monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Row = std::vector<Value>;
using Rows = std::vector<Row>;

// Parameter is one bound value, owned; build rows of them with braces.
using Parameter = Value;

// Engine runs SQL of the subset that SQLite and PostgreSQL share, with ?1, ?2 ... placeholders. One
// engine is used by one thread at a time. Failures: a broken uniqueness is kExists, all else
// kUnavailable; an engine never answers "not found". After kUnavailable within a transaction
// nothing but RollBack, or going back to a savepoint, is promised to work.
class Engine {
 public:
  virtual ~Engine() = default;
  // Begin opens a transaction; `write` tells the engine to take its write lock now.
  virtual base::Status Begin(bool write) = 0;
  // Execute runs one statement, with as many values as placeholders. The text must be a literal:
  // engines keep a prepared statement for every text they have seen.
  virtual base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values) = 0;
  // Commit makes the transaction durable before it returns; on failure it has been rolled back.
  virtual base::Status Commit() = 0;
  // RollBack ends the transaction without effect; it is safe without one.
  virtual void RollBack() = 0;
  // IsRetryable says whether running the same transaction again may succeed.
  virtual bool IsRetryable(const base::Error& error) const = 0;
  // Maintain does upkeep that correctness does not wait for (checkpoints). The writer calls it
  // between transactions, when everybody has been answered; `idle` says that nobody is queueing.
  virtual void Maintain(bool idle) = 0;
};

}  // namespace bearward::store
