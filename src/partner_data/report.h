// Report: the definition of a report, parsed from a provisioned object of the kind kReportKind.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "json/reader.h"
#include "objects/row.h"
#include "partner_data/report_filter.h"

namespace bearward::partner_data {

// Column is one value of the rows. `name` is its key in rows (WorkSpan's "Export name"), `field`
// the field of the objects, or object_id, object_name, created_at or updated_at.
struct Column {
  std::string id;
  std::string name;
  std::string field;
  FilterType type = FilterType::kText;
  bool repeated = false;
};

// Sorting orders the rows by a column.
struct Sorting {
  std::size_t column = 0;
  bool descending = false;
};

// Aggregate is what a chart computes for each group.
enum class Aggregate : std::uint8_t { kCount, kSum, kAverage, kMin, kMax };

// Chart groups the rows by one column and aggregates another, which kCount ignores.
struct Chart {
  std::int64_t id = 0;
  std::string name;
  std::string type;
  std::size_t group_by = 0;
  Aggregate aggregate = Aggregate::kCount;
  std::size_t column = 0;
};

// Report is the parsed definition.
struct Report {
  objects::Row row;
  std::string object_kind;  // of the objects that are its rows
  std::vector<Column> columns;
  json::Value filters;  // as in the definition
  FilterGroup filter;
  std::vector<Sorting> sortings;
  std::vector<Chart> charts;

  std::int64_t id() const { return row.object.number; }
  std::int64_t version() const { return base::ToMillis(row.object.updated_at); }
};

// ColumnIds returns the ids of the columns, for ParseFilters.
std::vector<std::string> ColumnIds(const std::vector<Column>& columns);

// ReportOf parses an object. kInternal with the fault for the log if the definition is malformed,
// because the caller cannot correct it.
base::Result<Report> ReportOf(objects::Row row);

// IsForApi says whether the report is switched on for the API ("Enable Report for API").
bool IsForApi(const objects::Row& row);
// HasTag says whether one of the tags of the report is `tag`.
bool HasTag(const objects::Row& row, std::string_view tag);

}  // namespace bearward::partner_data

template <>
struct bearward::base::WordsOf<bearward::partner_data::Aggregate> {
  static constexpr std::array<std::string_view, 5> kWords = {"COUNT", "SUM", "AVERAGE", "MIN",
                                                             "MAX"};
};
