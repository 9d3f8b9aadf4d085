// The contracts of marketplace and co-sell.
#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using door::Contract;
using json::kAny;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTexts;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Schema kAnyObject = {.type = json::Type::kMap, .items = &kAny};
constexpr Schema kTextOrNull = OrNull(kText);

constexpr Property kActionFormMembers[] = {
    {"action_type", kText, true, "withdraw"},
    {"object_type", kText, true, "ws-offer"},
    {"marketplace_type", kText, true, "aws, azure or gcp"},
    {"object_id", kText},
};
constexpr Schema kActionForm = Open(ObjectOf(kActionFormMembers, "WorkSpanActionInput"));
constexpr Property kActionMembers[] = {
    {"action_id", kText},   {"object_id", kText},
    {"object_type", kText}, {"marketplace_type", kText},
    {"action_type", kText}, {"status", Word<"IN_PROGRESS", "SUCCESS">()},
    {"message", kText},
};
constexpr Schema kAction = ObjectOf(kActionMembers, "WorkSpanAction");

constexpr Property kFileMembers[] = {
    Optional("file", kText, "CSV, JSON or XLSX. The body may also be a JSON array.")};
constexpr Schema kFile = Open(ObjectOf(kFileMembers, "WorkSpanUsageFile"));
constexpr door::Parameter kIntegrationQuery[] = {{"integration_id", kText, true},
                                                 kEnvironmentQuery[0]};
constexpr door::Parameter kExecutionQuery[] = {{"execution_id", kText, true}, kEnvironmentQuery[0]};
constexpr Property kUploadedMembers[] = {{"usage_execution_id", kText}};
constexpr Schema kUploaded = ObjectOf(kUploadedMembers, "WorkSpanUploadedUsage");
constexpr Property kUsageErrorMembers[] = {{"ErrorMessage", kText}, {"ErrorCode", kText}};
constexpr Schema kUsageError = ObjectOf(kUsageErrorMembers);
constexpr Property kProjectMembers[] = {{"project_name", kText},
                                        {"status", Word<"Received", "Failed">()},
                                        {"external_id", kText},
                                        {"project_id", kText},
                                        {"error_message", ListOf(kUsageError)}};
constexpr Schema kProject = ObjectOf(kProjectMembers);
constexpr Property kUsageMembers[] = {{"execution_id", kText}, {"projects", ListOf(kProject)}};
constexpr Schema kUsage = ObjectOf(kUsageMembers, "WorkSpanUsage");

constexpr Property kExportMembers[] = {
    {"operation", kText},
    {"marketplace_type", kText, true, "aws, azure or google"},
    {"object_type", kText},
    Optional("size", OrNull(kInteger)),
    Optional("page", OrNull(kInteger)),
};
constexpr Schema kExport = Open(ObjectOf(kExportMembers, "WorkSpanMarketplaceReportQuery"));
constexpr Property kRowsMembers[] = {
    {"version", kInteger}, {"endOfList", kFlag}, {"results", ListOf(kAnyObject)}};
constexpr Schema kRows = ObjectOf(kRowsMembers, "WorkSpanMarketplaceRows");

constexpr Property kInboundMembers[] = {
    Optional("data", kText, "A JSON object with external_id."),
};
constexpr Schema kInboundForm = Open(ObjectOf(kInboundMembers, "WorkSpanInboundObject"));
constexpr Property kReceivedMembers[] = {{"status", Word<"SUCCESS">()},
                                         {"object_id", kText},
                                         {"external_id", kText},
                                         {"created", kFlag}};
constexpr Schema kReceived = ObjectOf(kReceivedMembers, "WorkSpanReceivedObject");

constexpr Property kInvitationMembers[] = {
    {"opportunity_project_id", kText, true, "Short: WS-8552."},
    {"partner_project_id", kText, true, "Short: WS-8552."},
    Optional("referral_id", kTextOrNull),
    Optional("inviting_from", kTextOrNull),
    Optional("partner_responsibility", OrNull(kTexts)),
    Optional("invitation_message", kTextOrNull),
};
constexpr Property kActMembers[] = {{"action", kText, true, "invite_aws_partner"},
                                    {"version", kText, true, "v1"},
                                    {"payload", Open(ObjectOf(kInvitationMembers))}};
constexpr Schema kAct = Open(ObjectOf(kActMembers, "WorkSpanCoSellInput"));
constexpr Property kActedMembers[] = {
    {"status", Word<"SUCCESS">()}, {"action", kText}, {"message", kText}};
constexpr Schema kActed = ObjectOf(kActedMembers, "WorkSpanCoSellResult");
constexpr Property kPartnerMembers[] = {{"partner_project_id", kText},
                                        {"object_id", kText},
                                        {"name", kText},
                                        {"aws_partner_id", kText}};
