#include "partner_data/reports.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "partner_data/report_rows.h"

namespace bearward::partner_data {
namespace {

using base::Result;

// Bounds are the first row of a page and the one after the last.
struct Bounds {
  std::size_t from = 0;
  std::size_t to = 0;
};

Bounds BoundsOf(const ReportPage& page, std::size_t total) {
  const auto size = static_cast<std::size_t>(page.size);
  const std::size_t from = std::min(static_cast<std::size_t>(page.number) * size, total);
  return {from, std::min(from + size, total)};
}

RowList PageOf(const Report& report, const std::vector<ReportRow>& rows, const ReportPage& page) {
  const Bounds bounds = BoundsOf(page, rows.size());
  RowList list{.version = report.version(), .rows = {}, .ended = bounds.to == rows.size()};
  for (std::size_t i = bounds.from; i < bounds.to; ++i) {
    list.rows.push_back(RowObject(report, rows[i]));
  }
  return list;
}

Result<std::vector<Chart>> ChosenCharts(const Report& report,
                                        const std::optional<std::vector<std::int64_t>>& ids) {
  if (!ids) return report.charts;
  std::vector<Chart> chosen;
  for (const std::int64_t id : *ids) {
    const auto found = std::ranges::find(report.charts, id, &Chart::id);
    if (found == report.charts.end()) {
      return base::Fail(base::Invalid(
          "invalid_field", "The report has no chart " + std::to_string(id) + ".", {"chartIds"}));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

}  // namespace

base::Status CheckPage(const ReportPage& page) {
  const bool fits =
      page.number >= 0 && page.number <= kLastPage && page.size >= 1 && page.size <= kLargestPage;
  if (fits) return {};
  return base::Fail(base::Invalid("invalid_field",
                                  "The number of a page must be at least 0, and its size from 1 to "
                                  "10000.",
                                  {"page"}));
}

Result<ReportList> Reports::List(const model::Caller& caller, const ReportPage& page) const {
  BW_TRY(CheckPage(page));
  BW_TRY_ASSIGN(auto all, parts_.store.Read([&](store::ReadTx& tx) {
    return ListReports(tx, caller.principal());
  }));
  const Bounds bounds = BoundsOf(page, all.size());
  ReportList list{.reports = {}, .ended = bounds.to == all.size()};
  for (std::size_t i = bounds.from; i < bounds.to; ++i) list.reports.push_back(std::move(all[i]));
  return list;
}

Result<Report> Reports::Read(const model::Caller& caller, std::int64_t id) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<Report> {
    BW_TRY_ASSIGN(ReachedReport reached, FindReport(tx, caller.principal(), id));
    return std::move(reached.report);
  });
}

Result<RowList> Reports::Rows(const model::Caller& caller, std::int64_t id,
                              const json::Value& filters, const ReportPage& page) const {
  BW_TRY(CheckPage(page));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<RowList> {
    BW_TRY_ASSIGN(const ReachedReport reached, FindReport(tx, caller.principal(), id));
    BW_TRY_ASSIGN(const FilterGroup filter,
                  ParseFilters(filters, ColumnIds(reached.report.columns)));
    BW_TRY_ASSIGN(const auto rows, ComputeRows(tx, caller.principal(), reached, filter, now));
    return PageOf(reached.report, rows, page);
  });
}

Result<RowList> Reports::RowsOfTagged(const model::Caller& caller, std::string_view tag,
                                      const ReportPage& page) const {
  BW_TRY_ASSIGN(const auto all, parts_.store.Read([&](store::ReadTx& tx) {
    return ListReports(tx, caller.principal());
  }));
  const auto found =
      std::ranges::find_if(all, [&](const objects::Row& row) { return HasTag(row, tag); });
  if (found == all.end()) {
    return base::Fail(base::NotFound("report_not_found", "No such report."));
  }
  return Rows(caller, found->object.number, json::Value(), page);
}

Result<ChartList> Reports::Charts(const model::Caller& caller, std::int64_t id,
                                  const json::Value& filters,
                                  const std::optional<std::vector<std::int64_t>>& charts,
                                  bool with_rows) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<ChartList> {
    BW_TRY_ASSIGN(ReachedReport reached, FindReport(tx, caller.principal(), id));
    const Report& report = reached.report;
    BW_TRY_ASSIGN(const FilterGroup filter, ParseFilters(filters, ColumnIds(report.columns)));
    BW_TRY_ASSIGN(auto chosen, ChosenCharts(report, charts));
    std::vector<ReportRow> rows;
    if (with_rows) {
      BW_TRY_ASSIGN(rows, ComputeRows(tx, caller.principal(), reached, filter, now));
    }
    ChartList list;
    for (Chart& chart : chosen) {
      json::Array results = with_rows ? ChartRows(report, chart, rows) : json::Array();
      list.charts.push_back({std::move(chart), std::move(results)});
    }
    list.report = std::move(reached.report);
    return list;
  });
}

}  // namespace bearward::partner_data
