#include "store/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/columns.h"
#include "store/field_columns.h"
#include "store/search.h"

namespace bearward::store {
namespace {

using model::Field;

// The number of values in a statement is rounded up to one of these sizes, to limit the number of
// different statements that the engines prepare.
constexpr std::size_t kFilterSizes[] = {1, 4, 16, 64, 256};

// TimeOf is the time by which a list is ordered. If few rows pass a filter, it is an expression
// that no index contains: SQLite then uses the index of the filter and sorts the rows, instead of
// reading the whole list in its order.
std::string_view TimeOf(const PageQuery& query) {
  const bool few = std::ranges::any_of(query.filters, [](const Filter& filter) {
    return !filter.through.empty() || filter.field->Is(model::kSelective);
  });
  return few ? "created_at + 0" : "created_at";
}

// kByIds begins a condition that names the ids of its rows.
constexpr std::string_view kByIds = "id IN (";

// EnvironmentOf compares the environment. Rows whose ids a condition selects are found by them:
// compared as an expression, the environment cannot make the engine walk the index of the list's
// order instead.
std::string_view EnvironmentOf(bool by_ids) {
  return by_ids ? "WHERE environment_id || '' = ?1" : "WHERE environment_id = ?1";
}

bool HasIds(const PageQuery& query) {
  return std::ranges::any_of(query.conditions, [](const Condition& condition) {
    return condition.sql.starts_with(kByIds);
  });
}

}  // namespace

// Statement is a SELECT under construction: its text and its values.
class Table::Statement {
 public:
  explicit Statement(std::string text) : text_(std::move(text)) {}

  void Add(std::string_view text) { text_ += text; }
  // Keep adds the value of the next parameter, which the text names by its number.
  void Keep(std::string value) { values_.emplace_back(std::move(value)); }
  // Bind appends a parameter and its value.
  void Bind(Parameter value) {
    values_.push_back(std::move(value));
    fmt::format_to(std::back_inserter(text_), "?{}", values_.size());
  }
  void AddFilter(const Filter& filter, std::string_view key) {
    if (filter.through.empty()) {
      fmt::format_to(std::back_inserter(text_), " AND {} IN (", filter.field->name);
    } else {
      fmt::format_to(std::back_inserter(text_), " AND {} IN ({} IN (", key, filter.through);
    }
    BindAll(filter.values);
    text_ += filter.through.empty() ? ")" : "))";
  }
  // BindAll appends a list of values. The last value is repeated up to the next size; an empty list
  // becomes one NULL.
  void BindAll(const std::vector<std::string>& values) {
    const auto* const next = std::ranges::lower_bound(kFilterSizes, values.size());
    const std::size_t size = next != std::end(kFilterSizes) ? *next : values.size();
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) text_ += ", ";
      Bind(values.empty() ? Parameter() : Parameter(values[std::min(i, values.size() - 1)]));
    }
  }
  void AddCondition(const Condition& condition) {
    text_ += " AND (";
    auto value = condition.values.begin();
    for (const char c : condition.sql) {
      if (c == '?') {
        Bind(*value++);
      } else {
        text_ += c;
      }
    }
    text_ += ')';
  }
  // AddRestrictions appends the organization, the filters and the conditions of a list.
  void AddRestrictions(const model::Record& record, const PageQuery& query) {
    if (query.organization) {
      fmt::format_to(std::back_inserter(text_), " AND {} = ", record.organization);
      Bind(query.organization->text);
    }
    for (const Filter& filter : query.filters) AddFilter(filter, record.key);
    for (const Condition& condition : query.conditions) AddCondition(condition);
  }
  // AddSearch appends the condition of a search. Each part has the restrictions of the list inside
  // its limit, so that rows outside the list do not count.
  void AddSearch(const model::Record& record, const PageQuery& query) {
    Keep(PrefixBegin(query.text));
    Keep(PrefixEnd(query.text));
    fmt::format_to(std::back_inserter(text_), " AND {} IN (", record.key);
    std::string_view join = "";
    for (const std::string_view range : query.search->ranges) {
      fmt::format_to(std::back_inserter(text_), "{}SELECT {} FROM (SELECT {} FROM {} {}", join,
                     record.key, record.key, record.table, EnvironmentOf(HasIds(query)));
      AddRestrictions(record, query);
      fmt::format_to(std::back_inserter(text_), " AND {} LIMIT {}) AS found", range, kMostFound);
      join = " UNION ALL ";
    }
    if (!query.search->walk.empty()) {
      fmt::format_to(std::back_inserter(text_), "{}SELECT {} FROM (SELECT * FROM {} {}", join,
                     record.key, record.table, EnvironmentOf(HasIds(query)));
      AddRestrictions(record, query);
      fmt::format_to(std::back_inserter(text_), " LIMIT {}) AS found WHERE {}", kMostWalked,
                     query.search->walk);
    }
    text_ += ')';
  }
  base::Result<Rows> Run(ReadTx& tx) const { return tx.Execute(text_, std::span(values_)); }

 private:
  std::string text_;
  std::vector<Parameter> values_;
};

