// The contracts of bulk loads and partner accounts.
#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using door::Contract;
using json::kAny;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTime;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::Property;
using json::Schema;
using json::Word;

constexpr Schema kRow = {.type = json::Type::kMap, .items = &kAny};
constexpr Property kFileMembers[] = {
    Optional("file", kText, "CSV, JSON or XLSX. The body may also be the file itself.")};
constexpr Schema kFile = Open(ObjectOf(kFileMembers, "WorkSpanLoadFile"));

constexpr door::Parameter kLoadQuery[] = {
    {"integration_id", kText, true},
    {"data_format", kText, false, "CSV, JSON or XLSX in any case."},
    {"column_delimiter", kText, false, "Of CSV; a comma without it."},
    {"has_header_row", kText, false, "true or false."},
    {"file_token", kText, false, "Of an uploaded file, instead of a body."},
    kEnvironmentQuery[0]};
constexpr door::Parameter kOpportunityQuery[] = {
    {"integration_id", kText, true},
    {"content_type", kText, false, "CSV, JSON or XLSX in any case."},
    {"column_delimiter", kText, false, "Of CSV; a comma without it."},
    {"has_header_row", kText, false, "true or false."},
    {"file_token", kText, false, "Of an uploaded file, instead of a body."},
    kEnvironmentQuery[0]};
constexpr door::Parameter kFileNameQuery[] = {
    {"file_name", kText, true, "With .csv, .json or .xlsx."}, kEnvironmentQuery[0]};
constexpr door::Parameter kStatusQuery[] = {
    {"execution_id", kText, true},
    {"include_errors", kText, false, "true or false."},
    {"max_errors", kInteger, false, "At most 1000; 10 without it."},
    kEnvironmentQuery[0]};

constexpr Property kStartMembers[] = {
    {"integration_id", kText},
    {"integraion_id", kText},
    {"execution_id", kText},
    {"created_at", kTime},
    Optional("data_format", Word<"CSV", "JSON", "XLSX">()),
};
constexpr Schema kStart = ObjectOf(kStartMembers, "WorkSpanLoad");
constexpr Property kUrlMembers[] = {{"upload_url", kText}, {"upload_token", kText}};
constexpr Schema kUrl = ObjectOf(kUrlMembers, "WorkSpanUploadUrl");
constexpr Property kFaultMembers[] = {{"id", kText}, {"message", kText}, {"data_row", kRow}};
constexpr Schema kFault = ObjectOf(kFaultMembers);
constexpr Property kResultMembers[] = {
    {"integration_id", kText},
    {"integraion_id", kText},
    {"execution_id", kText},
    {"status", Word<"running", "completed">()},
    {"input_count", kInteger},
    {"error_count", kInteger},
    {"success_count", kInteger},
    {"succcess_count", kInteger},
    {"skip_count", kInteger},
    {"started_at", kTime},
    Optional("completed_at", kTime, "Absent while the load is running."),
    {"include_errors", kFlag},
    {"errors", ListOf(kFault)},
};
constexpr Schema kResult = ObjectOf(kResultMembers, "WorkSpanLoadResult");

constexpr Property kAccountsMembers[] = {
    Optional("file_service_id", kText), Optional("file_type", kText), {"data", ListOf(kRow)}};
constexpr Schema kAccounts = Open(ObjectOf(kAccountsMembers, "WorkSpanPartnerAccounts"));
constexpr Property kLoadedMembers[] = {{"status", Word<"SUCCESS", "PARTIAL">()},
                                       {"message", kText}};
constexpr Schema kLoaded = ObjectOf(kLoadedMembers, "WorkSpanLoadedAccounts");

}  // namespace

constinit const Contract kBulkLoad = {.body = &kFile,
                                      .encodings = door::kMultipartBody,
                                      .query = kLoadQuery,
                                      .successes = door::kAnswer<200, "The load.", kStart>};
constinit const Contract kBulkLoadOpportunity = {
    .body = &kFile,
    .encodings = door::kMultipartBody,
    .query = kOpportunityQuery,
    .successes = door::kAnswer<200, "The load.", kStart>};
constinit const Contract kUploadUrl = {.query = kFileNameQuery,
                                       .successes = door::kAnswer<200, "The URL.", kUrl>};
constinit const Contract kUpload = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The file is stored.">,
    .description =
        "The body is the file, or multipart/form-data with the part `file`. The last "
        "segment of the path is the credential."};
constinit const Contract kLoadStatus = {.query = kStatusQuery,
                                        .successes = door::kAnswer<200, "The result.", kResult>};
constinit const Contract kPartnerAccounts = {
    .body = &kAccounts,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "What was loaded.", kLoaded>};

}  // namespace bearward::dialects::workspan
