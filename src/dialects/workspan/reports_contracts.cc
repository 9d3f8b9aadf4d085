// The contracts of reports, views and charts.
#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using door::Contract;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTime;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Property kPageMembers[] = {{"number", kInteger, true, "From 0."},
                                     {"size", kInteger, true, "From 1 to 10000."}};
constexpr Schema kPage = OrNull(Open(ObjectOf(kPageMembers)));
constexpr Property kPagedMembers[] = {Optional("page", kPage)};
constexpr Schema kPaged = Open(ObjectOf(kPagedMembers, "WorkSpanPageInput"));
constexpr Property kDataInputMembers[] = {
    Optional("filters", OrNull(kAnyObject), "A group: op, fieldFilters and group."),
    Optional("page", kPage)};
constexpr Schema kDataInput = Open(ObjectOf(kDataInputMembers, "WorkSpanReportQuery"));
constexpr Property kChartInputMembers[] = {
    Optional("filters", OrNull(kAnyObject), "A group: op, fieldFilters and group."),
    Optional("chartIds", OrNull(ListOf(kInteger)), "Without it, all charts.")};
constexpr Schema kChartInput = Open(ObjectOf(kChartInputMembers, "WorkSpanChartQuery"));
constexpr Property kPrepareMembers[] = {
    Optional("expiryHours", OrNull(kInteger), "From 1 to 24; 24 without it.")};
constexpr Schema kPrepareInput = Open(ObjectOf(kPrepareMembers, "WorkSpanViewInput"));

constexpr Property kByMembers[] = {{"id", kText}, {"name", kText}};
constexpr Schema kBy = ObjectOf(kByMembers);
constexpr Property kReportMembers[] = {
    {"id", kInteger},       {"name", kText},
    {"description", kText}, {"reportStatus", Word<"DRAFT", "PUBLISHED">()},
    {"createdBy", kBy},     {"modifiedBy", kBy},
    {"createdAt", kTime},   {"modifiedAt", kTime},
};
constexpr Schema kReport = ObjectOf(kReportMembers, "WorkSpanReport");
constexpr Property kReportsMembers[] = {{"endOfList", kFlag}, {"results", ListOf(kReport)}};
constexpr Schema kReports = ObjectOf(kReportsMembers, "WorkSpanReports");
constexpr Property kRowsMembers[] = {
    {"version", kInteger}, {"endOfList", kFlag}, {"results", ListOf(kAnyObject)}};
constexpr Schema kRows = ObjectOf(kRowsMembers, "WorkSpanRows");

constexpr Property kColumnMembers[] = {
    {"colId", kText}, {"key", kText}, {"name", kText}, {"dataType", kText}, {"repeated", kFlag}};
constexpr Schema kColumn = ObjectOf(kColumnMembers);
constexpr Property kSchemaMembers[] = {
    {"id", kInteger}, {"name", kText}, {"columns", ListOf(kColumn)}, {"schema", kAnyObject}};
constexpr Schema kSchemaBody = ObjectOf(kSchemaMembers, "WorkSpanReportSchema");
constexpr Property kSortingMembers[] = {{"colId", kText}, {"descending", kFlag}};
constexpr Schema kSorting = ObjectOf(kSortingMembers);
constexpr Property kMetadataMembers[] = {
    {"id", kInteger},
    {"name", kText},
    {"description", kText},
    {"reportStatus", Word<"DRAFT", "PUBLISHED">()},
    {"createdBy", kBy},
    {"modifiedBy", kBy},
    {"createdAt", kTime},
    {"modifiedAt", kTime},
    {"category", kText},
    {"version", kInteger},
    {"columns", ListOf(kColumn)},
    {"filters", kAnyObject},
    {"sorting", ListOf(kSorting)},
};
constexpr Schema kMetadata = ObjectOf(kMetadataMembers, "WorkSpanReportMetadata");

constexpr Property kChartMembers[] = {
    {"id", kInteger}, {"version", kInteger}, {"name", kText}, {"results", ListOf(kAnyObject)}};
constexpr Schema kChart = ObjectOf(kChartMembers);
constexpr Property kChartsMembers[] = {
    {"reportVersion", kInteger}, {"reportName", kText}, {"charts", ListOf(kChart)}};
constexpr Schema kCharts = ObjectOf(kChartsMembers, "WorkSpanCharts");
constexpr Property kChartTypeMembers[] = {
    {"id", kInteger},   {"version", kInteger}, {"name", kText},          {"type", kText},
    {"groupBy", kText}, {"aggregate", kText},  Optional("colId", kText),
};
constexpr Schema kChartType = ObjectOf(kChartTypeMembers);
constexpr Property kChartTypesMembers[] = {
    {"reportVersion", kInteger}, {"reportName", kText}, {"charts", ListOf(kChartType)}};
constexpr Schema kChartTypes = ObjectOf(kChartTypesMembers, "WorkSpanChartMetadata");

constexpr Property kPreparedMembers[] = {{"viewId", kInteger}};
constexpr Schema kPrepared = ObjectOf(kPreparedMembers, "WorkSpanPreparedView");
constexpr Schema kStatusWord = Word<"PENDING", "RUNNING", "SUCCESS", "FAILED", "DELETED">();
constexpr Property kStatusMembers[] = {{"viewStatus", kStatusWord}};
constexpr Schema kStatus = ObjectOf(kStatusMembers, "WorkSpanViewStatus");
constexpr Property kViewMembers[] = {
    {"id", kInteger},       {"viewId", kInteger},  {"reportId", kInteger},
    {"name", kText},        {"version", kInteger}, {"viewStatus", kStatusWord},
    {"rowCount", kInteger}, {"createdAt", kTime},  {"expiresAt", kTime},
};
constexpr Schema kView = ObjectOf(kViewMembers, "WorkSpanView");

}  // namespace

constinit const Contract kListReports = {
    .body = &kPaged,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The reports that are switched on for the API.", kReports>};
constinit const Contract kReportData = {.body = &kDataInput,
                                        .query = kEnvironmentQuery,
                                        .successes = door::kAnswer<200, "The rows.", kRows>};
constinit const Contract kReportSchema = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The schema.", kSchemaBody>};
constinit const Contract kReportMetadata = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The definition.", kMetadata>};
constinit const Contract kChartData = {.body = &kChartInput,
                                       .query = kEnvironmentQuery,
                                       .successes = door::kAnswer<200, "The charts.", kCharts>};
constinit const Contract kChartMetadata = {
    .body = &kChartInput,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The definitions.", kChartTypes>};
constinit const Contract kPrepareExport = {
    .body = &kPrepareInput,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The id of the view.", kPrepared>};
constinit const Contract kViewStatus = {.query = kEnvironmentQuery,
                                        .successes = door::kAnswer<200, "The status.", kStatus>};
constinit const Contract kReadView = {.query = kEnvironmentQuery,
                                      .successes = door::kAnswer<200, "The view.", kView>};
constinit const Contract kViewData = {.body = &kPaged,
                                      .query = kEnvironmentQuery,
                                      .successes = door::kAnswer<200, "The rows.", kRows>};

}  // namespace bearward::dialects::workspan
