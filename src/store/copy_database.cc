#include "store/copy_database.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "store/columns.h"
#include "store/migrations.h"

namespace bearward::store {
namespace {

// kPage is the number of rows that one statement reads, and kGroup the number that one statement
// inserts; PostgreSQL allows at most 65535 values in a statement.
constexpr std::size_t kPage = 1000;
constexpr std::size_t kGroup = 50;

// TableShape is what the statements need to know about a table. The rows are read in the order of
// the columns `key`, which is the same in both engines.
struct TableShape {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> key;
  std::vector<std::string> referenced;  // tables of foreign keys
};

// kTokenKey is the order of `tokens`, the only table without a primary key. It begins with the
// columns of its index.
constexpr std::array<const char*, 5> kTokenKey = {"hash64", "hash", "session_id", "environment_id",
                                                  "generation"};

base::Result<std::vector<std::string>> ReadTexts(Engine& engine, std::string_view sql,
                                                 std::span<const Parameter> values = {}) {
  return ReadAll<std::string>(engine.Execute(sql, values),
                              [](Columns& columns) { return columns.Text(); });
}

base::Result<TableShape> ReadShape(Engine& sqlite, const std::string& name) {
  TableShape shape{.name = name, .columns = {}, .key = {}, .referenced = {}};
  const std::array<Parameter, 1> table = {name};
  BW_TRY_ASSIGN(shape.columns,
                ReadTexts(sqlite, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", table));
  BW_TRY_ASSIGN(
      shape.key,
      ReadTexts(sqlite, "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", table));
  BW_TRY_ASSIGN(shape.referenced,
                ReadTexts(sqlite, "SELECT \"table\" FROM pragma_foreign_key_list(?1)", table));
  if (name == "tokens") shape.key.assign(kTokenKey.begin(), kTokenKey.end());
  if (shape.key.empty()) {
    return base::Fail(base::Internal("table " + name + " has no primary key to order it by"));
  }
  return shape;
}

// ReadShapes returns the tables in an order in which each follows the tables that it refers to.
base::Result<std::vector<TableShape>> ReadShapes(Engine& sqlite) {
  BW_TRY_ASSIGN(const auto names,
                ReadTexts(sqlite,
                          "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                          "name NOT LIKE 'sqlite_%' AND name <> 'schema_version' ORDER BY rowid"));
  std::vector<TableShape> waiting;
  for (const std::string& name : names) {
    BW_TRY_ASSIGN(TableShape shape, ReadShape(sqlite, name));
    waiting.push_back(std::move(shape));
  }
  std::vector<TableShape> ordered;
  while (!waiting.empty()) {
    const auto is_free = [&](const TableShape& shape) {
      return std::ranges::none_of(waiting, [&](const TableShape& other) {
        return other.name != shape.name &&
               std::ranges::find(shape.referenced, other.name) != shape.referenced.end();
      });
    };
    const auto next = std::ranges::find_if(waiting, is_free);
    if (next == waiting.end()) return base::Fail(base::Internal("tables refer to each other"));
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

std::string Numbered(std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format("{}?{}", i == 0 ? "" : ", ", first + i);
  return "(" + text + ")";
}

// PageReader returns the rows of a table in the order of its key.
class PageReader {
 public:
  PageReader(Engine& engine, const TableShape& shape) : engine_(engine), shape_(shape) {
    const std::string order =
        fmt::format("ORDER BY {} LIMIT {}", fmt::join(shape.key, ", "), kPage);
    const std::string select =
        fmt::format("SELECT {} FROM {} ", fmt::join(shape.columns, ", "), shape.name);
    first_ = select + order;
    next_ = fmt::format("{}WHERE ({}) > {} {}", select, fmt::join(shape.key, ", "),
                        Numbered(1, shape.key.size()), order);
  }

  // Next returns an empty page after the last row.
  base::Result<Rows> Next() {
    if (ended_) return Rows();
    auto page = last_.empty() ? engine_.Execute(first_, {}) : engine_.Execute(next_, last_);
    if (!page) return page;
    ended_ = page->size() < kPage;
    if (!page->empty()) NoteLast(page->back());
    return page;
  }

 private:
  void NoteLast(const Row& row) {
    last_.clear();
    for (const std::string& name : shape_.key) {
      const auto column = std::ranges::find(shape_.columns, name) - shape_.columns.begin();
      last_.push_back(std::visit([](const auto& value) { return Parameter(value); },
                                 row[static_cast<std::size_t>(column)]));
    }
  }

  Engine& engine_;
  const TableShape& shape_;
  std::string first_;
  std::string next_;
  std::vector<Parameter> last_;  // the key of the last row
  bool ended_ = false;
};

std::string InsertText(const TableShape& shape, std::size_t rows) {
  std::string text =
      fmt::format("INSERT INTO {} ({}) VALUES ", shape.name, fmt::join(shape.columns, ", "));
  const std::size_t width = shape.columns.size();
  for (std::size_t row = 0; row < rows; ++row) {
    text += (row == 0 ? "" : ", ") + Numbered(row * width + 1, width);
  }
  return text;
}

base::Status Insert(Engine& to, const std::string& sql, std::span<const Row> rows) {
  std::vector<Parameter> values;
  for (const Row& row : rows) {
    for (const Value& value : row) {
      values.push_back(std::visit([](const auto& held) { return Parameter(held); }, value));
    }
  }
  return Done(to.Execute(sql, values));
}

base::Result<std::int64_t> CopyTable(Engine& from, Engine& to, const TableShape& shape) {
  const std::string group = InsertText(shape, kGroup);
  const std::string single = InsertText(shape, 1);
  PageReader reader(from, shape);
  std::int64_t count = 0;
  while (true) {
    BW_TRY_ASSIGN(const Rows page, reader.Next());
    if (page.empty()) return count;
    std::span<const Row> rest(page);
    for (; rest.size() >= kGroup; rest = rest.subspan(kGroup)) {
      BW_TRY(Insert(to, group, rest.first(kGroup)));
    }
    for (; !rest.empty(); rest = rest.subspan(1)) BW_TRY(Insert(to, single, rest.first(1)));
    count += static_cast<std::int64_t>(page.size());
  }
}

bool IsSame(const Value& one, const Value& other) {
  const auto* const blob = std::get_if<Blob>(&one);
  const auto* const other_blob = std::get_if<Blob>(&other);
  if (blob != nullptr && other_blob != nullptr) return blob->bytes == other_blob->bytes;
  if (blob != nullptr || other_blob != nullptr || one.index() != other.index()) return false;
  if (const auto* text = std::get_if<std::string>(&one))
    return *text == std::get<std::string>(other);
  const auto* const integer = std::get_if<std::int64_t>(&one);
  return integer == nullptr || *integer == std::get<std::int64_t>(other);
}

// Compare reads both tables in the order of their keys. The error names no value.
base::Status Compare(Engine& from, Engine& to, const TableShape& shape) {
  PageReader expected(from, shape);
  PageReader copied(to, shape);
  std::int64_t row = 0;
  while (true) {
    BW_TRY_ASSIGN(const Rows one, expected.Next());
    BW_TRY_ASSIGN(const Rows other, copied.Next());
    const std::size_t both = std::min(one.size(), other.size());
    for (std::size_t i = 0; i < both; ++i, ++row) {
      if (std::ranges::equal(one[i], other[i], IsSame)) continue;
      return base::Fail(base::Unavailable(
          "copy_differs",
          fmt::format("row {} of table {} differs in the copy", row + 1, shape.name)));
    }
    if (one.size() != other.size()) {
      return base::Fail(base::Unavailable(
          "copy_differs",
          fmt::format("the copy of table {} has another number of rows", shape.name)));
    }
    if (one.empty()) return {};
  }
}

base::Result<std::int64_t> Count(Engine& engine, std::string_view sql) {
  return ReadInteger(engine.Execute(sql, {}));
}

// A running node changes its row several times per second; the beat of a node that has ended is -1
// (PeerRow::kEnded).
base::Status CheckNoNodes(Engine& postgres) {
  BW_TRY_ASSIGN(const std::int64_t tables,
                Count(postgres,
                      "SELECT count(*) FROM pg_tables WHERE tablename = 'nodes' AND "
                      "schemaname = current_schema()"));
  if (tables == 0) return {};
  BW_TRY_ASSIGN(const std::int64_t nodes, Count(postgres,
                                                "SELECT count(*) FROM nodes WHERE beat <> -1 AND "
                                                "seen > clock_timestamp() - interval '5 seconds'"));
  if (nodes == 0) return {};
  return base::Fail(base::Conflict(
      "nodes_running",
      fmt::format("storage.url: {} nodes use the database. Stop them and try again.", nodes)));
}

base::Status CheckEmpty(Engine& to) {
  BW_TRY_ASSIGN(const std::int64_t environments, Count(to, "SELECT count(*) FROM environments"));
  BW_TRY_ASSIGN(const std::int64_t events, Count(to, "SELECT count(*) FROM events"));
  if (environments == 0 && events == 0) return {};
  return base::Fail(
      base::Conflict("database_not_empty", "The target database has data. Name an empty one."));
}

// Transaction rolls back when it is destroyed, which has no effect after a commit.
class Transaction {
 public:
  explicit Transaction(Engine& engine) : engine_(engine) {}
  ~Transaction() { engine_.RollBack(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

 private:
  Engine& engine_;
};

base::Result<std::vector<CopiedTable>> CopyAll(Engine& from, Engine& to,
                                               std::span<const TableShape> shapes) {
  BW_TRY(CheckEmpty(to));
  std::vector<CopiedTable> copied;
  // The rows that the migrations inserted are replaced by those of the source.
  for (std::size_t i = shapes.size(); i-- > 0;) {
    BW_TRY(Done(to.Execute("DELETE FROM " + shapes[i].name, {})));
  }
  for (const TableShape& shape : shapes) {
    BW_TRY_ASSIGN(const std::int64_t rows, CopyTable(from, to, shape));
    copied.push_back({shape.name, rows});
  }
  for (const TableShape& shape : shapes) BW_TRY(Compare(from, to, shape));
  return copied;
}

}  // namespace

base::Result<std::vector<CopiedTable>> CopyDatabase(
    Engine& sqlite, Engine& postgres, CopyDirection direction,
    const std::function<base::Status(ReadTx& source)>& accept) {
  BW_TRY(CheckNoNodes(postgres));
  BW_TRY(Migrate(sqlite, Migrations()));
  BW_TRY(Migrate(postgres, Migrations()));
  BW_TRY_ASSIGN(const auto shapes, ReadShapes(sqlite));
  Engine& from = direction == CopyDirection::kToPostgres ? sqlite : postgres;
  Engine& to = direction == CopyDirection::kToPostgres ? postgres : sqlite;
  BW_TRY(from.Begin(true));
  const Transaction reading(from);
  ReadTx source(from);
  BW_TRY(accept(source));
  BW_TRY(to.Begin(true));
  const Transaction writing(to);
  BW_TRY_ASSIGN(auto copied, CopyAll(from, to, shapes));
  BW_TRY(to.Commit());
  return copied;
}

}  // namespace bearward::store
