// Engine: one connection to one database. The store uses the database through this interface only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace bearward::store {

// Blob marks bytes that are not text.
struct Blob {
  std::string bytes;
};

// Value is one column of one row; monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Row = std::vector<Value>;
using Rows = std::vector<Row>;

// BorrowedText refers to a text that the caller keeps alive until Execute returns. It is bound
// without a copy.
struct BorrowedText {
  explicit BorrowedText(std::string_view borrowed) : text(borrowed) {}
  std::string_view text;
};

// Parameter is one bound value. It owns its bytes unless it is a BorrowedText.
using Parameter = std::variant<std::monostate, std::int64_t, std::string, Blob, BorrowedText>;

// kLaterFailed is the reason of a Commit that failed because of an earlier Engine::Later.
inline constexpr std::string_view kLaterFailed = "store_later_failed";

// Engine runs SQL of the subset that SQLite and PostgreSQL share, with parameters ?1, ?2 ... One
// engine is used by one thread at a time. Failures: a violated unique constraint is kExists,
// everything else kUnavailable; an engine never returns "not found". After kUnavailable within a
// transaction only RollBack, or a rollback to a savepoint, is guaranteed to work.
class Engine {
 public:
  virtual ~Engine() = default;
  // Begin opens a transaction, with `write` under the write lock. An engine may send this with the
  // first statement; a failure to take the lock is then the failure of that statement.
  virtual base::Status Begin(bool write) = 0;
  // Execute runs one statement, with one value for each parameter. The text must be a literal:
  // engines keep one prepared statement for every text.
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values) {
    return Run(sql, values, Need::kRows);
  }
  // Later runs a statement whose rows and outcome the caller does not need, so that an engine may
  // send it together with the next statement. The next Execute or Commit then returns its failure;
  // the reason at Commit is kLaterFailed.
  base::Status Later(std::string_view sql, std::span<const Parameter> values) {
    auto rows = Run(sql, values, Need::kNothing);
    return rows ? base::Status() : base::Fail(std::move(rows).error());
  }
  // Run implements Execute and Later; an engine may ignore `need`.
  enum class Need : std::uint8_t { kRows, kNothing };
  virtual base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                                 Need need) = 0;
  // Commit makes the transaction durable before it returns; on failure the transaction has been
  // rolled back.
  virtual base::Status Commit() = 0;
  // RollBack ends the transaction without effect; it may be called without a transaction.
  virtual void RollBack() = 0;
  // IsRetryable says whether the same transaction may succeed if it is run again.
  virtual bool IsRetryable(const base::Error& error) const = 0;
  // Maintain does optional maintenance (checkpoints). The writer calls it between transactions,
  // after it has answered the writes of the last one. `idle` says whether no write is waiting.
  virtual void Maintain(bool idle) = 0;
};

}  // namespace bearward::store