Table::Table(const model::Record& record) : record_(record) {
  std::string names = fmt::format("{}, environment_id", record.key);
  std::string sets;
  std::size_t changed = 2;
  for (const Field& field : record.fields) {
    if (!field.Is(model::kStored)) continue;
    stored_.push_back(&field);
    names += fmt::format(", {}", field.name);
    if (!field.Is(model::kConstant)) sets += fmt::format("{} = ?{}, ", field.name, ++changed);
  }
  names += ", created_at, updated_at";
  std::string places = "?1";
  for (std::size_t i = 2; i <= stored_.size() + 4; ++i) places += fmt::format(", ?{}", i);
  const std::string where = fmt::format("WHERE environment_id = ?2 AND {} = ?1", record.key);
  select_ = fmt::format("SELECT {} FROM {} ", names, record.table);
  find_ = select_ + where;
  insert_ = fmt::format("INSERT INTO {} ({}) VALUES ({})", record.table, names, places);
  update_ = fmt::format("UPDATE {} SET {}updated_at = ?{} {} RETURNING 1", record.table, sets,
                        changed + 1, where);
  delete_ = fmt::format("DELETE FROM {} {}", record.table, where);
}

base::Status Table::BindStored(const void* row, bool constant,
                               std::vector<Parameter>& values) const {
  const model::EntityRef entity = record_.EntityOf(row);
  values = {entity.id, entity.environment.text};
  return BindFields(stored_, row, constant, values);
}

base::Status Table::Insert(WriteTx& tx, const void* row) const {
  const model::EntityRef entity = record_.EntityOf(row);
  std::vector<Parameter> values;
  BW_TRY(BindStored(row, true, values));
  values.emplace_back(base::ToMillis(entity.created_at));
  values.emplace_back(base::ToMillis(entity.updated_at));
  return Done(tx.Execute(insert_, std::span<const Parameter>(values)));
}

base::Status Table::Update(WriteTx& tx, const void* row) const {
  std::vector<Parameter> values;
  BW_TRY(BindStored(row, false, values));
  values.emplace_back(base::ToMillis(record_.EntityOf(row).updated_at));
  return ChangedOne(tx.Execute(update_, std::span<const Parameter>(values)));
}

base::Status Table::Delete(WriteTx& tx, const model::EnvironmentId& environment,
                           std::string_view id) const {
  return Done(tx.Execute(delete_, {std::string(id), environment.text}));
}

base::Status Table::Read(Row& columns, void* row) const {
  Columns reader(columns);
  const model::EntityRef entity = record_.entity(row);
  entity.id = reader.Text();
  entity.environment = reader.Id<model::EnvironmentId>();
  BW_TRY(ReadFields(stored_, record_.table, reader, row));
  entity.created_at = reader.Time();
  entity.updated_at = reader.Time();
  return reader.status();
}

base::Result<bool> Table::Find(ReadTx& tx, const model::EnvironmentId& environment,
                               std::string_view id, void* row) const {
  BW_TRY_ASSIGN(Rows rows, tx.Execute(find_, {std::string(id), environment.text}));
  if (rows.empty()) return false;
  BW_TRY(Read(rows.front(), row));
  return true;
}

base::Result<bool> Table::FindWhere(ReadTx& tx, std::string_view condition,
                                    std::initializer_list<Parameter> values, void* row) const {
  BW_TRY_ASSIGN(Rows rows, tx.Execute(fmt::format("{}WHERE {}", select_, condition), values));
  if (rows.empty()) return false;
  BW_TRY(Read(rows.front(), row));
  return true;
}

base::Status Table::ListWhere(ReadTx& tx, std::string_view condition,
                              std::initializer_list<Parameter> values,
                              const std::function<void*()>& append) const {
  BW_TRY_ASSIGN(Rows rows, tx.Execute(fmt::format("{}WHERE {}", select_, condition), values));
  for (Row& columns : rows) BW_TRY(Read(columns, append()));
  return {};
}

