// Reports: the list of reports, their definitions, live rows and charts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "objects/row.h"
#include "partner_data/report.h"
#include "store/store.h"

namespace bearward::partner_data {

// kLargestPage is the largest size of a page, kLastPage the highest number.
inline constexpr std::int64_t kLargestPage = 10'000;
inline constexpr std::int64_t kLastPage = 1'000'000'000;

// ReportPage selects rows: `size` of them after `number` pages of this size.
struct ReportPage {
  std::int64_t number = 0;
  std::int64_t size = 500;
};

// CheckPage fails with kInvalid "invalid_field" for a page that is out of range.
base::Status CheckPage(const ReportPage& page);

// ReportList is a part of the list of reports, and RowList a part of the rows of one; `ended` says
// whether nothing follows.
struct ReportList {
  std::vector<objects::Row> reports;
  bool ended = true;
};
struct RowList {
  std::int64_t version = 0;
  std::vector<json::Value> rows;
  bool ended = true;
};

// ChartResult is one chart of a report with its results.
struct ChartResult {
  Chart chart;
  json::Array rows;
};
struct ChartList {
  Report report;
  std::vector<ChartResult> charts;
};

// Reports is safe from any thread. Its callers are applications; errors are those of FindReport and
// of ParseFilters. `filters` is the container of a request, or null.
class Reports {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit Reports(Parts parts) : parts_(parts) {}

  base::Result<ReportList> List(const model::Caller& caller, const ReportPage& page) const;
  base::Result<Report> Read(const model::Caller& caller, std::int64_t id) const;
  base::Result<RowList> Rows(const model::Caller& caller, std::int64_t id,
                             const json::Value& filters, const ReportPage& page) const;
  // RowsOfTagged does so for the report whose field `tag` has this text: kNotFound
  // "report_not_found".
  base::Result<RowList> RowsOfTagged(const model::Caller& caller, std::string_view tag,
                                     const ReportPage& page) const;
  // Charts returns the charts with these ids, or all: kInvalid "invalid_field" for an unknown id.
  // Without `with_rows` they have no results.
  base::Result<ChartList> Charts(const model::Caller& caller, std::int64_t id,
                                 const json::Value& filters,
                                 const std::optional<std::vector<std::int64_t>>& charts,
                                 bool with_rows) const;

 private:
  Parts parts_;
};

}  // namespace bearward::partner_data
