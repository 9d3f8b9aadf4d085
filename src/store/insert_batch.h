// InsertBatch: combines the INSERT statements of a transaction that have the same text. For
// PostgreSQL one statement with many rows costs much less than as many statements.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// InsertBatch holds rows until Flush sends them. It is used by one thread at a time.
class InsertBatch {
 public:
  using Send = std::function<base::Status(std::string_view sql, std::span<const Parameter> values)>;

  // Add keeps a copy of the row and returns true if the statement is `INSERT INTO … VALUES (?1, …,
  // ?n)` without further clauses. For any other statement it does nothing and returns false; the
  // caller executes that one.
  bool Add(std::string_view sql, std::span<const Parameter> values);
  // Flush calls `send` for all rows. After a failure the remaining rows are dropped. The rows of
  // one text stay in order, and the texts are sent in the order of their first rows. A row may thus
  // refer to a row of another text whose first row was added before the first row of its own text.
  base::Status Flush(const Send& send);
  // Clear forgets the rows.
  void Clear();

 private:
  // A combined statement has 1, 2, 4, 8, 16, 32 or 64 rows: the server prepares each text once, so
  // few texts are better.
  static constexpr std::size_t kPowers = 7;

  // Statement is one text of Add with the rows that wait. `texts` are the texts with 2^i rows, each
  // built on first use.
  struct Statement {
    std::string head;  // up to the values; empty if the text cannot be combined
    std::size_t columns = 0;
    std::array<std::string, kPowers> texts;
    std::vector<Parameter> values;
  };
  static Statement Parse(std::string_view sql);
  // TextOf returns the text with 2^power rows.
  static const std::string& TextOf(Statement& statement, std::size_t power);
  static base::Status SendRows(Statement& statement, std::span<const Parameter> values,
                               const Send& send);

  std::map<std::string, Statement, std::less<>> statements_;
  std::vector<Statement*> waiting_;  // the statements that have values, in order
};

}  // namespace bearward::store
