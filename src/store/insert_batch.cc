#include "store/insert_batch.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace bearward::store {
namespace {

constexpr std::string_view kInsert = "INSERT INTO ";
constexpr std::string_view kValues = " VALUES ";

// RowOf returns "(?f, …)" for a row of `columns` values that begins with parameter `first`.
std::string RowOf(std::size_t first, std::size_t columns) {
  std::string row;
  for (std::size_t column = 0; column < columns; ++column) {
    row += row.empty() ? "(?" : ", ?";
    row += std::to_string(first + column);
  }
  return row + ')';
}

// Owned returns a value that does not refer to memory of the caller.
Parameter Owned(const Parameter& value) {
  const auto* const borrowed = std::get_if<BorrowedText>(&value);
  return borrowed != nullptr ? Parameter(std::string(borrowed->text)) : value;
}

}  // namespace

InsertBatch::Statement InsertBatch::Parse(std::string_view sql) {
  const std::size_t values = sql.find(kValues);
  if (!sql.starts_with(kInsert) || values == std::string_view::npos) return {};
  const std::string_view head = sql.substr(0, values + kValues.size());
  const std::string_view row = sql.substr(head.size());
  const std::size_t columns = static_cast<std::size_t>(std::ranges::count(row, '?'));
  // They differ if a value is no parameter, or if another clause follows.
  if (columns == 0 || row != RowOf(1, columns)) return {};
  return {.head = std::string(head), .columns = columns, .texts = {}, .values = {}};
}

const std::string& InsertBatch::TextOf(Statement& statement, std::size_t power) {
  std::string& text = statement.texts[power];
  if (!text.empty()) return text;
  text = statement.head;
  for (std::size_t row = 0; row < std::size_t{1} << power; ++row) {
    if (row > 0) text += ", ";
    text += RowOf(1 + (row * statement.columns), statement.columns);
  }
  return text;
}

bool InsertBatch::Add(std::string_view sql, std::span<const Parameter> values) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) found = statements_.emplace(sql, Parse(sql)).first;
  Statement& statement = found->second;
  if (statement.head.empty() || statement.columns != values.size()) return false;
  if (statement.values.empty()) waiting_.push_back(&statement);
  for (const Parameter& value : values) statement.values.push_back(Owned(value));
  return true;
}

base::Status InsertBatch::SendRows(Statement& statement, std::span<const Parameter> values,
                                   const Send& send) {
  for (std::size_t power = kPowers; power-- > 0;) {
    const std::size_t length = (std::size_t{1} << power) * statement.columns;
    for (; values.size() >= length; values = values.subspan(length)) {
      BW_TRY(send(TextOf(statement, power), values.first(length)));
    }
  }
  return {};
}

base::Status InsertBatch::Flush(const Send& send) {
  base::Status status;
  for (Statement* const statement : std::exchange(waiting_, {})) {
    const std::vector<Parameter> values = std::exchange(statement->values, {});
    if (status) status = SendRows(*statement, values, send);
  }
  return status;
}

void InsertBatch::Clear() {
  for (Statement* const statement : std::exchange(waiting_, {})) statement->values.clear();
}

}  // namespace bearward::store
