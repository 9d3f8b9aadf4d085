#include "store/environments.h"

#include <fmt/format.h>

#include <span>

#include "model/environment_fields.h"
#include "store/field_columns.h"

namespace bearward::store {
namespace {

using model::Environment;

// Statements are those of kEnvironmentFields. Table does not build them, because its rows belong to
// an environment.
struct Statements {
  Statements() {
    std::vector<std::string_view> names;
    std::vector<std::string> places;
    std::vector<std::string> sets;
    for (const model::Field& field : model::kEnvironmentFields) {
      if (!field.Is(model::kStored)) continue;
      stored.push_back(&field);
      names.push_back(field.name);
      places.push_back(fmt::format("?{}", stored.size()));
      if (field.Is(model::kConstant)) continue;
      sets.push_back(fmt::format("{} = ?{}", field.name, sets.size() + 2));
    }
    const std::string select = fmt::format("SELECT {} FROM environments ", fmt::join(names, ", "));
    find = select + "WHERE id = ?1";
    find_by_name = select + "WHERE name = ?1";
    list = select + "ORDER BY position, id";
    insert = fmt::format("INSERT INTO environments ({}) VALUES ({})", fmt::join(names, ", "),
                         fmt::join(places, ", "));
    update =
        fmt::format("UPDATE environments SET {} WHERE id = ?1 RETURNING 1", fmt::join(sets, ", "));
  }

  std::vector<const model::Field*> stored;
  std::string find;
  std::string find_by_name;
  std::string list;
  std::string insert;
  std::string update;
};

const Statements& Sql() {
  static const Statements kStatements;
  return kStatements;
}

base::Result<std::vector<Environment>> ReadRows(base::Result<Rows> rows) {
  if (!rows) return base::Fail(std::move(rows).error());
  std::vector<Environment> environments;
  environments.reserve(rows->size());
  for (Row& row : *rows) {
    Columns columns(row);
    BW_TRY(ReadFields(Sql().stored, "environments", columns, &environments.emplace_back()));
  }
  return environments;
}

base::Result<std::optional<Environment>> ReadFirst(base::Result<Rows> rows) {
  BW_TRY_ASSIGN(std::vector<Environment> found, ReadRows(std::move(rows)));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

}  // namespace

base::Result<std::optional<Environment>> FindEnvironment(ReadTx& tx,
                                                         const model::EnvironmentId& id) {
  return ReadFirst(tx.Execute(Sql().find, {BorrowedText(id.text)}));
}

base::Result<std::optional<Environment>> FindEnvironmentByName(ReadTx& tx, std::string_view name) {
  return ReadFirst(tx.Execute(Sql().find_by_name, {std::string(name)}));
}

base::Result<std::vector<Environment>> ListEnvironments(ReadTx& tx) {
  return ReadRows(tx.Execute(Sql().list));
}

base::Status InsertEnvironment(WriteTx& tx, const Environment& environment) {
  std::vector<Parameter> values;
  BW_TRY(BindFields(Sql().stored, &environment, true, values));
  return Done(tx.Execute(Sql().insert, std::span<const Parameter>(values)));
}

base::Status UpdateEnvironment(WriteTx& tx, const Environment& environment) {
  std::vector<Parameter> values = {environment.id.text};
  BW_TRY(BindFields(Sql().stored, &environment, false, values));
  return ChangedOne(tx.Execute(Sql().update, std::span<const Parameter>(values)));
}

}  // namespace bearward::store
