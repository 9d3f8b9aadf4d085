#include "dialects/workspan/co_sell.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "dialects/workspan/bulk_codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/row.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

namespace pd = ::bearward::partner_data;
using base::Result;
using door::Body;
using door::Call;
using door::Reply;

constexpr std::size_t kMostFieldNames = 50;
constexpr std::string_view kSolutions = "aws_solutions";

std::unexpected<base::Error> Invalid(std::string text, const char* field) {
  return base::Fail(base::Invalid("invalid_field", std::move(text), {field}));
}

// Payload returns the member `payload`.
Result<Body> Payload(const Body& body) {
  const json::Value* payload = body.object().Find("payload");
  if (payload != nullptr && payload->IsObject()) return Body(*payload);
  return base::Fail(
      base::Invalid("missing_field", "payload is required, as an object.", {"payload"}));
}

Result<pd::Invitation> DecodeInvitation(const Body& body) {
  BW_TRY(body.RequireAll({"action", "version"}));
  BW_TRY_ASSIGN(const std::string action, body.RequiredText("action"));
  BW_TRY_ASSIGN(const std::string version, body.RequiredText("version"));
  if (action != "invite_aws_partner") {
    return Invalid("The action must be invite_aws_partner.", "action");
  }
  if (version != "v1") return Invalid("The version must be v1.", "version");
  BW_TRY_ASSIGN(const Body payload, Payload(body));
  BW_TRY(payload.RequireAll({"opportunity_project_id", "partner_project_id"}));
  pd::Invitation invitation;
  BW_TRY_ASSIGN(invitation.opportunity, payload.RequiredText("opportunity_project_id"));
  BW_TRY_ASSIGN(invitation.partner, payload.RequiredText("partner_project_id"));
  for (const auto& [name, member] : {std::pair("referral_id", &invitation.referral),
                                     std::pair("inviting_from", &invitation.inviting_from),
                                     std::pair("invitation_message", &invitation.message)}) {
    BW_TRY_ASSIGN(const auto text, payload.Text(name));
    *member = text.value_or("");
  }
  BW_TRY_ASSIGN(const auto responsibilities, payload.Texts("partner_responsibility"));
  if (responsibilities) invitation.responsibilities = *responsibilities;
  return invitation;
}

Result<Reply> Act(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const pd::Invitation invitation, DecodeInvitation(body));
  BW_TRY(uses.co_sell.Invite(call.caller(), invitation));
  std::string text;
  json::Writer(text)
      .BeginObject()
      .Key("status")
      .String("SUCCESS")
      .Key("action")
      .String("invite_aws_partner")
      .Key("message")
      .String("The partner is invited.")
      .EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<Reply> ListPartners(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto partners, uses.co_sell.Partners(call.caller()));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("partners").BeginArray();
  for (const objects::Row& partner : partners) {
    writer.BeginObject().Key("partner_project_id");
    writer.String("WS-" + std::to_string(partner.object.number));
    writer.Key("object_id").String(partner.object.id.text);
    writer.Key("name").String(partner.object.name);
    writer.Key("aws_partner_id").String(partner.Text("aws_partner_id")).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> CountPartners(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto partners, uses.co_sell.Partners(call.caller()));
  std::string body;
  const auto count = static_cast<std::int64_t>(partners.size());
  json::Writer(body).BeginObject().Key("count").Int(count).EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> Validate(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string crm, body.RequiredText("crm_type"));
  if (crm != "salesforce") return Invalid("crm_type must be salesforce.", "crm_type");
  BW_TRY_ASSIGN(const Body payload, Payload(body));
  BW_TRY_ASSIGN(const auto faults,
                uses.co_sell.Validate(call.caller(), *payload.object().AsObject()));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("valid").Bool(faults.empty()).Key("errors").BeginArray();
  for (const pd::FieldFault& fault : faults) {
    writer.BeginObject().Key("field").String(fault.field);
    writer.Key("message").String(fault.message).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<std::vector<std::string>> DecodeFieldNames(const Call& call) {
  BW_TRY_ASSIGN(const std::string text, RequiredQuery(call, "field_names"));
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    names.emplace_back(base::Trim(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  if (names.size() <= kMostFieldNames) return names;
  return Invalid("field_names has too many names.", "field_names");
}

Result<Reply> ReadPickLists(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::string partner, RequiredQuery(call, "partner_id"));
  BW_TRY_ASSIGN(const auto names, DecodeFieldNames(call));
  BW_TRY_ASSIGN(const auto lists, uses.co_sell.PickLists(call.caller(), partner, names));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("partner_id").String(partner).Key("picklists").BeginArray();
  for (const pd::PickList& list : lists) {
    writer.BeginObject().Key("field_name").String(list.field).Key("values").BeginArray();
    for (const std::string& value : list.values) writer.String(value);
    writer.EndArray().EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> ReadSolutions(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto solutions, uses.co_sell.AwsSolutions(call.caller()));
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("list_name").String(kSolutions).Key("items").BeginArray();
  for (const objects::Row& row : solutions) {
    writer.BeginObject().Key("id").String(row.object.id.text);
    writer.Key("name").String(row.object.name).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

Result<Reply> Test(const Uses& /*uses*/, Call& /*call*/) {
  std::string body;
  json::Writer(body).BeginObject().Key("status").String("SUCCESS").EndObject();
  return door::JsonReply(200, std::move(body));
}

using enum http::Method;
constexpr Row kRows[] = {
    {kPost, "/cosell/action", Act, "workspan.co_sell_action", "Invite an AWS partner",
     &kCoSellAction},
    {kGet, "/cosell/aws/partners", ListPartners, "workspan.list_aws_partners", "List AWS partners",
     &kAwsPartners},
    {kGet, "/cosell/aws/partners/count", CountPartners, "workspan.count_aws_partners",
     "Count AWS partners", &kAwsPartnerCount},
    {kPost, "/cosell/opportunity/validate/crm", Validate, "workspan.validate_opportunity",
     "Validate an opportunity of a CRM", &kValidateOpportunity},
    {kGet, "/metadata/picklists/hyperscaler", ReadPickLists, "workspan.pick_lists",
     "Read values of pick lists", &kPickLists},
    {kGet, "/app/v1/company/lists/aws_solutions/items", ReadSolutions,
     "workspan.list_aws_solutions", "List the AWS solutions of the company", &kCompanyList},
    {kPost, "/cosell/demo/test", Test, "workspan.co_sell_test", "Test the credential",
     &kCoSellTest},
};

}  // namespace

std::vector<door::Route> CoSellRoutes(const Uses& uses, const Dialects& dialects) {
  return RoutesOf(uses, dialects.resource, "", kRows);
}

}  // namespace bearward::dialects::workspan
