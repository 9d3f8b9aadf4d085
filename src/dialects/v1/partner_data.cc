#include "dialects/v1/partner_data.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"
#include "partner_data/kinds.h"
#include "partner_data/loads.h"
#include "partner_data/views.h"

namespace bearward::dialects::v1 {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Call;
using door::Reply;
using json::kText;
using json::ObjectOf;
using json::Schema;

// kMostFaults limits the faults of one load in a response.
constexpr std::size_t kMostFaults = 100;

constexpr std::array<std::string_view, 1> kFilters = {model::kOrganizationField};

// A report and an integration have the same members.
using model::Object;
using ObjectView = json::View<Object>;
template <json::Literal kKind>
constexpr ObjectView::Member kObjectMembers[] = {
    ObjectView::Object<kKind>(),
    ObjectView::Of<&Object::id>("id"),
    ObjectView::Of<&Object::number>(
        "number", "The id in requests of WorkSpan's API, where that is a number."),
    ObjectView::Of<&Object::owner>("organization_id", "The owner."),
    ObjectView::Of<&Object::name>("name"),
    ObjectView::Json<&Object::fields>("definition", "The fields of the provisioning file."),
    ObjectView::Of<&Object::created_at>("created_at"),
    ObjectView::Of<&Object::updated_at>("updated_at")};
constexpr auto& kReportMembers = kObjectMembers<"report">;
constexpr auto& kIntegrationMembers = kObjectMembers<"integration">;
constexpr Schema kReport = json::kSchemaOf<kReportMembers, "Report">;
constexpr Schema kReports = ObjectOf(door::kListMembers<kReport>, "ReportList");
constexpr Schema kIntegration = json::kSchemaOf<kIntegrationMembers, "Integration">;
constexpr Schema kIntegrations = ObjectOf(door::kListMembers<kIntegration>, "IntegrationList");

// FrozenView is a view of a report, with the organization that prepared it.
struct FrozenView : pd::View {
  std::string report_id;
  model::OrganizationId organization;
};
using ViewOfReport = json::View<FrozenView>;
constexpr ViewOfReport::Member kViewMembers[] = {
    ViewOfReport::Object<"report_view">(),
    ViewOfReport::Of<&FrozenView::id>("id"),
    ViewOfReport::Of<&FrozenView::report_id>("report_id"),
    ViewOfReport::Of<&FrozenView::organization>("organization_id", "Prepared the view."),
    ViewOfReport::Of<&FrozenView::status>("status"),
    ViewOfReport::Of<&FrozenView::rows>("rows"),
    ViewOfReport::Of<&FrozenView::version>("version", "Of the report."),
    ViewOfReport::Of<&FrozenView::created_at>("created_at"),
    ViewOfReport::Of<&FrozenView::expires_at>("expires_at", "The rows are readable until then.")};
constexpr Schema kView = json::kSchemaOf<kViewMembers, "ReportView">;
constexpr Schema kViews = ObjectOf(door::kListMembers<kView>, "ReportViewList");

using pd::LoadFault;
using FaultView = json::View<LoadFault>;
constexpr FaultView::Member kFaultMembers[] = {
    FaultView::Of<&LoadFault::id>("id", "The key of the row; empty if it has none."),
    FaultView::Of<&LoadFault::message>("message"), FaultView::Of<&LoadFault::row>("row")};

// Load is a load with the row that stores it. In a list, rows have no content and so no faults.
using Row = model::PartnerResult;
struct Load : pd::LoadResult {
  const Row& row;
  bool in_list;