base::Status Table::FindAll(ReadTx& tx, const model::EnvironmentId& environment,
                            const std::vector<std::string>& ids,
                            const std::function<void*()>& append) const {
  Statement statement(select_ + "WHERE environment_id = ");
  statement.Bind(environment.text);
  statement.Add(fmt::format(" AND {} IN (", record_.key));
  statement.BindAll(ids);
  statement.Add(")");
  BW_TRY_ASSIGN(Rows rows, statement.Run(tx));
  for (Row& columns : rows) BW_TRY(Read(columns, append()));
  return {};
}

base::Result<bool> Table::FindBy(ReadTx& tx, const model::EnvironmentId& environment,
                                 const Field& field, std::string_view value, void* row) const {
  PageQuery query;
  query.environment = environment;
  query.filters.push_back({&field, {std::string(value)}});
  query.order = Order::kAscending;
  query.limit = 1;
  bool found = false;
  BW_TRY(List(tx, query, [&] {
    found = true;
    return row;
  }));
  return found;
}

// Rows with generated ids are compared by (created_at, key), because imported ids need not sort by
// time.
base::Status Table::AddCursor(ReadTx& tx, const PageQuery& query, const Direction& direction,
                              Statement& statement) const {
  const std::string* const cursor = direction.cursor;
  if (cursor == nullptr) return {};
  const char* const beyond = direction.ascending ? ">" : "<";
  if (!record_.MakesIds()) {
    statement.Add(fmt::format(" AND {} {} ", record_.key, beyond));
    statement.Bind(*cursor);
    return {};
  }
  Statement position(
      fmt::format("SELECT created_at FROM {} WHERE {} = ", record_.table, record_.key));
  position.Bind(*cursor);
  position.Add(" AND environment_id = ");
  position.Bind(query.environment.text);
  if (query.organization) {
    position.Add(fmt::format(" AND {} = ", record_.organization));
    position.Bind(query.organization->text);
  }
  BW_TRY_ASSIGN(const Rows found, position.Run(tx));
  if (found.empty()) return base::Fail(InvalidCursor(query));
  statement.Add(fmt::format(" AND ({}, {}) {} (", TimeOf(query), record_.key, beyond));
  BW_TRY_ASSIGN(const std::int64_t created_at, ReadInteger(found));
  statement.Bind(created_at);
  statement.Add(", ");
  statement.Bind(*cursor);
  statement.Add(")");
  return {};
}

// A page before a cursor is read in reverse order, so that LIMIT selects the rows nearest to the
// cursor.
base::Result<PageEnds> Table::List(ReadTx& tx, const PageQuery& query,
                                   const std::function<void*()>& append) const {
  Statement statement(select_);
  // Keys that the client chooses are found by the environment and the key, as ids are alone.
  const bool by_ids = (query.search != nullptr && record_.MakesIds()) || HasIds(query);
  statement.Add(EnvironmentOf(by_ids));
  statement.Keep(query.environment.text);
  if (query.search == nullptr) {
    statement.AddRestrictions(record_, query);
  } else {
    statement.AddSearch(record_, query);
  }
  BW_TRY_ASSIGN(const Direction direction,
                DirectionOf(query, record_.MakesIds() ? Order::kDescending : Order::kAscending));
  BW_TRY(AddCursor(tx, query, direction, statement));
  const char* const sense = direction.ascending ? "ASC" : "DESC";
  if (record_.MakesIds())
    statement.Add(fmt::format(" ORDER BY {} {}, ", TimeOf(query), sense));
  else
    statement.Add(" ORDER BY ");
  statement.Add(fmt::format("{} {} LIMIT ", record_.key, sense));
  statement.Bind(std::int64_t{query.limit} + 1);

  BW_TRY_ASSIGN(Rows rows, statement.Run(tx));
  const bool more = rows.size() > static_cast<std::size_t>(query.limit);
  if (more) rows.pop_back();
  if (direction.backwards) std::ranges::reverse(rows);
  std::string first;
  std::string last;
  for (Row& columns : rows) {
    void* const row = append();
    BW_TRY(Read(columns, row));
    last = record_.entity(row).id;
    if (first.empty()) first = last;
  }
  return EndsOf(direction, more, first, last);
}

base::Status Table::ListAllEnvironments(ReadTx& tx, const std::function<void*()>& append) const {
  BW_TRY_ASSIGN(Rows rows,
                tx.Execute(select_ + "ORDER BY environment_id, " + std::string(record_.key), {}));
  for (Row& columns : rows) BW_TRY(Read(columns, append()));
  return {};
}

}  // namespace bearward::store