constexpr Schema kPartner = ObjectOf(kPartnerMembers);
constexpr Property kPartnersMembers[] = {{"partners", ListOf(kPartner)}};
constexpr Schema kPartners = ObjectOf(kPartnersMembers, "WorkSpanAwsPartners");
constexpr Property kCountMembers[] = {{"count", kInteger}};
constexpr Schema kCount = ObjectOf(kCountMembers, "WorkSpanCount");
constexpr Property kValidateMembers[] = {{"crm_type", kText, true, "salesforce"},
                                         {"payload", kAnyObject}};
constexpr Schema kValidate = Open(ObjectOf(kValidateMembers, "WorkSpanOpportunityInput"));
constexpr Property kFaultMembers[] = {{"field", kText}, {"message", kText}};
constexpr Schema kFault = ObjectOf(kFaultMembers);
constexpr Property kValidatedMembers[] = {{"valid", kFlag}, {"errors", ListOf(kFault)}};
constexpr Schema kValidated = ObjectOf(kValidatedMembers, "WorkSpanValidation");
constexpr door::Parameter kPickListQuery[] = {
    {"partner_id", kText, true, "aws, azure or gcp."},
    {"field_names", kText, true, "Names, separated by commas."},
    kEnvironmentQuery[0]};
constexpr Property kPickListMembers[] = {{"field_name", kText}, {"values", kTexts}};
constexpr Schema kPickList = ObjectOf(kPickListMembers);
constexpr Property kPickListsMembers[] = {{"partner_id", kText}, {"picklists", ListOf(kPickList)}};
constexpr Schema kPickListsBody = ObjectOf(kPickListsMembers, "WorkSpanPickLists");
constexpr Property kItemMembers[] = {{"id", kText}, {"name", kText}};
constexpr Schema kItem = ObjectOf(kItemMembers);
constexpr Property kItemsMembers[] = {{"list_name", kText}, {"items", ListOf(kItem)}};
constexpr Schema kItems = ObjectOf(kItemsMembers, "WorkSpanCompanyList");
constexpr Property kTestMembers[] = {{"status", Word<"SUCCESS">()}};
constexpr Schema kTest = ObjectOf(kTestMembers, "WorkSpanTest");

}  // namespace

constinit const Contract kCreateAction = {.body = &kActionForm,
                                          .query = kEnvironmentQuery,
                                          .successes = door::kAnswer<200, "The action.", kAction>};
constinit const Contract kReadAction = {.query = kEnvironmentQuery,
                                        .successes = door::kAnswer<200, "The action.", kAction>};
constinit const Contract kUsageUpload = {
    .body = &kFile,
    .encodings = door::kMultipartBody,
    .query = kIntegrationQuery,
    .successes = door::kAnswer<200, "The id of the execution.", kUploaded>};
constinit const Contract kUsageStatus = {.query = kExecutionQuery,
                                         .successes = door::kAnswer<200, "The result.", kUsage>};
constinit const Contract kExportReport = {.body = &kExport,
                                          .query = kEnvironmentQuery,
                                          .successes = door::kAnswer<200, "The rows.", kRows>,
                                          .errors = door::kStatuses<404>};
constinit const Contract kInbound = {
    .body = &kInboundForm,
    .encodings = door::kMultipartBody | door::kJsonBody,
    .query = kIntegrationQuery,
    .successes = door::kAnswer<200, "The object.", kReceived>,
    .description = "Parts with a file name are agreements; their names and sizes are stored."};
constinit const Contract kInboundV2 = {
    .body = &kInboundForm,
    .encodings = door::kMultipartBody,
    .query = kIntegrationQuery,
    .successes = door::kAnswer<200, "The authorization.", kReceived>,
    .description = "Parts with a file name are agreements; their names and sizes are stored."};
constinit const Contract kCoSellAction = {
    .body = &kAct,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The partner is invited.", kActed>,
    .errors = door::kStatuses<404, 409>};
constinit const Contract kAwsPartners = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The partners.", kPartners>};
constinit const Contract kAwsPartnerCount = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "Their number.", kCount>};
constinit const Contract kValidateOpportunity = {
    .body = &kValidate,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "What a hyperscaler would refuse.", kValidated>};
constinit const Contract kPickLists = {
    .query = kPickListQuery, .successes = door::kAnswer<200, "The lists.", kPickListsBody>};
constinit const Contract kCompanyList = {.query = kEnvironmentQuery,
                                         .successes = door::kAnswer<200, "The list.", kItems>};
constinit const Contract kCoSellTest = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The credential is valid.", kTest>};

}  // namespace bearward::dialects::workspan
