// The contracts of the data endpoints.
#include <algorithm>
#include <array>

#include "dialects/workmobile/contracts.h"
#include "field_service/job_kinds.h"
#include "field_service/kinds.h"
#include "field_service/report.h"
#include "objects/kind_schema.h"

namespace bearward::dialects::workmobile {
namespace {

namespace fs = ::bearward::field_service;
using door::Contract;
using door::Success;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using objects::kRequestOf;
using objects::kResponseOf;

constexpr Schema kIntegers = ListOf(kInteger);

// Names of requests are case-insensitive, so the schemas of bodies are open and the decoders refuse
// unknown names.
constexpr Property kOrderByMembers[] = {
    Optional("propertyName", kText, "The name of a member of the items."),
    Optional("descending", OrNull(kFlag))};
constexpr Property kPaginationMembers[] = {
    Optional("page", OrNull(objects::kNumberOrText), "From 1."),
    Optional("rowCount", OrNull(objects::kNumberOrText), "At most 1000.")};
constexpr Property kAnswerFilterMembers[] = {{"fieldName", kText}, {"value", kText}};

constexpr Schema kOrderItem = ObjectOf(kOrderByMembers, "WorkMobileOrder");
constexpr Schema kPage = ObjectOf(kPaginationMembers, "WorkMobilePagination");
constexpr Schema kAnswerItem = ObjectOf(kAnswerFilterMembers, "WorkMobileAnswerFilter");
constexpr Schema kOrders = ListOf(kOrderItem);
constexpr Schema kNumber = OrNull(objects::kNumberOrText);
constexpr Schema kOptionalText = OrNull(kText);

constexpr Property kJobSearchMembers[] = {
    Optional("jobId", kNumber),
    Optional("description", kOptionalText, "A part of the description, regardless of case."),
    Optional("estimatedStartDateTimeFrom", kOptionalText),
    Optional("estimatedStartDateTimeTo", kOptionalText),
    Optional("jobTypeId", kNumber),
    Optional("jobStatusId", OrNull(kIntegers)),
    Optional("userFormId", kNumber),
    Optional("catalogueId", kNumber),
    Optional("catalogueItemValue", kOptionalText),
    Optional("allocatedToUserId", OrNull(kIntegers)),
    Optional("priority", kNumber),
    Optional("orderBy", OrNull(kOrders), "Required, unless the body is empty."),
    Optional("pagination", OrNull(kPage), "Required, unless the body is empty."),
};
constexpr Schema kAnswerFilters = ListOf(kAnswerItem);
constexpr Property kRecordSearchMembers[] = {
    Optional("id", kNumber),
    Optional("originalId", kNumber),
    Optional("jobId", kNumber),
    Optional("mobileUserId", kNumber),
    Optional("userGroup", kNumber),
    Optional("createdDateFrom", kOptionalText),
    Optional("createdDateTo", kOptionalText),
    Optional("uploadedDateFrom", kOptionalText),
    Optional("uploadedDateTo", kOptionalText),
    Optional("userDefinedFilter", OrNull(kAnswerFilters), "Answers that the record must have."),
    Optional("onlyMyPendingApprovals", OrNull(kFlag)),
    {"orderBy", kOrders},
    {"pagination", kPage},
};

constexpr Schema kJobItem = ObjectOf(kResponseOf<fs::kJob, fs::kListed>, "WorkMobileJobSummary");
constexpr Schema kJobItems = ListOf(kJobItem);
constexpr Schema kJobBody = ObjectOf(kResponseOf<fs::kJob, fs::kDetailed>, "WorkMobileJob");
constexpr Schema kNewJob = Open(ObjectOf(kRequestOf<fs::kJob, fs::kCreate>, "WorkMobileNewJob"));
constexpr auto kJobUpdateMembers = [] {
  constexpr auto& kOthers = kRequestOf<fs::kJob, fs::kUpdate>;
  std::array<Property, kOthers.size() + 1> members;
  members[0] = {"JobId", objects::kNumberOrText, true, ""};
  std::ranges::copy(kOthers, members.begin() + 1);
  return members;
}();
constexpr Schema kJobUpdate = Open(ObjectOf(kJobUpdateMembers, "WorkMobileJobUpdate"));

constexpr Property kStatusMembers[] = {{"JobStatusId", kInteger}, {"Name", kText}};
constexpr Schema kStatus = ObjectOf(kStatusMembers, "WorkMobileJobStatus");
constexpr Schema kStatusItems = ListOf(kStatus);

constexpr Schema kJobTypeItem =
    ObjectOf(kResponseOf<fs::kJobType, fs::kListed>, "WorkMobileJobTypeSummary");
constexpr Schema kJobTypeItems = ListOf(kJobTypeItem);
constexpr Schema kJobTypeBody =
    ObjectOf(kResponseOf<fs::kJobType, fs::kDetailed>, "WorkMobileJobType");

// The answers of a record have the names of the customer.
constexpr Schema kRecordItem =
    Open(ObjectOf(kResponseOf<fs::kRecord, fs::kListed>, "WorkMobileRecord"));
constexpr Schema kRecordItems = ListOf(kRecordItem);
constexpr Schema kReportItem =
    ObjectOf(kResponseOf<fs::kFormReport, fs::kListed>, "WorkMobileReport");
constexpr Schema kReportItems = ListOf(kReportItem);
constexpr Schema kFormats = json::OneOf(base::WordsOf<fs::ReportFormat>::kWords);
constexpr door::Parameter kReportQuery[] = {
    {"ReportFormat", kFormats, true, "The format of the document."},
    {"ReportId", kInteger, false, "The report; without it all values of the record."}};
constexpr Success kDocument[] = {{200, "The document.", &kText, kBinaryType}};

constexpr Property kPendingMembers[] = {
    {"UserFormId", kInteger}, {"Name", kText}, {"Total", kInteger}};
constexpr Schema kPending = ObjectOf(kPendingMembers);
constexpr Property kTotalsMembers[] = {{"Total", kInteger}, {"Forms", ListOf(kPending)}};
constexpr Schema kTotals = ObjectOf(kTotalsMembers, "WorkMobileInboxTotals");

constexpr Schema kGroupItem =
    ObjectOf(kResponseOf<fs::kUserGroup, fs::kListed>, "WorkMobileUserGroup");
constexpr Schema kGroupItems = ListOf(kGroupItem);
constexpr Schema kUserItem =
    ObjectOf(kResponseOf<fs::kMobileUser, fs::kListed>, "WorkMobileMobileUser");
constexpr Schema kUserItems = ListOf(kUserItem);
constexpr Schema kNewUser =
    Open(ObjectOf(kRequestOf<fs::kMobileUser, fs::kCreate>, "WorkMobileNewMobileUser"));
constexpr Schema kUserUpdate =
    Open(ObjectOf(kRequestOf<fs::kMobileUser, fs::kUpdate>, "WorkMobileMobileUserUpdate"));

constexpr Property kNotificationMembers[] = {
    Optional("userFormId", objects::kNumberOrText, "Required."),
    Optional("url", kText, "Required: where new records are posted."),
    Optional("includeSubFormData", kFlag, "Required: whether the rows of subforms are sent."),
    Optional("description", kText, "Required."),
};
constexpr Schema kNotification =
    Open(ObjectOf(kNotificationMembers, "WorkMobileExternalNotification"));

constexpr Success kJobNumber[] = {{200, "The id of the job.", &kText, door::kTextType},
                                  {200, "The id of the job.", &kText, door::kJsonType}};
constexpr Success kUserNumber[] = {{200, "The id of the mobile user.", &kText, door::kTextType},
                                   {200, "The id of the mobile user.", &kText, door::kJsonType}};

}  // namespace

constinit const Schema kOrderBy = kOrderItem;
constinit const Schema kPagination = kPage;
constinit const Schema kAnswerFilter = kAnswerItem;
constinit const Schema kJobSearchBody = Open(ObjectOf(kJobSearchMembers, "WorkMobileJobSearch"));
constinit const Schema kRecordSearchBody =
    Open(ObjectOf(kRecordSearchMembers, "WorkMobileRecordSearch"));

constinit const Contract kJobTypes = {
    .successes = door::kAnswer<200, "The job types that the user can see.", kJobTypeItems>};
constinit const Contract kJobType = {.successes = door::kAnswer<200, "The job type.", kJobTypeBody>,
                                     .errors = door::kStatuses<400>};
constinit const Contract kJobSchema = {
    .successes = door::kAnswer<200, "A document of JSON Schema draft 4.", objects::kAnyMembers>,
    .errors = door::kStatuses<400>};
constinit const Contract kCreateJob = {
    .body = &kNewJob,
    .encodings = kFieldBodies,
    .successes = door::kAnswer<200, "The id of the new job.", kInteger>,
    .description = "Parts with a file name are files of the job: at most 20."};
constinit const Contract kUpdateJob = {.body = &kJobUpdate,
                                       .encodings = kFieldBodies,
                                       .successes = kJobNumber,
                                       .errors = door::kStatuses<404>};
constinit const Contract kJob = {.successes = door::kAnswer<200, "The job.", kJobBody>,
                                 .errors = door::kStatuses<400>};
constinit const Contract kSearchJobs = {
    .body = &kJobSearchBody, .successes = door::kAnswer<200, "A page of the jobs.", kJobItems>};
constinit const Contract kJobStatusList = {
    .successes = door::kAnswer<200, "The states of a job.", kStatusItems>};
constinit const Contract kAllocateJob = {.successes = kJobNumber, .errors = door::kStatuses<400>};
constinit const Contract kFormReports = {
    .successes = door::kAnswer<200, "The reports of the form.", kReportItems>,
    .errors = door::kStatuses<400>};
constinit const Contract kRecordReport = {
    .query = kReportQuery, .successes = kDocument, .errors = door::kStatuses<400>};
constinit const Contract kSearchRecords = {
    .body = &kRecordSearchBody,
    .successes = door::kAnswer<200, "A page of the records.", kRecordItems>};
constinit const Contract kInboxTotals = {
    .successes = door::kAnswer<200, "The records that wait for the user.", kTotals>};
constinit const Contract kUserGroups = {.successes =
                                            door::kAnswer<200, "The user groups.", kGroupItems>};
constinit const Contract kMobileUsers = {.successes =
                                             door::kAnswer<200, "The mobile users.", kUserItems>};
constinit const Contract kCreateMobileUser = {
    .body = &kNewUser, .successes = door::kAnswer<200, "The id of the new mobile user.", kInteger>};
constinit const Contract kAddNotification = {
    .body = &kNotification,
    .successes = door::kAnswer<200, "Location is the path to delete.">,
    .description = "The requests and their headers are described in docs/webhooks.md."};
constinit const Contract kDeleteNotification = {
    .successes = door::kAnswer<200, "The notification is deleted.">,
    .errors = door::kStatuses<404>};
constinit const Contract kUpdateMobileUser = {.body = &kUserUpdate, .successes = kUserNumber};

}  // namespace bearward::dialects::workmobile
