// LoadTable: the rows of a bulk load, read from CSV, JSON or XLSX.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "json/reader.h"

namespace bearward::partner_data {

// kMostRows limits the rows of a load, kMostColumns the columns of a row, kMostCells the cells of
// all rows, and kLongestCell a text in bytes. A request applies at most kMostRowsAtOnce rows
// itself.
inline constexpr std::size_t kMostRows = 50'000;
inline constexpr std::size_t kMostRowsAtOnce = 2'000;
inline constexpr std::size_t kMostColumns = 200;
inline constexpr std::size_t kMostCells = 1'000'000;
inline constexpr std::size_t kLongestCell = 32'768;

// DataFormat is the format of the rows.
enum class DataFormat : std::uint8_t { kCsv, kJson, kXlsx };

// LoadTable has one object for each row, with the columns in the order of the source. An empty cell
// is absent. A row of JSON may have any values: the load checks them.
struct LoadTable {
  std::vector<json::Object> rows;
};

// TableFormat says how the text is read. Without a header row, `columns` are the names.
struct TableFormat {
  DataFormat format = DataFormat::kCsv;
  char delimiter = ',';
  bool has_header = true;
  std::vector<std::string> columns = {};
};

// FormatOfName returns the format by the extension of a file name, in any case.
std::optional<DataFormat> FormatOfName(std::string_view name);

// ReadTable reads a text: kInvalid "malformed_file" with the place, "too_many_rows",
// "too_many_columns", "too_many_cells", "invalid_column" for a name that is empty or occurs twice.
base::Result<LoadTable> ReadTable(std::string_view text, const TableFormat& format);

// ReadCsv (RFC 4180), ReadXlsx and ReadJson are those of one format. The cells of CSV are texts,
// those of XLSX texts, numbers and flags.
using Cells = std::vector<std::vector<json::Value>>;
base::Result<Cells> ReadCsv(std::string_view text, char delimiter);
base::Result<Cells> ReadXlsx(std::string_view bytes);

// MalformedFile is the error about a file. TooMany is "too_many_rows", "too_many_columns" or
// "too_many_cells" as its `reason` states, for a file with more than `most` of them.
base::Error MalformedFile(std::string text);
base::Error TooMany(std::string reason, std::size_t most);

}  // namespace bearward::partner_data

template <>
struct bearward::base::WordsOf<bearward::partner_data::DataFormat> {
  static constexpr std::array<std::string_view, 3> kWords = {"CSV", "JSON", "XLSX"};
};
