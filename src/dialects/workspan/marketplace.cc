#include "dialects/workspan/marketplace.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workspan/bulk_codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/reports_codec.h"
#include "dialects/workspan/row.h"
#include "json/text_in.h"
#include "json/view.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Body;
using door::Call;
using door::Reply;

using door::Contract;
using door::kAnswer;
using json::kText;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;

constexpr Property kActionFormMembers[] = {
    {"action_type", kText, true, "withdraw"},
    {"object_type", kText, true, "ws-offer"},
    {"marketplace_type", kText, true, "aws, azure or gcp"},
    {"object_id", kText},
};
constexpr Schema kActionForm = Open(json::ObjectOf(kActionFormMembers, "WorkSpanActionInput"));

using pd::Action;
using pd::ActionForm;
std::string_view StatusOf(const Action& action) {
  return action.in_progress ? "IN_PROGRESS" : "SUCCESS";
}
std::string_view MessageOf(const Action& action) {
  return action.in_progress ? "The action is in progress." : "The action is complete.";
}
using ActionView = json::View<Action>;
constexpr ActionView::Member kActionMembers[] = {
    ActionView::Of<&Action::id>("action_id"),
    ActionView::Of<&Action::form, &ActionForm::object_id>("object_id"),
    ActionView::Of<&Action::form, &ActionForm::object_type>("object_type"),
    ActionView::Of<&Action::form, &ActionForm::marketplace_type>("marketplace_type"),
    ActionView::Of<&Action::form, &ActionForm::action_type>("action_type"),
    ActionView::OneOf<&StatusOf, "IN_PROGRESS", "SUCCESS">("status"),
    ActionView::Of<&MessageOf>("message")};
constexpr Schema kAction = json::kSchemaOf<kActionMembers, "WorkSpanAction">;

constexpr Property kFileMembers[] = {
    Optional("file", kText, "CSV, JSON or XLSX. The body may also be a JSON array.")};
constexpr Schema kFile = Open(json::ObjectOf(kFileMembers, "WorkSpanUsageFile"));
constexpr door::Parameter kIntegrationQuery[] = {{"integration_id", kText, true},
                                                 kEnvironmentQuery[0]};
constexpr door::Parameter kExecutionQuery[] = {{"execution_id", kText, true}, kEnvironmentQuery[0]};

std::string_view Itself(const std::string& text) { return text; }
constexpr json::View<std::string>::Member kUploadedMembers[] = {
    json::View<std::string>::Of<&Itself>("usage_execution_id")};
constexpr Schema kUploaded = json::kSchemaOf<kUploadedMembers, "WorkSpanUploadedUsage">;

using pd::UsageFault;
using pd::UsageOfProject;
std::string_view ResultOf(const UsageOfProject& usage) {
  return usage.faults.empty() ? "Received" : "Failed";
}
// Usage is the usage of one execution.
struct Usage {
  std::string execution;
  std::vector<UsageOfProject> projects;
};
constexpr json::View<UsageFault>::Member kUsageErrorMembers[] = {
    json::View<UsageFault>::Of<&UsageFault::message>("ErrorMessage"),
    json::View<UsageFault>::Of<&UsageFault::code>("ErrorCode")};
using ProjectView = json::View<UsageOfProject>;
constexpr ProjectView::Member kProjectMembers[] = {
    ProjectView::Of<&UsageOfProject::project_name>("project_name"),
    ProjectView::OneOf<&ResultOf, "Received", "Failed">("status"),
    ProjectView::Of<&UsageOfProject::external_id>("external_id"),
    ProjectView::Of<&UsageOfProject::project_id>("project_id"),
    ProjectView::Each<&UsageOfProject::faults, kUsageErrorMembers>("error_message")};
constexpr json::View<Usage>::Member kUsageMembers[] = {
    json::View<Usage>::Of<&Usage::execution>("execution_id"),
    json::View<Usage>::Each<&Usage::projects, kProjectMembers>("projects")};
constexpr Schema kUsage = json::kSchemaOf<kUsageMembers, "WorkSpanUsage">;

constexpr Property kExportMembers[] = {
    {"operation", kText},
    {"marketplace_type", kText, true, "aws, azure or google"},
    {"object_type", kText},
    Optional("size", OrNull(json::kInteger)),
    Optional("page", OrNull(json::kInteger)),
};
constexpr Schema kExport = Open(json::ObjectOf(kExportMembers, "WorkSpanMarketplaceReportQuery"));
constexpr Property kReportRowMembers[] = {
    {"version", json::kInteger}, {"endOfList", json::kFlag}, {"results", json::ListOf(kAnyObject)}};
