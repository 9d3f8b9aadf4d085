// Table: the SQL statements of a described resource (model/fields.h), generated from its
// description. Rows are passed as pointers to the record's own type; TableOf is the typed form.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/fields.h"
#include "store/transaction.h"

namespace bearward::store {

// Filter restricts a list to the rows whose field equals one of the values; an empty list of values
// matches no row.
struct Filter {
  const model::Field* field = nullptr;
  std::vector<std::string> values;
};

// PageQuery requests a page of a list. `after` and `before` are ids of rows of that list; at most
// one of them may be set. `limit` is at least 1.
struct PageQuery {
  model::EnvironmentId environment;
  std::optional<model::OrganizationId> organization;  // of records that are bound to one
  std::vector<Filter> filters = {};
  bool ascending = false;
  std::optional<std::string> after = std::nullopt;
  std::optional<std::string> before = std::nullopt;
  int limit = 10;
};

// PageEnds are the cursors of the adjacent pages: the ids to set as `before` or `after` of the next
// query. Empty where the list ends.
struct PageEnds {
  std::optional<std::string> before;
  std::optional<std::string> after;
};

// Table is immutable and safe from any thread. Every statement has a condition on the environment.
class Table {
 public:
  // Table keeps a reference to the description, which has static storage duration.
  explicit Table(const model::Record& record);

  // Insert fails with kExists when a unique value exists already.
  base::Status Insert(WriteTx& tx, const void* row) const;
  // Update writes all stored fields of the row with this environment and id, which exists.
  base::Status Update(WriteTx& tx, const void* row) const;
  // Delete removes the row if it exists.
  base::Status Delete(WriteTx& tx, const model::EnvironmentId& environment,
                      std::string_view id) const;
  // Find fills `row` and returns whether the row exists.
  base::Result<bool> Find(ReadTx& tx, const model::EnvironmentId& environment, std::string_view id,
                          void* row) const;
  // FindBy finds a row by the value of one stored field; if several match, the oldest.
  base::Result<bool> FindBy(ReadTx& tx, const model::EnvironmentId& environment,
                            const model::Field& field, std::string_view value, void* row) const;
  // List calls `append` for each row of the page; it returns where to store the row. kInvalid
  // "invalid_cursor" when the cursor is not a row of this list.
  base::Result<PageEnds> List(ReadTx& tx, const PageQuery& query,
                              const std::function<void*()>& append) const;

  const model::Record& record() const { return record_; }

 private:
  class Statement;
  base::Status Read(Row& columns, void* row) const;
  base::Status BindStored(const void* row, std::vector<Parameter>& values) const;
  base::Status AddCursor(ReadTx& tx, const PageQuery& query, Statement& statement) const;

  const model::Record& record_;
  std::vector<const model::Field*> stored_;
  std::string select_;
  std::string find_;
  std::string insert_;
  std::string update_;
  std::string delete_;
};

// TableOf is the typed form of Table.
template <class R>
class TableOf {
 public:
  explicit TableOf(const model::RecordOf<R>& record) : table_(record) {}

  base::Status Insert(WriteTx& tx, const R& row) const { return table_.Insert(tx, &row); }
  base::Status Update(WriteTx& tx, const R& row) const { return table_.Update(tx, &row); }
  base::Status Delete(WriteTx& tx, const R& row) const {
    return table_.Delete(tx, row.environment, row.id);
  }
  base::Result<std::optional<R>> Find(ReadTx& tx, const model::EnvironmentId& environment,
                                      std::string_view id) const {
    R row;
    BW_TRY_ASSIGN(const bool found, table_.Find(tx, environment, id, &row));
    return found ? std::optional<R>(std::move(row)) : std::nullopt;
  }
  base::Result<std::optional<R>> FindBy(ReadTx& tx, const model::EnvironmentId& environment,
                                        std::string_view field, std::string_view value) const {
    R row;
    BW_TRY_ASSIGN(const bool found,
                  table_.FindBy(tx, environment, *table_.record().Find(field), value, &row));
    return found ? std::optional<R>(std::move(row)) : std::nullopt;
  }
  // List appends the page to `rows` and returns the cursors of the adjacent pages.
  base::Result<PageEnds> List(ReadTx& tx, const PageQuery& query, std::vector<R>& rows) const {
    return table_.List(tx, query, [&]() -> void* { return &rows.emplace_back(); });
  }

 private:
  Table table_;
};

}  // namespace bearward::store
