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
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Body;
using door::Call;
using door::Reply;

Reply EncodeAction(const pd::Action& action) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("action_id").String(action.id);
  writer.Key("object_id").String(action.form.object_id);
  writer.Key("object_type").String(action.form.object_type);
  writer.Key("marketplace_type").String(action.form.marketplace_type);
  writer.Key("action_type").String(action.form.action_type);
  writer.Key("status").String(action.in_progress ? "IN_PROGRESS" : "SUCCESS");
  writer.Key("message").String(action.in_progress ? "The action is in progress."
                                                  : "The action is complete.");
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

// The profile is checked before the fields, so that they may be absent or of another type here.
pd::ActionForm DecodeAction(const Body& body) {
  const json::Value& form = body.object();
  return {json::TextIn(form, "action_type"), json::TextIn(form, "object_type"),
          json::TextIn(form, "marketplace_type"), json::TextIn(form, "object_id")};
}

Result<Reply> CreateAction(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const pd::Action action, uses.marketplace.Start(call.caller(), DecodeAction(body)));
  return EncodeAction(action);
}

Result<Reply> ReadAction(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const pd::Action action,
                uses.marketplace.ReadAction(call.caller(), call.Param("action_id")));
  return EncodeAction(action);
}

Result<Reply> UploadUsage(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string integration, RequiredQuery(call, "integration_id"));
  BW_TRY_ASSIGN(const auto rows, DecodeRows(call));
  BW_TRY_ASSIGN(const std::string execution,
                NotFoundIsInvalid(uses.marketplace.UploadUsage(call.caller(), integration, rows)));
  std::string body;
  json::Writer(body).BeginObject().Key("usage_execution_id").String(execution).EndObject();
  return door::JsonReply(200, std::move(body));
}

Reply EncodeUsage(const std::string& execution, const std::vector<pd::UsageOfProject>& projects) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("execution_id").String(execution).Key("projects").BeginArray();
  for (const pd::UsageOfProject& one : projects) {
    writer.BeginObject().Key("project_name").String(one.project_name);
    writer.Key("status").String(one.faults.empty() ? "Received" : "Failed");
    writer.Key("external_id").String(one.external_id).Key("project_id").String(one.project_id);
    writer.Key("error_message").BeginArray();
    for (const pd::UsageFault& fault : one.faults) {
      writer.BeginObject().Key("ErrorMessage").String(fault.message);
      writer.Key("ErrorCode").String(fault.code).EndObject();
    }
    writer.EndArray().EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> ReadUsage(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string execution, RequiredQuery(call, "execution_id"));
  BW_TRY_ASSIGN(const auto projects, uses.marketplace.ReadUsage(call.caller(), execution));
  return EncodeUsage(execution, projects);
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
  std::string body;
  json::Writer(body)
      .BeginObject()
      .Key("status")
      .String("SUCCESS")
      .Key("object_id")
      .String(object.id)
      .Key("external_id")
      .String(object.external_id)
      .Key("created")
      .Bool(object.created)
      .EndObject();
  return door::JsonReply(200, std::move(body));
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
