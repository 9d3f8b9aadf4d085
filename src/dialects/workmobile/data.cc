#include "dialects/workmobile/data.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "dialects/workmobile/codec.h"
#include "dialects/workmobile/contracts.h"
#include "dialects/workmobile/criteria.h"
#include "dialects/workmobile/dialect.h"
#include "field_service/job_kinds.h"
#include "field_service/job_schema.h"
#include "field_service/kinds.h"
#include "http/form.h"
#include "json/writer.h"
#include "objects/input.h"
#include "objects/visible.h"

namespace bearward::dialects::workmobile {
namespace {

namespace fs = ::bearward::field_service;
using base::Result;
using door::Call;
using door::Outcome;

Result<Outcome> List(const Uses& uses, const Call& call, const objects::Kind& kind) {
  BW_TRY_ASSIGN(const auto rows, uses.objects.ListVisible(call.caller(), kind.kind));
  return EncodeRows(kind, rows);
}

Result<Outcome> Read(const Uses& uses, const Call& call, const objects::Kind& kind) {
  BW_TRY_ASSIGN(const std::int64_t number, DecodeNumber(call, "id"));
  BW_TRY_ASSIGN(const auto row, uses.objects.ReadVisible(call.caller(), kind.kind, number));
  return EncodeRow(kind, row, call.caller()->organization_number);
}

std::vector<fs::Attachment> AttachmentsOf(const std::vector<door::File>& files) {
  std::vector<fs::Attachment> attachments;
  for (const door::File& file : files) {
    attachments.push_back({file.name, file.type, static_cast<std::int64_t>(file.bytes.size())});
  }
  return attachments;
}

Result<Outcome> Allocate(const Uses& uses, const Call& call, std::int64_t user,
                         std::int64_t group) {
  BW_TRY_ASSIGN(const std::int64_t job, DecodeNumber(call, "id"));
  BW_TRY(uses.jobs.Allocate(call.caller(), job, user, group));
  return BareString(call, 200, std::to_string(job));
}

// TakeJobId removes the id of the job from the body of an update.
Result<std::int64_t> TakeJobId(json::Value& object) {
  const door::Body body(object);
  BW_TRY_ASSIGN(const auto job, body.Integer("JobId", door::FieldCase::kIgnore));
  if (!job) {
    return base::Fail(base::Invalid("missing_field", "The field JobId is required.", {"JobId"}));
  }
  json::Object others = *object.AsObject();
  std::erase_if(others, [](const json::Member& member) {
    return base::EqualsIgnoreCase(member.key, "JobId");
  });
  object = json::Value::Of(std::move(others));
  return *job;
}

// QueryOf returns a query parameter. The case of its name is ignored, as in bodies (contracts:
// WorkMobile section 5).
Result<std::optional<std::string>> QueryOf(const Call& call, std::string_view name) {
  const auto fields = http::ParseUrlEncoded(call.request().query);
  if (!fields) {
    return base::Fail(base::Invalid("malformed_query", "The query cannot be read."));
  }
  std::optional<std::string> found;
  for (const auto& [key, value] : *fields) {
    if (!base::EqualsIgnoreCase(key, name)) continue;
    if (found) {
      return base::Fail(base::Invalid("repeated_parameter", std::string(name) + " is given twice.",
                                      {std::string(name)}));
    }
    found = value;
  }
  return found;
}

Result<fs::ReportFormat> DecodeFormat(const Call& call) {
  BW_TRY_ASSIGN(const auto text, QueryOf(call, "ReportFormat"));
  const auto format = text ? base::ParseWord<fs::ReportFormat>(*text) : std::nullopt;
  if (format) return *format;
  return base::Fail(
      base::Invalid("invalid_field", "ReportFormat must be DOC, XLS or PDF.", {"ReportFormat"}));
}

Result<std::optional<std::int64_t>> DecodeReportId(const Call& call) {
  BW_TRY_ASSIGN(const auto text, QueryOf(call, "ReportId"));
  if (!text || text->empty()) return std::nullopt;
  const auto number = door::ParseInteger(*text);
  if (number) return number;
  return base::Fail(base::Invalid("invalid_field", "ReportId must be a number.", {"ReportId"}));
}

Result<Outcome> ListForms(const Uses& uses, Call& call) { return List(uses, call, fs::kForm); }

Result<Outcome> ReadForm(const Uses& uses, Call& call) { return Read(uses, call, fs::kForm); }

Result<Outcome> ListFormReports(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t form, DecodeNumber(call, "id"));
  BW_TRY_ASSIGN(const auto reports, uses.records.ListReports(call.caller(), form));
  return EncodeRows(fs::kFormReport, reports);
}

Result<Outcome> ReadRecordReport(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t form, DecodeNumber(call, "id"));
  BW_TRY_ASSIGN(const std::int64_t record, DecodeNumber(call, "rowId"));
  BW_TRY_ASSIGN(const fs::ReportFormat format, DecodeFormat(call));
  BW_TRY_ASSIGN(const auto id, DecodeReportId(call));
  BW_TRY_ASSIGN(const fs::Report report, uses.records.ReadReport(call.caller(), form, record, id));
  return EncodeDocument(fs::DocumentOf(report, format));
}

