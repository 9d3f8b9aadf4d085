#include "dialects/workspan/co_sell.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "dialects/workspan/bulk_codec.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/row.h"
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

constexpr std::size_t kMostFieldNames = 50;

constexpr Property kInvitationMembers[] = {
    {"opportunity_project_id", kText, true, "Short: WS-8552."},
    {"partner_project_id", kText, true, "Short: WS-8552."},
    Optional("referral_id", OrNull(kText)),
    Optional("inviting_from", OrNull(kText)),
    Optional("partner_responsibility", OrNull(json::kTexts)),
    Optional("invitation_message", OrNull(kText)),
};
constexpr Property kActMembers[] = {{"action", kText, true, "invite_aws_partner"},
                                    {"version", kText, true, "v1"},
                                    {"payload", Open(json::ObjectOf(kInvitationMembers))}};
constexpr Schema kAct = Open(json::ObjectOf(kActMembers, "WorkSpanCoSellInput"));
constexpr Property kActedMembers[] = {
    {"status", json::Word<"SUCCESS">()}, {"action", kText}, {"message", kText}};
constexpr Schema kActed = json::ObjectOf(kActedMembers, "WorkSpanCoSellResult");

using ObjectView = json::View<objects::Row>;
using ObjectsView = json::View<std::vector<objects::Row>>;
std::string ShortIdOf(const objects::Row& row) { return "WS-" + std::to_string(row.object.number); }
std::string AwsIdOf(const objects::Row& row) { return row.Text("aws_partner_id"); }
std::int64_t Count(const std::vector<objects::Row>& rows) { return std::ssize(rows); }
std::string_view ListName(const std::vector<objects::Row>& /*rows*/) { return "aws_solutions"; }

constexpr ObjectView::Member kPartnerMembers[] = {
    ObjectView::Of<&ShortIdOf>("partner_project_id"),
    ObjectView::Of<&objects::Row::object, &model::Object::id>("object_id"),
    ObjectView::Of<&objects::Row::object, &model::Object::name>("name"),
    ObjectView::Of<&AwsIdOf>("aws_partner_id")};
constexpr ObjectsView::Member kPartnersMembers[] = {
    ObjectsView::Each<std::identity{}, kPartnerMembers>("partners")};
constexpr Schema kPartners = json::kSchemaOf<kPartnersMembers, "WorkSpanAwsPartners">;
constexpr ObjectsView::Member kCountMembers[] = {ObjectsView::Of<&Count>("count")};
constexpr Schema kCount = json::kSchemaOf<kCountMembers, "WorkSpanCount">;
constexpr ObjectView::Member kItemMembers[] = {
    ObjectView::Of<&objects::Row::object, &model::Object::id>("id"),
    ObjectView::Of<&objects::Row::object, &model::Object::name>("name")};
constexpr ObjectsView::Member kItemsMembers[] = {
    ObjectsView::Of<&ListName>("list_name"),
    ObjectsView::Each<std::identity{}, kItemMembers>("items")};
constexpr Schema kItems = json::kSchemaOf<kItemsMembers, "WorkSpanCompanyList">;

constexpr Property kValidateMembers[] = {{"crm_type", kText, true, "salesforce"},
                                         {"payload", kAnyObject}};
constexpr Schema kValidate = Open(json::ObjectOf(kValidateMembers, "WorkSpanOpportunityInput"));
// Faults are what a hyperscaler would refuse.
using Faults = std::vector<pd::FieldFault>;
bool IsValid(const Faults& faults) { return faults.empty(); }
constexpr json::View<pd::FieldFault>::Member kFaultMembers[] = {
    json::View<pd::FieldFault>::Of<&pd::FieldFault::field>("field"),
    json::View<pd::FieldFault>::Of<&pd::FieldFault::message>("message")};
constexpr json::View<Faults>::Member kValidatedMembers[] = {
    json::View<Faults>::Of<&IsValid>("valid"),
    json::View<Faults>::Each<std::identity{}, kFaultMembers>("errors")};
