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

  // Add keeps a copy of the values and returns true if the statement can be combined with others:
  // `INSERT INTO … VALUES (?1, …, ?n)` without further clauses, whose only effect is its rows.
  bool Add(std::string_view sql, std::span<const Parameter> values);
  // Flush sends all rows and forgets them, also those that were not sent because of a failure. The
  // rows of one text stay in order. The texts are sent in the order of their first row, so a row
  // that refers to another one follows it if that holds for the first rows of both texts.
  base::Status Flush(const Send& send);
  // Clear forgets the rows.
  void Clear();

 private:
  // A statement has 1, 2, 4 … or 64 rows, because the server prepares each text once.
  static constexpr std::size_t kSizes = 7;

  // Statement is a text of Add: its texts for several rows, which are made when they are needed,
  // and the values of the rows that wait.
  struct Statement {
    std::string head;  // up to the values; empty if the text cannot be combined
    std::size_t columns = 0;
    std::array<std::string, kSizes> texts;
    std::vector<Parameter> values;
  };
  static Statement Read(std::string_view sql);
  static const std::string& TextOf(Statement& statement, std::size_t size);
  static base::Status SendRows(Statement& statement, std::span<const Parameter> values,
                               const Send& send);

  std::map<std::string, Statement, std::less<>> statements_;
  std::vector<Statement*> waiting_;  // the statements that have values, in order
};

}  // namespace bearward::store
