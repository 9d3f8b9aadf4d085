#include "partner_data/load_table.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/utf8.h"

namespace bearward::partner_data {
namespace {

using base::Result;

std::unexpected<base::Error> InvalidColumn(const std::string& name) {
  return base::Fail(base::Invalid("invalid_column",
                                  "A column has no name, or two have the name \"" + name + "\"."));
}

Result<LoadTable> ReadJson(std::string_view text) {
  constexpr json::Limits kLimits = {
      .max_depth = 8, .max_size = std::size_t{64} << 20, .max_items = kMostCells + kMostRows};
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const auto value = json::Parse(text, kLimits);
  if (!value || !value->IsArray()) {
    return base::Fail(MalformedFile("The body must be a JSON array of objects."));
  }
  LoadTable table;
  for (const json::Value& row : *value->AsArray()) {
    if (!row.IsObject()) {
      return base::Fail(MalformedFile("The body must be a JSON array of objects."));
    }
    if (row.AsObject()->size() > kMostColumns) {
      return base::Fail(TooMany("too_many_columns", kMostColumns));
    }
    table.rows.push_back(*row.AsObject());
  }
  return table;
}

Result<std::vector<std::string>> HeaderOf(const std::vector<json::Value>& row) {
  std::vector<std::string> names;
  for (const json::Value& cell : row) {
    const std::string* text = cell.AsString();
    std::string name = text == nullptr ? std::string() : std::string(base::Trim(*text));
    if (name.empty() || std::ranges::find(names, name) != names.end()) return InvalidColumn(name);
    names.push_back(std::move(name));
  }
  return names;
}

bool IsEmptyCell(const json::Value& cell) {
  return cell.IsNull() || (cell.IsString() && cell.AsString()->empty());
}

Result<LoadTable> TableOf(const Cells& cells, const TableFormat& format) {
  std::vector<std::string> names = format.columns;
  std::size_t first = 0;
  if (format.has_header) {
    if (cells.empty()) return base::Fail(MalformedFile("The file has no header row."));
    BW_TRY_ASSIGN(names, HeaderOf(cells.front()));
    first = 1;
  }
  LoadTable table;
  for (std::size_t i = first; i < cells.size(); ++i) {
    json::Object row;
    for (std::size_t column = 0; column < cells[i].size(); ++column) {
      if (IsEmptyCell(cells[i][column])) continue;
      if (column >= names.size()) {
        return base::Fail(MalformedFile("Row " + std::to_string(i + 1) + " has more cells than " +
                                        "there are columns."));
      }
      row.push_back({names[column], cells[i][column]});
    }
    if (!row.empty()) table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::optional<DataFormat> FormatOfName(std::string_view name) {
  const auto point = name.rfind('.');
  if (point == std::string_view::npos) return std::nullopt;
  std::string extension = base::Lower(name.substr(point + 1));
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return base::ParseWord<DataFormat>(extension);
}

base::Error MalformedFile(std::string text) {
  return base::Invalid("malformed_file", std::move(text));
}

base::Error TooMany(std::string reason, std::size_t most) {
  constexpr std::string_view kPrefix = "too_many_";
  std::string text =
      "The file has more than " + std::to_string(most) + " " + reason.substr(kPrefix.size()) + ".";
  return base::Invalid(std::move(reason), std::move(text));
}

Result<LoadTable> ReadTable(std::string_view text, const TableFormat& format) {
  LoadTable table;
  if (format.format == DataFormat::kJson) {
    BW_TRY_ASSIGN(table, ReadJson(text));
  } else {
    BW_TRY_ASSIGN(const Cells cells, format.format == DataFormat::kXlsx
                                         ? ReadXlsx(text)
                                         : ReadCsv(text, format.delimiter));
    BW_TRY_ASSIGN(table, TableOf(cells, format));
  }
  if (table.rows.size() > kMostRows) return base::Fail(TooMany("too_many_rows", kMostRows));
  std::size_t cells = 0;
  for (const json::Object& row : table.rows) cells += row.size();
  if (cells > kMostCells) return base::Fail(TooMany("too_many_cells", kMostCells));
  return table;
}

}  // namespace bearward::partner_data
