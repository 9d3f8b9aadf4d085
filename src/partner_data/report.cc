#include "partner_data/report.h"

#include <algorithm>
#include <utility>

#include "json/text_in.h"
#include "partner_data/kinds.h"

namespace bearward::partner_data {
namespace {

using base::Result;

bool FlagIn(const json::Value& value, std::string_view name) {
  const json::Value* member = value.Find(name);
  return member != nullptr && member->AsBool().value_or(false);
}

const json::Array& ListIn(const json::Value& value, std::string_view name) {
  static const json::Array kNone;
  const json::Value* member = value.Find(name);
  const json::Array* list = member == nullptr ? nullptr : member->AsArray();
  return list == nullptr ? kNone : *list;
}

// Definition parses one report; its errors name the report and the fault.
class Definition {
 public:
  explicit Definition(objects::Row row) { report_.row = std::move(row); }

  Result<Report> Parse() {
    const json::Value& fields = report_.row.fields;
    report_.object_kind = json::TextIn(fields, "rows", kUsualObjectKind);
    for (const json::Value& column : ListIn(fields, "columns")) BW_TRY(AddColumn(column));
    if (report_.columns.empty()) return Fault("it has no columns");
    BW_TRY(AddFilters(fields));
    for (const json::Value& sorting : ListIn(fields, "sorting")) {
      Sorting one{.descending = FlagIn(sorting, "descending")};
      BW_TRY_ASSIGN(one.column, Find(json::TextIn(sorting, "colId")));
      report_.sortings.push_back(one);
    }
    for (const json::Value& chart : ListIn(fields, "charts")) BW_TRY(AddChart(chart));
    return std::move(report_);
  }

 private:
  std::unexpected<base::Error> Fault(const std::string& fault) const {
    return base::Fail(
        base::Internal("the report " + report_.row.object.id.text + " is malformed: " + fault));
  }
  Result<std::size_t> Find(const std::string& id) const {
    const auto found = std::ranges::find(report_.columns, id, &Column::id);
    if (found == report_.columns.end()) return Fault("no column has the colId \"" + id + "\"");
    return static_cast<std::size_t>(found - report_.columns.begin());
  }
  base::Status AddColumn(const json::Value& value) {
    Column column;
    column.field = json::TextIn(value, "field");
    column.id = json::TextIn(value, "colId", column.field);
    column.name = json::TextIn(value, "exportName", column.id);
    column.repeated = FlagIn(value, "repeated");
    const auto type = base::ParseWord<FilterType>(json::TextIn(value, "type", "TEXT"));
    if (column.field.empty() || !type) return Fault("a column has no field or an unknown type");
    column.type = *type;
    const bool taken = std::ranges::any_of(report_.columns, [&](const Column& other) {
      return other.id == column.id || other.name == column.name;
    });
    if (taken)
      return Fault("two columns have the colId or the exportName of \"" + column.id + "\"");
    report_.columns.push_back(std::move(column));
    return {};
  }
  base::Status AddFilters(const json::Value& fields) {
    const json::Value* filters = fields.Find("filters");
    if (filters == nullptr) return {};
    report_.filters = *filters;
    auto parsed = ParseFilters(*filters, ColumnIds(report_.columns));
    if (!parsed) return Fault(parsed.error().public_text);
    report_.filter = *std::move(parsed);
    return {};
  }
  base::Status AddChart(const json::Value& value) {
    Chart chart;
    const json::Value* id = value.Find("id");
    chart.id = id == nullptr ? 0 : id->AsInt().value_or(0);
    chart.name = json::TextIn(value, "name");
    chart.type = json::TextIn(value, "type", "BAR");
    BW_TRY_ASSIGN(chart.group_by, Find(json::TextIn(value, "groupBy")));
    const auto aggregate = base::ParseWord<Aggregate>(json::TextIn(value, "aggregate", "COUNT"));
    if (!aggregate) return Fault("a chart has an unknown aggregate");
    chart.aggregate = *aggregate;
    if (chart.aggregate != Aggregate::kCount) {
      BW_TRY_ASSIGN(chart.column, Find(json::TextIn(value, "colId")));
    }
    report_.charts.push_back(std::move(chart));
    return {};
  }

  Report report_;
};

}  // namespace

std::vector<std::string> ColumnIds(const std::vector<Column>& columns) {
  std::vector<std::string> ids;
  for (const Column& column : columns) ids.push_back(column.id);
  return ids;
}

Result<Report> ReportOf(objects::Row row) { return Definition(std::move(row)).Parse(); }

bool IsForApi(const objects::Row& row) { return row.Flag("enabledForApi"); }

bool HasTag(const objects::Row& row, std::string_view tag) {
  return std::ranges::any_of(ListIn(row.fields, "tags"), [&](const json::Value& one) {
    return one.IsString() && *one.AsString() == tag;
  });
}

}  // namespace bearward::partner_data
