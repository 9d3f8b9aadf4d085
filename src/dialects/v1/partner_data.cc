#include "dialects/v1/partner_data.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/writer.h"
#include "partner_data/kinds.h"
#include "partner_data/loads.h"
#include "partner_data/views.h"

namespace bearward::dialects::v1 {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Call;
using door::Reply;
using json::kInteger;
using json::kText;
using json::kTime;
using json::ObjectOf;
using json::Property;
using json::Schema;

// kMostFaults limits the faults of one load in a response.
constexpr std::size_t kMostFaults = 100;

constexpr Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr std::array<std::string_view, 1> kFilters = {model::kOrganizationField};

// A report and an integration have the same members.
template <json::Literal kObject>
constexpr Property kObjectMembers[] = {
    {"object", json::Word<kObject>()},
    {"id", kText},
    {"number", kInteger, true, "The id in requests of WorkSpan's API, where that is a number."},
    {"organization_id", kText, true, "The owner."},
    {"name", kText},
    {"definition", kAnyObject, true, "The fields of the provisioning file."},
    {"created_at", kTime},
    {"updated_at", kTime}};
constexpr Schema kReport = ObjectOf(kObjectMembers<"report">, "Report");
constexpr Schema kReports = ObjectOf(door::kListMembers<kReport>, "ReportList");
constexpr Schema kIntegration = ObjectOf(kObjectMembers<"integration">, "Integration");
constexpr Schema kIntegrations = ObjectOf(door::kListMembers<kIntegration>, "IntegrationList");

constexpr Property kViewMembers[] = {
    {"object", json::Word<"report_view">()},
    {"id", kInteger},
    {"report_id", kText},
    {"organization_id", kText, true, "Prepared the view."},
    {"status", json::OneOf(base::WordsOf<pd::ViewStatus>::kWords)},
    {"rows", kInteger},
    {"version", kInteger, true, "Of the report."},
    {"created_at", kTime},
    {"expires_at", kTime, true, "The rows are readable until then."}};
constexpr Schema kView = ObjectOf(kViewMembers, "ReportView");
constexpr Schema kViews = ObjectOf(door::kListMembers<kView>, "ReportViewList");

constexpr Property kFaultMembers[] = {
    {"id", kText, true, "The key of the row; empty if it has none."},
    {"message", kText},
    {"row", json::kAny}};
constexpr Schema kFault = ObjectOf(kFaultMembers, "LoadFault");
constexpr Property kLoadMembers[] = {
    {"object", json::Word<"load">()},
    {"id", kText},
    {"integration_id", kText},
    {"organization_id", kText},
    {"input", kInteger, true, "The number of rows."},
    {"loaded", kInteger},
    {"skipped", kInteger, true, "Rows that change nothing, or have no object to change."},
    {"errors", kInteger},
    {"started_at", kTime},
    {"status", json::Word<"running", "completed">()},
    {"completed_at", json::OrNull(kTime)},
    {"expires_at", kTime, true, "The load is listed until then."},
    json::Optional("faults", json::ListOf(kFault), "Of one load: its first 100 faults.")};
constexpr Schema kLoad = ObjectOf(kLoadMembers, "Load");
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

json::Writer& WriteTime(json::Writer& writer, std::string_view name, base::Time at) {
  return writer.Key(name).String(base::FormatIsoMillis(at));
}

void WriteObject(json::Writer& writer, const model::Object& object) {
  writer.BeginObject().Key("object").String(object.kind).Key("id").String(object.id.text);
  writer.Key("number").Int(object.number);
  writer.Key("organization_id").String(object.owner.text).Key("name").String(object.name);
  writer.Key("definition").Raw(object.fields);
  WriteTime(writer, "created_at", object.created_at);
  WriteTime(writer, "updated_at", object.updated_at).EndObject();
}

Result<std::string> ViewText(const model::PartnerResult& row, const std::string& report,
                             base::Time now) {
  BW_TRY_ASSIGN(const pd::View view, pd::ViewOf(row, now));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("report_view").Key("id").Int(view.id);
  writer.Key("report_id").String(report);
  writer.Key("organization_id").String(row.organization.text);
  writer.Key("status").String(base::Word(view.status)).Key("rows").Int(view.rows);
  writer.Key("version").Int(view.version);
  WriteTime(writer, "created_at", view.created_at);
  WriteTime(writer, "expires_at", view.expires_at).EndObject();
  return text;
}

void WriteFaults(json::Writer& writer, const std::vector<pd::LoadFault>& faults) {
  writer.Key("faults").BeginArray();
  for (const pd::LoadFault& fault : faults) {
    writer.BeginObject().Key("id").String(fault.id).Key("message").String(fault.message);
    writer.Key("row");
    json::Write(writer, fault.row);
    writer.EndObject();
  }
  writer.EndArray();
}

// Rows of a list have no content, and so no faults.
std::string LoadText(const model::PartnerResult& row, bool with_faults) {
  const pd::LoadResult load = pd::ResultOf(row, kMostFaults);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("load").Key("id").String(row.id);
  writer.Key("integration_id").String(load.integration);
  writer.Key("organization_id").String(row.organization.text);
  writer.Key("input").Int(load.input).Key("loaded").Int(load.loaded);
  writer.Key("skipped").Int(load.skipped).Key("errors").Int(load.errors);
  WriteTime(writer, "started_at", load.started_at);
  writer.Key("status").String(load.running ? "running" : "completed");
  if (load.running) {
    writer.Key("completed_at").Null();
  } else {
    WriteTime(writer, "completed_at", load.completed_at);
  }
  WriteTime(writer, "expires_at", row.expires_at);
  if (with_faults) WriteFaults(writer, load.faults);
  writer.EndObject();
  return text;
}

Result<store::KindQuery> ReadQuery(const Call& call) {
  BW_TRY_ASSIGN(door::ListQuery list, door::ParseListQuery(call.request().query, kFilters, true));
  store::KindQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  BW_TRY_ASSIGN(auto owner, list.One(model::kOrganizationField));
  if (owner) query.owner = model::OrganizationId{*std::move(owner)};
  return query;
}

// The templates are instantiated with the kinds, which are constants.
template <const std::string_view& kKind>
Result<Reply> ListObjects(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(store::KindQuery query, ReadQuery(call));
  BW_TRY_ASSIGN(const auto page, overview.List(call.caller(), kKind, std::move(query)));
  door::ListWriter writer;
  for (const model::Object& object : page.rows) WriteObject(writer.items(), object);
  return writer.Finish(page.ends);
}

template <const std::string_view& kKind>
Result<Reply> ReadObject(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const auto object, overview.Read(call.caller(), kKind, call.Param("id")));
  std::string text;
  json::Writer writer(text);
  WriteObject(writer, object);
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ListViews(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, true));
  const std::string report = call.Param("report_id");
  BW_TRY_ASSIGN(const auto page,
                overview.Results(call.caller(), pd::kReportKind, report, list.page));
  door::ListWriter writer;
  for (const model::PartnerResult& row : page.rows) {
    BW_TRY_ASSIGN(const std::string text, ViewText(row, report, call.now()));
    writer.items().Raw(text);
  }
  return writer.Finish(page.ends);
}