constexpr Schema kReportRows = json::ObjectOf(kReportRowMembers, "WorkSpanMarketplaceRows");

constexpr Property kInboundMembers[] = {
    Optional("data", kText, "A JSON object with external_id."),
};
constexpr Schema kInboundForm = Open(json::ObjectOf(kInboundMembers, "WorkSpanInboundObject"));

using pd::InboundObject;
std::string_view Success(const InboundObject& /*object*/) { return "SUCCESS"; }
using ReceivedView = json::View<InboundObject>;
constexpr ReceivedView::Member kReceivedMembers[] = {
    ReceivedView::OneOf<&Success, "SUCCESS">("status"),
    ReceivedView::Of<&InboundObject::id>("object_id"),
    ReceivedView::Of<&InboundObject::external_id>("external_id"),
    ReceivedView::Of<&InboundObject::created>("created")};
constexpr Schema kReceived = json::kSchemaOf<kReceivedMembers, "WorkSpanReceivedObject">;

constinit const Contract kCreateAction = {.body = &kActionForm,
                                          .query = kEnvironmentQuery,
                                          .successes = kAnswer<200, "The action.", kAction>};
constinit const Contract kReadAction = {.query = kEnvironmentQuery,
                                        .successes = kAnswer<200, "The action.", kAction>};
constinit const Contract kUsageUpload = {
    .body = &kFile,
    .encodings = door::kMultipartBody,
    .query = kIntegrationQuery,
    .successes = kAnswer<200, "The id of the execution.", kUploaded>};
constinit const Contract kUsageStatus = {.query = kExecutionQuery,
                                         .successes = kAnswer<200, "The result.", kUsage>};
constinit const Contract kExportReport = {.body = &kExport,
                                          .query = kEnvironmentQuery,
                                          .successes = kAnswer<200, "The rows.", kReportRows>,
                                          .errors = door::kStatuses<404>};
constinit const Contract kInbound = {
    .body = &kInboundForm,
    .encodings = door::kMultipartBody | door::kJsonBody,
    .query = kIntegrationQuery,
    .successes = kAnswer<200, "The object.", kReceived>,
    .description = "Parts with a file name are agreements; their names and sizes are stored."};
constinit const Contract kInboundV2 = {
    .body = &kInboundForm,
    .encodings = door::kMultipartBody,
    .query = kIntegrationQuery,
    .successes = kAnswer<200, "The authorization.", kReceived>,
    .description = "Parts with a file name are agreements; their names and sizes are stored."};

Reply EncodeAction(const Action& action) {
  return door::JsonReply(200, json::ViewText<kActionMembers>(action));
}

// The profile is checked before the fields, so that they may be absent or of another type here.
ActionForm DecodeAction(const Body& body) {
  const json::Value& form = body.object();
  return {json::TextIn(form, "action_type"), json::TextIn(form, "object_type"),
          json::TextIn(form, "marketplace_type"), json::TextIn(form, "object_id")};
}

Result<Reply> CreateAction(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const Action action, uses.marketplace.Start(call.caller(), DecodeAction(body)));
  return EncodeAction(action);
}

Result<Reply> ReadAction(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Action action,
                uses.marketplace.ReadAction(call.caller(), call.Param("action_id")));
  return EncodeAction(action);
}

Result<Reply> UploadUsage(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string integration, RequiredQuery(call, "integration_id"));
  BW_TRY_ASSIGN(const auto rows, DecodeRows(call));
  BW_TRY_ASSIGN(const std::string execution,
                NotFoundIsInvalid(uses.marketplace.UploadUsage(call.caller(), integration, rows)));
  return door::JsonReply(200, json::ViewText<kUploadedMembers>(execution));
}

Result<Reply> ReadUsage(const Uses& uses, Call& call) {
  Usage usage;
  BW_TRY_ASSIGN(usage.execution, RequiredQuery(call, "execution_id"));
  BW_TRY_ASSIGN(usage.projects, uses.marketplace.ReadUsage(call.caller(), usage.execution));
  return door::JsonReply(200, json::ViewText<kUsageMembers>(usage));
}

