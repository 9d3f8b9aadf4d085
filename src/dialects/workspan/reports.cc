#include "dialects/workspan/reports.h"

#include <string>
#include <utility>

#include "dialects/workspan/contracts.h"
#include "dialects/workspan/reports_codec.h"
#include "dialects/workspan/row.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Body;
using door::Call;
using door::Reply;

Result<Reply> ListReports(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const pd::ReportPage page, DecodePage(body));
  BW_TRY_ASSIGN(const auto list, uses.reports.List(call.caller(), page));
  return EncodeReports(list);
}

Result<Reply> ReadRows(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "reportId");
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const pd::ReportPage page, DecodePage(body));
  BW_TRY_ASSIGN(const auto list, uses.reports.Rows(call.caller(), id, FiltersOf(body), page));
  return EncodeRows(list);
}

Result<Reply> ReadSchema(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "reportId");
  BW_TRY_ASSIGN(const pd::Report report, uses.reports.Read(call.caller(), id));
  return EncodeSchema(report);
}

Result<Reply> ReadMetadata(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "reportId");
  BW_TRY_ASSIGN(const pd::Report report, uses.reports.Read(call.caller(), id));
  return EncodeMetadata(report);
}

Result<pd::ChartList> ReadCharts(const Uses& uses, const Call& call, bool with_rows) {
  const std::int64_t id = DecodeId(call, "reportId");
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto ids, DecodeChartIds(body));
  const json::Value filters = with_rows ? FiltersOf(body) : json::Value();
  return uses.reports.Charts(call.caller(), id, filters, ids, with_rows);
}

Result<Reply> ReadChartData(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto charts, ReadCharts(uses, call, true));
  return EncodeCharts(charts);
}

Result<Reply> ReadChartMetadata(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto charts, ReadCharts(uses, call, false));
  return EncodeChartMetadata(charts);
}

Result<Reply> PrepareExport(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "reportId");
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto hours, body.Integer("expiryHours"));
  BW_TRY_ASSIGN(const std::int64_t view,
                uses.views.Prepare(call.caller(), id, hours.value_or(pd::kLongestView)));
  std::string text;
  json::Writer(text).BeginObject().Key("viewId").Int(view).EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ReadViewStatus(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "viewId");
  BW_TRY_ASSIGN(const pd::View view, uses.views.Read(call.caller(), id));
  std::string text;
  json::Writer(text).BeginObject().Key("viewStatus").String(base::Word(view.status)).EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ReadView(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "viewId");
  BW_TRY_ASSIGN(const pd::View view, uses.views.Read(call.caller(), id));
  return EncodeView(view);
}

Result<Reply> ReadViewRows(const Uses& uses, Call& call) {
  const std::int64_t id = DecodeId(call, "viewId");
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const pd::ReportPage page, DecodePage(body));
  BW_TRY_ASSIGN(const auto rows, uses.views.Rows(call.caller(), id, page));
  return EncodeViewRows(rows);
}

using enum http::Method;
constexpr Row kRows[] = {
    {kPost, "list", ListReports, "workspan.list_reports", "List the reports for the API",
     &kListReports},
    {kPost, "{reportId}/data", ReadRows, "workspan.report_data", "Read rows of a report",
     &kReportData},
    {kPost, "{reportId}/data-schema", ReadSchema, "workspan.report_schema",
     "Read the schema of the rows of a report", &kReportSchema},
    {kPost, "{reportId}/metadata", ReadMetadata, "workspan.report_metadata",
     "Read the definition of a report", &kReportMetadata},
    {kPost, "{reportId}/chart-data", ReadChartData, "workspan.chart_data",
     "Read the charts of a report", &kChartData},
    {kPost, "{reportId}/chart-metadata", ReadChartMetadata, "workspan.chart_metadata",
     "Read the definitions of charts", &kChartMetadata},
    {kPost, "view/{reportId}/prepare_export", PrepareExport, "workspan.prepare_export",
     "Freeze the rows of a report in a view", &kPrepareExport},
    {kGet, "view/{viewId}/status", ReadViewStatus, "workspan.view_status",
     "Read the status of a view", &kViewStatus},
    {kGet, "view/{viewId}", ReadView, "workspan.read_view", "Read a view", &kReadView},
    {kPost, "view/{viewId}/data", ReadViewRows, "workspan.view_data", "Read rows of a view",
     &kViewData},
};

}  // namespace

std::vector<door::Route> ReportRoutes(const Uses& uses, const Dialects& dialects) {
  return RoutesOf(uses, dialects.resource, "/report/v1/", kRows);
}

}  // namespace bearward::dialects::workspan