Result<Reply> ListLoads(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, true));
  BW_TRY_ASSIGN(const auto page, overview.Results(call.caller(), pd::kIntegrationKind,
                                                  call.Param("integration_id"), list.page));
  door::ListWriter writer;
  for (const model::PartnerResult& row : page.rows) writer.items().Raw(LoadText(row, false));
  return writer.Finish(page.ends);
}

Result<Reply> ReadLoad(const pd::Overview& overview, Call& call) {
  BW_TRY_ASSIGN(const auto row,
                overview.ReadLoad(call.caller(), call.Param("integration_id"), call.Param("id")));
  return door::JsonReply(200, LoadText(row, true));
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
    {"/v1/reports", ListObjects<pd::kReportKind>, "v1.list_reports", "List the reports",
     &kListReports},
    {"/v1/reports/{id}", ReadObject<pd::kReportKind>, "v1.read_report", "Read a report",
     &kReadReport},
    {"/v1/reports/{report_id}/views", ListViews, "v1.list_report_views",
     "List the frozen views of a report", &kListViews},
    {"/v1/integrations", ListObjects<pd::kIntegrationKind>, "v1.list_integrations",
     "List the integrations", &kListIntegrations},
    {"/v1/integrations/{id}", ReadObject<pd::kIntegrationKind>, "v1.read_integration",
     "Read an integration", &kReadIntegration},
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