Result<Outcome> SearchRecords(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t form, DecodeNumber(call, "id"));
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto criteria, DecodeRecordCriteria(body));
  BW_TRY_ASSIGN(const auto records, uses.records.Search(call.caller(), form, criteria));
  return EncodeRecords(records);
}

Result<Outcome> ReadInboxTotals(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto pending, uses.records.ListPending(call.caller()));
  return EncodePending(pending);
}

Result<Outcome> ListUserGroups(const Uses& uses, Call& call) {
  return List(uses, call, fs::kUserGroup);
}

Result<Outcome> ListMobileUsers(const Uses& uses, Call& call) {
  return List(uses, call, fs::kMobileUser);
}

Result<Outcome> CreateMobileUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(auto values, objects::ReadInput(fs::kMobileUser, objects::kCreate, body.object()));
  BW_TRY_ASSIGN(const std::int64_t user,
                uses.mobile_users.Create(call.caller(), std::move(values)));
  return door::JsonReply(200, std::to_string(user));
}

Result<Outcome> UpdateMobileUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto values,
                objects::ReadInput(fs::kMobileUser, objects::kUpdate, body.object()));
  BW_TRY_ASSIGN(const std::int64_t user, uses.mobile_users.Update(call.caller(), values));
  return BareString(call, 200, std::to_string(user));
}

Result<Outcome> ListJobTypes(const Uses& uses, Call& call) {
  return List(uses, call, fs::kJobType);
}

Result<Outcome> ReadJobType(const Uses& uses, Call& call) { return Read(uses, call, fs::kJobType); }

Result<Outcome> ReadJobSchema(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t type, DecodeNumber(call, "id"));
  BW_TRY_ASSIGN(const json::Value schema, uses.jobs.ReadSchema(call.caller(), type));
  return door::JsonReply(200, json::ToText(schema));
}

Result<Outcome> CreateJob(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Upload upload, call.ReadUpload(kFieldBodies));
  BW_TRY_ASSIGN(const auto values, objects::ReadInput(fs::kJob, objects::kCreate, upload.object));
  BW_TRY_ASSIGN(const std::int64_t job,
                uses.jobs.Create(call.caller(), values, AttachmentsOf(upload.files)));
  return door::JsonReply(200, std::to_string(job));
}

Result<Outcome> UpdateJob(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kFieldBodies));
  json::Value object = body.object();
  BW_TRY_ASSIGN(const std::int64_t job, TakeJobId(object));
  BW_TRY_ASSIGN(const auto values, objects::ReadInput(fs::kJob, objects::kUpdate, object));
  BW_TRY(uses.jobs.Update(call.caller(), job, values));
  return BareString(call, 200, std::to_string(job));
}

Result<Outcome> ReadJob(const Uses& uses, Call& call) { return Read(uses, call, fs::kJob); }

Result<Outcome> SearchJobs(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto criteria, DecodeJobCriteria(body));
  BW_TRY_ASSIGN(const auto jobs, uses.jobs.Search(call.caller(), criteria));
  return EncodeRows(fs::kJob, jobs);
}

Result<Outcome> ListJobStatuses(const Uses& /*uses*/, Call& /*call*/) {
  return EncodeJobStatuses();
}

Result<Outcome> AllocateJob(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t user, DecodeNumber(call, "MobileUserId"));
  return Allocate(uses, call, user, 0);
}

Result<Outcome> AllocateJobToGroup(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t group, DecodeNumber(call, "UserGroupId"));
  return Allocate(uses, call, 0, group);
}

Result<Outcome> UnallocateJob(const Uses& uses, Call& call) { return Allocate(uses, call, 0, 0); }