  std::string_view status() const { return running ? "running" : "completed"; }
  std::optional<base::Time> completed() const {
    return running ? std::nullopt : std::optional(completed_at);
  }
};
const Row& RowOf(const Load& load) { return load.row; }

using LoadView = json::View<Load>;
constexpr LoadView::Member FaultsOfOne() {
  auto faults = LoadView::Each<&Load::faults, kFaultMembers, "LoadFault">(
      "faults", "Of one load: its first 100 faults.");
  faults.property.required = false;
  faults.is_absent = [](const Load& load) { return load.in_list; };
  return faults;
}
constexpr LoadView::Member kLoadMembers[] = {
    LoadView::Object<"load">(),
    LoadView::Of<&RowOf, &Row::id>("id"),
    LoadView::Of<&Load::integration>("integration_id"),
    LoadView::Of<&RowOf, &Row::organization>("organization_id"),
    LoadView::Of<&Load::input>("input", "The number of rows."),
    LoadView::Of<&Load::loaded>("loaded"),
    LoadView::Of<&Load::skipped>("skipped",
                                 "Rows that change nothing, or have no object to change."),
    LoadView::Of<&Load::errors>("errors"),
    LoadView::Of<&Load::started_at>("started_at"),
    LoadView::OneOf<&Load::status, "running", "completed">("status"),
    LoadView::Of<&Load::completed>("completed_at"),
    LoadView::Of<&RowOf, &Row::expires_at>("expires_at", "The load is listed until then."),
    FaultsOfOne()};
constexpr Schema kLoad = json::kSchemaOf<kLoadMembers, "Load">;
constexpr Schema kLoads = ObjectOf(door::kListMembers<kLoad>, "LoadList");

constexpr door::Parameter kPageQuery[] = {door::kLimit, door::kOrder, door::kAfter, door::kBefore};
constexpr door::Parameter kObjectQuery[] = {
    door::kLimit,
    door::kOrder,
    door::kAfter,
    door::kBefore,
    {model::kOrganizationField, kText, false, "Only those of this organization."}};
using door::kAnswer;
using door::kStatuses;
using json::kNoMembers;
constinit const door::Contract kListReports = {
    .body = &kNoMembers,
    .query = kObjectQuery,
    .successes = kAnswer<200, "The reports, by number.", kReports>};
constinit const door::Contract kReadReport = {.body = &kNoMembers,
                                              .successes = kAnswer<200, "The report.", kReport>,
                                              .errors = kStatuses<404>};
constinit const door::Contract kListViews = {
    .body = &kNoMembers,
    .query = kPageQuery,
    .successes = kAnswer<200, "The views, the newest first.", kViews>,
    .errors = kStatuses<404>};
constinit const door::Contract kListIntegrations = {
    .body = &kNoMembers,
    .query = kObjectQuery,
    .successes = kAnswer<200, "The integrations, by number.", kIntegrations>};
constinit const door::Contract kReadIntegration = {
    .body = &kNoMembers,
    .successes = kAnswer<200, "The integration.", kIntegration>,
    .errors = kStatuses<404>};
constinit const door::Contract kListLoads = {
    .body = &kNoMembers,
    .query = kPageQuery,
    .successes = kAnswer<200, "The loads, the newest first.", kLoads>,
    .errors = kStatuses<404>};
constinit const door::Contract kReadLoad = {
    .body = &kNoMembers, .successes = kAnswer<200, "The load.", kLoad>, .errors = kStatuses<404>};

Result<store::KindQuery> ReadQuery(const Call& call) {
  BW_TRY_ASSIGN(door::ListQuery list, door::ParseListQuery(call.request().query, kFilters, true));
  store::KindQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  BW_TRY_ASSIGN(auto owner, list.One(model::kOrganizationField));
  if (owner) query.owner = model::OrganizationId{*std::move(owner)};
  return query;
}

// The templates are instantiated with the kinds, which are constants.
template <const std::string_view& kKind, const auto& kMembers>
Result<Reply> ListObjects(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(store::KindQuery query, ReadQuery(call));
  BW_TRY_ASSIGN(const auto page, overview.List(call.caller(), kKind, std::move(query)));
  door::ListWriter writer;
  for (const Object& object : page.rows) json::WriteView<kMembers>(writer.items(), object);
  return writer.Finish(page.ends);
}

template <const std::string_view& kKind, const auto& kMembers>
Result<Reply> ReadObject(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const auto object, overview.Read(call.caller(), kKind, call.Param("id")));
  return door::JsonReply(200, json::ViewText<kMembers>(object));
}

Result<Reply> ListViews(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, true));
  const std::string report = call.Param("report_id");
  BW_TRY_ASSIGN(const auto page,
                overview.Results(call.caller(), pd::kReportKind, report, list.page));
  door::ListWriter writer;
  for (const Row& row : page.rows) {
    BW_TRY_ASSIGN(const pd::View view, pd::ViewOf(row, call.now()));
    json::WriteView<kViewMembers>(writer.items(), FrozenView{view, report, row.organization});
  }
  return writer.Finish(page.ends);
}

Result<Reply> ListLoads(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, true));
  BW_TRY_ASSIGN(const auto page, overview.Results(call.caller(), pd::kIntegrationKind,
                                                  call.Param("integration_id"), list.page));
  door::ListWriter writer;
  for (const Row& row : page.rows) {
    const Load load{pd::ResultOf(row, kMostFaults), row, true};
    json::WriteView<kLoadMembers>(writer.items(), load);
  }
  return writer.Finish(page.ends);
}

Result<Reply> ReadLoad(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const auto row,
                overview.ReadLoad(call.caller(), call.Param("integration_id"), call.Param("id")));
  const Load load{pd::ResultOf(row, kMostFaults), row, false};
  return door::JsonReply(200, json::ViewText<kLoadMembers>(load));
}

// Endpoint is what differs between the routes.
struct Endpoint {
  std::string_view pattern;
  Result<Reply> (*run)(const pd::Overview&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

constexpr Endpoint kEndpoints[] = {
    {"/v1/reports", ListObjects<pd::kReportKind, kReportMembers>, "v1.list_reports",
     "List the reports", &kListReports},
    {"/v1/reports/{id}", ReadObject<pd::kReportKind, kReportMembers>, "v1.read_report",
     "Read a report", &kReadReport},
    {"/v1/reports/{report_id}/views", ListViews, "v1.list_report_views",
     "List the frozen views of a report", &kListViews},
    {"/v1/integrations", ListObjects<pd::kIntegrationKind, kIntegrationMembers>,
     "v1.list_integrations", "List the integrations", &kListIntegrations},
    {"/v1/integrations/{id}", ReadObject<pd::kIntegrationKind, kIntegrationMembers>,
     "v1.read_integration", "Read an integration", &kReadIntegration},
    {"/v1/integrations/{integration_id}/loads", ListLoads, "v1.list_loads",
     "List the bulk loads of an integration", &kListLoads},
    {"/v1/integrations/{integration_id}/loads/{id}", ReadLoad, "v1.read_load",
     "Read a bulk load with the rows that were not loaded", &kReadLoad}};

}  // namespace

std::vector<door::Route> PartnerDataRoutes(const pd::Overview& overview,
                                           const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({http::Method::kGet, std::string(endpoint.pattern), TokenOrKey(),
                      door::RunOn::kWorker, door::Bind(overview, endpoint.run), endpoint.operation,
                      endpoint.summary, endpoint.contract, &dialect});
  }
  return routes;
}

}  // namespace bearward::dialects::v1