constexpr Schema kValidated = json::kSchemaOf<kValidatedMembers, "WorkSpanValidation">;

constexpr door::Parameter kPickListQuery[] = {
    {"partner_id", kText, true, "aws, azure or gcp."},
    {"field_names", kText, true, "Names, separated by commas."},
    kEnvironmentQuery[0]};
// PickLists are the lists of one partner.
struct PickLists {
  std::string partner;
  std::vector<pd::PickList> lists;
};
constexpr json::View<pd::PickList>::Member kPickListMembers[] = {
    json::View<pd::PickList>::Of<&pd::PickList::field>("field_name"),
    json::View<pd::PickList>::Of<&pd::PickList::values>("values")};
constexpr json::View<PickLists>::Member kPickListsMembers[] = {
    json::View<PickLists>::Of<&PickLists::partner>("partner_id"),
    json::View<PickLists>::Each<&PickLists::lists, kPickListMembers>("picklists")};
constexpr Schema kPickListsBody = json::kSchemaOf<kPickListsMembers, "WorkSpanPickLists">;
constexpr Property kTestMembers[] = {{"status", json::Word<"SUCCESS">()}};
constexpr Schema kTest = json::ObjectOf(kTestMembers, "WorkSpanTest");

constinit const Contract kCoSellAction = {
    .body = &kAct,
    .query = kEnvironmentQuery,
    .successes = kAnswer<200, "The partner is invited.", kActed>,
    .errors = door::kStatuses<404, 409>};
constinit const Contract kAwsPartners = {.query = kEnvironmentQuery,
                                         .successes = kAnswer<200, "The partners.", kPartners>};
constinit const Contract kAwsPartnerCount = {.query = kEnvironmentQuery,
                                             .successes = kAnswer<200, "Their number.", kCount>};
constinit const Contract kValidateOpportunity = {
    .body = &kValidate,
    .query = kEnvironmentQuery,
    .successes = kAnswer<200, "What a hyperscaler would refuse.", kValidated>};
constinit const Contract kPickLists = {.query = kPickListQuery,
                                       .successes = kAnswer<200, "The lists.", kPickListsBody>};
constinit const Contract kCompanyList = {.query = kEnvironmentQuery,
                                         .successes = kAnswer<200, "The list.", kItems>};
constinit const Contract kCoSellTest = {
    .query = kEnvironmentQuery, .successes = kAnswer<200, "The credential is valid.", kTest>};

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
  return door::JsonReply(200, R"({"status":"SUCCESS","action":"invite_aws_partner",)"
                              R"("message":"The partner is invited."})");
}

Result<Reply> ListPartners(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto partners, uses.co_sell.Partners(call.caller()));
  return door::JsonReply(200, json::ViewText<kPartnersMembers>(partners));
}

Result<Reply> CountPartners(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto partners, uses.co_sell.Partners(call.caller()));
  return door::JsonReply(200, json::ViewText<kCountMembers>(partners));
}

Result<Reply> Validate(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string crm, body.RequiredText("crm_type"));
  if (crm != "salesforce") return Invalid("crm_type must be salesforce.", "crm_type");
  BW_TRY_ASSIGN(const Body payload, Payload(body));
  BW_TRY_ASSIGN(const auto faults,
                uses.co_sell.Validate(call.caller(), *payload.object().AsObject()));
  return door::JsonReply(200, json::ViewText<kValidatedMembers>(faults));
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
  PickLists lists{.partner = partner, .lists = {}};
  BW_TRY_ASSIGN(lists.lists, uses.co_sell.PickLists(call.caller(), partner, names));
  return door::JsonReply(200, json::ViewText<kPickListsMembers>(lists));
}

Result<Reply> ReadSolutions(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto solutions, uses.co_sell.AwsSolutions(call.caller()));
  return door::JsonReply(200, json::ViewText<kItemsMembers>(solutions));
}

Result<Reply> Test(const Uses& /*uses*/, Call& /*call*/) {
  return door::JsonReply(200, R"({"status":"SUCCESS"})");
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
