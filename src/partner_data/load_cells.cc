#include "partner_data/load_cells.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "base/time.h"
#include "json/text_in.h"
#include "json/writer.h"
#include "partner_data/load_table.h"
#include "partner_data/report_filter.h"

namespace bearward::partner_data {
namespace {

using base::Result;

std::unexpected<base::Error> Malformed(const objects::Row& integration, const std::string& fault) {
  return base::Fail(
      base::Internal("the integration " + integration.object.id.text + " is malformed: " + fault));
}

// NumberCell keeps integers exact.
std::optional<json::Value> NumberCell(const json::Value& cell) {
  if (cell.IsNumber()) return cell;
  const std::string* text = cell.AsString();
  const auto number = text == nullptr ? std::nullopt : NumberOf(cell);
  if (!number) return std::nullopt;
  std::int64_t whole = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, whole);
  const bool is_whole = error == std::errc() && stop == end;
  return is_whole ? json::Value::Int(whole) : json::Value::Double(*number);
}

// DateOfSerial returns a date without the time of the day if that is midnight; nullopt for a number
// that is no day of XLSX, which ends with the year 9999.
std::optional<std::string> DateOfSerial(double serial) {
  constexpr double kMostDays = 2'958'466;
  if (serial < 1 || serial >= kMostDays) return std::nullopt;
  constexpr std::chrono::sys_days kBegin = std::chrono::year{1899} / 12 / 30;
  constexpr double kSecondsOfDay = 86'400;
  const std::chrono::seconds since{std::llround(serial * kSecondsOfDay)};
  std::string text = base::FormatIsoMillis(base::Time(kBegin.time_since_epoch() + since));
  constexpr std::size_t kDayLength = 10;
  if (since % std::chrono::days(1) == std::chrono::seconds(0)) text.resize(kDayLength);
  return text;
}

}  // namespace

std::string TextOf(const json::Value& cell) {
  const std::string* text = cell.AsString();
  return text != nullptr ? *text : json::ToText(cell);
}

Result<std::vector<LoadColumn>> LoadColumnsOf(const objects::Row& integration) {
  std::vector<LoadColumn> columns;
  const json::Value* value = integration.fields.Find("columns");
  if (value == nullptr) return columns;
  if (!value->IsArray()) return Malformed(integration, "columns is no list");
  for (const json::Value& one : *value->AsArray()) {
    LoadColumn column{.name = json::TextIn(one, "name")};
    const bool taken = std::ranges::find(columns, column.name, &LoadColumn::name) != columns.end();
    if (column.name.empty() || taken) {
      return Malformed(integration, "a column has no name, or that of another");
    }
    const json::Value* type = one.Find("type");
    column.type = base::ParseWord<CellType>(json::TextIn(one, "type"));
    if (type != nullptr && !column.type) {
      return Malformed(integration, "the column " + column.name + " has an unknown type");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

std::optional<json::Value> CellOf(CellType type, const json::Value& cell) {
  if (type == CellType::kNumber) return NumberCell(cell);
  if (type == CellType::kDate) {
    const std::string* text = cell.AsString();
    return text != nullptr && base::ParseIso(*text) ? std::optional(cell) : std::nullopt;
  }
  std::string text = TextOf(cell);
  if (text.size() > kLongestCell) return std::nullopt;
  return json::Value::String(std::move(text));
}

void ReadSerialDates(std::span<const LoadColumn> columns, std::vector<json::Object>& rows) {
  for (const LoadColumn& column : columns) {
    if (column.type != CellType::kDate) continue;
    for (json::Object& row : rows) {
      const auto cell = std::ranges::find(row, column.name, &json::Member::key);
      const auto serial = cell == row.end() ? std::nullopt : cell->value.AsDouble();
      const auto date = serial ? DateOfSerial(*serial) : std::nullopt;
      if (date) cell->value = json::Value::String(*date);
    }
  }
}

}  // namespace bearward::partner_data