// Named is how a row appears in /openapi.json.
struct Named {
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

// ForUsers refuses machines, such as the key of an environment, before anything else is read.
template <Result<Outcome> (*kFunction)(const Uses&, Call&)>
Result<Outcome> ForUsers(const Uses& uses, Call& call) {
  BW_TRY(objects::RequireUser(call.caller().principal()));
  return kFunction(uses, call);
}

// Data is a row of the data endpoints: the permission is needed besides that for the API.
Row Data(http::Method method, std::string_view path, std::string_view permission,
         Result<Outcome> (*function)(const Uses&, Call&), const Named& named) {
  return {method,
          path,
          Login(model::Need::All({"api:access", permission})),
          door::RunOn::kWorker,
          function,
          named.operation,
          named.summary,
          named.contract};
}

std::vector<Row> FormRows() {
  using enum http::Method;
  return {
      Data(kGet, "/Forms", "forms:read", ForUsers<ListForms>,
           {"workmobile.forms", "List the forms that the user can see", &kForms}),
      Data(kGet, "/Forms/{id}", "forms:read", ForUsers<ReadForm>,
           {"workmobile.form", "Read a form", &kForm}),
      Data(kGet, "/Forms/{id}/reports", "reports:read", ForUsers<ListFormReports>,
           {"workmobile.form_reports", "List the reports of a form", &kFormReports}),
      Data(kGet, "/Forms/{id}/completedrecords/{rowId}/reports", "reports:read",
           ForUsers<ReadRecordReport>,
           {"workmobile.record_report", "Download a report about a record", &kRecordReport}),
      Data(kPost, "/Forms/{id}/completedrecords/search", "records:read", ForUsers<SearchRecords>,
           {"workmobile.search_records", "Search the records of a form", &kSearchRecords}),
      Data(kGet, "/approvals/getinboxtotals", "approvals:read", ForUsers<ReadInboxTotals>,
           {"workmobile.inbox_totals", "Count the records that wait for the user's approval",
            &kInboxTotals}),
      Data(kGet, "/usergroups", "user_groups:read", ForUsers<ListUserGroups>,
           {"workmobile.user_groups", "List the user groups", &kUserGroups}),
      Data(kGet, "/mobileusers", "mobile_users:read", ForUsers<ListMobileUsers>,
           {"workmobile.mobile_users", "List the mobile users", &kMobileUsers}),
      Data(kPost, "/mobileusers", "mobile_users:write", ForUsers<CreateMobileUser>,
           {"workmobile.create_mobile_user", "Create a mobile user", &kCreateMobileUser}),
      Data(kPut, "/mobileusers", "mobile_users:write", ForUsers<UpdateMobileUser>,
           {"workmobile.update_mobile_user", "Change the mobile user with this username",
            &kUpdateMobileUser}),
  };
}

std::vector<Row> JobRows() {
  using enum http::Method;
  return {
      Data(kGet, "/JobTypes", "job_types:read", ForUsers<ListJobTypes>,
           {"workmobile.job_types", "List the job types", &kJobTypes}),
      Data(kGet, "/JobTypes/{id}", "job_types:read", ForUsers<ReadJobType>,
           {"workmobile.job_type", "Read a job type", &kJobType}),
      Data(kGet, "/JobTypes/{id}/schema", "job_types:read", ForUsers<ReadJobSchema>,
           {"workmobile.job_schema", "Read the schema of the data of its jobs", &kJobSchema}),
      Data(kPost, "/Jobs", "jobs:write", ForUsers<CreateJob>,
           {"workmobile.create_job", "Create a job", &kCreateJob}),
      Data(kPut, "/Jobs", "jobs:write", ForUsers<UpdateJob>,
           {"workmobile.update_job", "Change a job", &kUpdateJob}),
      Data(kGet, "/Jobs/JobStatusList", "jobs:read", ForUsers<ListJobStatuses>,
           {"workmobile.job_statuses", "List the states of a job", &kJobStatusList}),
      Data(kPost, "/Jobs/search", "jobs:read", ForUsers<SearchJobs>,
           {"workmobile.search_jobs", "Search jobs", &kSearchJobs}),
      Data(kGet, "/Jobs/{id}", "jobs:read", ForUsers<ReadJob>,
           {"workmobile.job", "Read a job", &kJob}),
      Data(kPost, "/Jobs/{id}/allocate/{MobileUserId}", "jobs:write", ForUsers<AllocateJob>,
           {"workmobile.allocate_job", "Allocate a job to a mobile user", &kAllocateJob}),
      Data(kPost, "/Jobs/{id}/allocateToUserGroup/{UserGroupId}", "jobs:write",
           ForUsers<AllocateJobToGroup>,
           {"workmobile.allocate_job_to_group", "Allocate a job to a user group", &kAllocateJob}),
      Data(kPost, "/Jobs/{id}/unallocate", "jobs:write", ForUsers<UnallocateJob>,
           {"workmobile.unallocate_job", "Remove the allocation of a job", &kAllocateJob}),
  };
}

}  // namespace

std::vector<Row> DataRows() {
  std::vector<Row> rows = FormRows();
  for (Row& row : JobRows()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace bearward::dialects::workmobile
