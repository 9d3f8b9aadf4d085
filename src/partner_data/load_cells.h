// LoadCells: the columns of an integration, and the cells that their types allow. Internal to the
// module.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "json/reader.h"
#include "objects/row.h"

namespace bearward::partner_data {

// CellType is the type of the cells of a column.
enum class CellType : std::uint8_t { kText, kDate, kNumber };

// LoadColumn is a column of the rows that an integration loads. Without a type it has any scalars.
struct LoadColumn {
  std::string name;
  std::optional<CellType> type = std::nullopt;
};

// LoadColumnsOf reads the field `columns` of an integration, [{name, type}], in its order.
// kInternal with the fault for the log if the definition is malformed, because the caller of a load
// cannot correct it.
base::Result<std::vector<LoadColumn>> LoadColumnsOf(const objects::Row& integration);

// TextOf returns a scalar as a text.
std::string TextOf(const json::Value& cell);

// CellOf returns a cell as it is stored; nullopt if it does not have the type. A text is any scalar
// of at most kLongestCell bytes, and is stored as a text. A date is a text that base::ParseIso
// reads. A number may be written as a text, and is stored as a number.
std::optional<json::Value> CellOf(CellType type, const json::Value& cell);

// ReadSerialDates replaces the numbers in columns of dates by the dates that XLSX means by them:
// days since 1899-12-30, with the time of the day as a fraction.
void ReadSerialDates(std::span<const LoadColumn> columns, std::vector<json::Object>& rows);

}  // namespace bearward::partner_data

template <>
struct bearward::base::WordsOf<bearward::partner_data::CellType> {
  static constexpr std::array<std::string_view, 3> kWords = {"TEXT", "DATE", "NUMBER"};
};
