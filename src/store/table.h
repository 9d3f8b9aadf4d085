// Table: the SQL statements of a described resource (model/fields.h), generated from its
// description. Rows are passed as pointers to the record's own type; TableOf is the typed form.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/record.h"
#include "store/page.h"
#include "store/transaction.h"

namespace bearward::store {

// Table is immutable and safe from any thread. Every statement except that of ListAllEnvironments
// has a condition on the environment; for FindWhere and ListWhere the caller writes it, and omits
// it only in a search by a hash. Words of a list that this version does not know are omitted when a
// row is read, so that a row of a newer version stays readable. Therefore the words of a list must
// grant something, and must not restrict it.
class Table {
 public:
  // Table keeps a reference to the description, which has static storage duration.
  explicit Table(const model::Record& record);

  // Insert fails with kExists if a unique value of the row exists already.
  base::Status Insert(WriteTx& tx, const void* row) const;
  // Update writes all stored fields, except those with kConstant, of the row with this environment
  // and id. A missing row is kInternal.
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
  // FindWhere finds the first row that meets a condition: a literal with the parameters ?1, ?2, ...
  base::Result<bool> FindWhere(ReadTx& tx, std::string_view condition,
                               std::initializer_list<Parameter> values, void* row) const;
  // ListWhere calls `append` for each row that meets a condition as for FindWhere. `append` returns
  // a pointer to the object that receives the row.
  base::Status ListWhere(ReadTx& tx, std::string_view condition,
                         std::initializer_list<Parameter> values,
                         const std::function<void*()>& append) const;
  // FindAll calls `append` for each row that has one of these ids, at most 256, in any order.
  base::Status FindAll(ReadTx& tx, const model::EnvironmentId& environment,
                       const std::vector<std::string>& ids,
                       const std::function<void*()>& append) const;
  // List calls `append` for each row of the page, as ListWhere does. If the query has no order,
  // rows with generated ids are listed from new to old, and rows whose key the client chooses by
  // ascending key. kInvalid "invalid_cursor" if a cursor that is a generated id is not a row of the
  // environment, or of the organization if that is set.
  base::Result<PageEnds> List(ReadTx& tx, const PageQuery& query,
                              const std::function<void*()>& append) const;
  // ListAllEnvironments calls `append` for the rows of all environments, for caches. Its result
  // must not be shown to a caller.
  base::Status ListAllEnvironments(ReadTx& tx, const std::function<void*()>& append) const;

  const model::Record& record() const { return record_; }

 private:
  class Statement;
  base::Status Read(Row& columns, void* row) const;
  // BindStored sets `values` to the key, the environment and the stored fields of a row; fields
  // with kConstant are included only if `constant` is set.
  base::Status BindStored(const void* row, bool constant, std::vector<Parameter>& values) const;
  base::Status AddCursor(ReadTx& tx, const PageQuery& query, const Direction& direction,
                         Statement& statement) const;

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

  const model::Record& record() const { return table_.record(); }
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
  base::Result<std::optional<R>> FindWhere(ReadTx& tx, std::string_view condition,
                                           std::initializer_list<Parameter> values) const {
    R row;
    BW_TRY_ASSIGN(const bool found, table_.FindWhere(tx, condition, values, &row));
    return found ? std::optional<R>(std::move(row)) : std::nullopt;
  }
  base::Result<std::vector<R>> ListWhere(ReadTx& tx, std::string_view condition,
                                         std::initializer_list<Parameter> values) const {
    std::vector<R> rows;
    BW_TRY(
        table_.ListWhere(tx, condition, values, [&]() -> void* { return &rows.emplace_back(); }));
    return rows;
  }
  base::Result<std::vector<R>> FindAll(ReadTx& tx, const model::EnvironmentId& environment,
                                       const std::vector<std::string>& ids) const {
    std::vector<R> rows;
    BW_TRY(table_.FindAll(tx, environment, ids, [&]() -> void* { return &rows.emplace_back(); }));
    return rows;
  }
  // List appends the page to `rows` and returns the cursors of the adjacent pages.
  base::Result<PageEnds> List(ReadTx& tx, const PageQuery& query, std::vector<R>& rows) const {
    return table_.List(tx, query, [&]() -> void* { return &rows.emplace_back(); });
  }
  base::Result<std::vector<R>> ListAllEnvironments(ReadTx& tx) const {
    std::vector<R> rows;
    BW_TRY(table_.ListAllEnvironments(tx, [&]() -> void* { return &rows.emplace_back(); }));
    return rows;
  }

 private:
  Table table_;
};

}  // namespace bearward::store