// The vendor's tag of the report that is the source.
Result<std::string> DecodeTag(const Body& body) {
  BW_TRY(body.RequireAll({"operation", "marketplace_type", "object_type"}));
  BW_TRY_ASSIGN(const std::string operation, body.RequiredText("operation"));
  BW_TRY_ASSIGN(const std::string marketplace, body.RequiredText("marketplace_type"));
  BW_TRY_ASSIGN(const std::string object, body.RequiredText("object_type"));
  return "marketplace:" + marketplace + ":" + object + ":" + operation + ":report";
}

Result<Reply> ExportReport(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string tag, DecodeTag(body));
  BW_TRY_ASSIGN(const auto size, body.Integer("size"));
  BW_TRY_ASSIGN(const auto page, body.Integer("page"));
  const pd::ReportPage usual;
  BW_TRY_ASSIGN(const auto rows,
                uses.reports.RowsOfTagged(
                    call.caller(), tag, {page.value_or(usual.number), size.value_or(usual.size)}));
  return EncodeRows(rows);
}

Result<json::Object> ParseData(std::string_view text) {
  const auto parsed = json::Parse(text);
  if (parsed && parsed->IsObject()) return *parsed->AsObject();
  return base::Fail(base::Invalid("wrong_type", "`data` must be a JSON object.", {"data"}));
}

// DecodeInbound reads the part `data`, or where that is not required the other parts or a JSON
// body.
Result<pd::InboundForm> DecodeInbound(const Call& call, bool requires_data, std::string_view kind) {
  BW_TRY_ASSIGN(const door::Upload upload,
                call.ReadUpload(requires_data ? door::kMultipartBody
                                              : door::kMultipartBody | door::kJsonBody));
  pd::InboundForm form{.kind = kind, .data = *upload.object.AsObject(), .files = {}};
  const json::Value* data = upload.object.Find("data");
  std::string_view text;
  if (data != nullptr && data->IsString()) text = *data->AsString();
  for (const door::File& file : upload.files) {
    if (file.field == "data") {
      text = file.bytes;
    } else {
      form.files.push_back(
          {file.field, file.name, file.type, static_cast<std::int64_t>(file.bytes.size())});
    }
  }
  if (text.empty()) {
    if (!requires_data) return form;
    return base::Fail(base::Invalid("missing_field", "The part `data` is missing.", {"data"}));
  }
  BW_TRY_ASSIGN(form.data, ParseData(text));
  return form;
}

Result<Reply> Receive(const Uses& uses, Call& call, bool requires_data, std::string_view kind) {
  BW_TRY_ASSIGN(const std::string integration, RequiredQuery(call, "integration_id"));
  BW_TRY_ASSIGN(const pd::InboundForm form, DecodeInbound(call, requires_data, kind));
  BW_TRY_ASSIGN(const auto object,
                NotFoundIsInvalid(uses.marketplace.Receive(call.caller(), integration, form)));
  return door::JsonReply(200, json::ViewText<kReceivedMembers>(object));
}

Result<Reply> Inbound(const Uses& uses, Call& call) {
  return Receive(uses, call, false, "marketplace_object");
}

Result<Reply> InboundV2(const Uses& uses, Call& call) {
  return Receive(uses, call, true, "aws_authorization");
}

using enum http::Method;
constexpr Row kRows[] = {
    {kPost, "actions", CreateAction, "workspan.create_marketplace_action", "Withdraw an offer",
     &kCreateAction},
    {kGet, "actions/{action_id}", ReadAction, "workspan.read_marketplace_action",
     "Read the state of an action", &kReadAction},
    {kPost, "usage_upload", UploadUsage, "workspan.upload_usage", "Upload usage of projects",
     &kUsageUpload},
    {kGet, "usage/status", ReadUsage, "workspan.usage_status", "Read the result of uploaded usage",
     &kUsageStatus},
    {kPost, "export_report", ExportReport, "workspan.marketplace_report",
     "Read rows of the report with a tag", &kExportReport},
    {kPost, "crm_inbound", Inbound, "workspan.crm_inbound", "Create or update an object",
     &kInbound},
    {kPost, "crm_inbound_v2", InboundV2, "workspan.crm_inbound_v2",
     "Create or update an authorization", &kInboundV2},
};

}  // namespace

std::vector<door::Route> MarketplaceRoutes(const Uses& uses, const Dialects& dialects) {
  return RoutesOf(uses, dialects.resource, "/app/v1/marketplace/", kRows);
}

}  // namespace bearward::dialects::workspan
