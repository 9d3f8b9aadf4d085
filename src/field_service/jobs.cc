#include "field_service/jobs.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "field_service/job_kinds.h"
#include "field_service/job_schema.h"
#include "field_service/job_status.h"
#include "field_service/kinds.h"
#include "json/schema_fault.h"
#include "objects/visible.h"
#include "objects/writes.h"

namespace bearward::field_service {
namespace {

using json::Object;
using objects::Row;

const json::Value* Find(const Object& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &json::Member::key);
  return found == values.end() ? nullptr : &found->value;
}

std::int64_t IntegerOf(const Object& values, std::string_view name) {
  const json::Value* value = Find(values, name);
  return value == nullptr ? 0 : value->AsInt().value_or(0);
}

// kDataLimits are smaller than those of the fields in which the data is stored with the history, so
// that stored fields can always be read.
constexpr json::Limits kDataLimits = {.max_depth = 24, .max_size = kLongestData, .max_items = 5000};

constexpr std::size_t kLongestFault = 200;  // bytes; it contains names of the data

std::unexpected<base::Error> Unusable(std::string_view field) {
  return base::Fail(base::Invalid(
      "invalid_field", "The field " + std::string(field) + " refers to nothing that exists.",
      {std::string(field)}));
}

// CheckReference checks that a field is 0 or refers to an object of the caller's organization.
base::Status CheckReference(store::ReadTx& tx, const model::Principal& principal,
                            const objects::Kind& kind, const Object& values,
                            std::string_view field) {
  const std::int64_t number = IntegerOf(values, field);
  if (number == 0) return {};
  BW_TRY_ASSIGN(const auto row, objects::FindOwn(tx, principal, kind.kind, number));
  return row ? base::Status() : Unusable(field);
}

base::Status CheckAllocation(store::ReadTx& tx, const model::Principal& principal,
                             const Object& values) {
  BW_TRY(CheckReference(tx, principal, kMobileUser, values, "AllocatedMobileUserId"));
  BW_TRY(CheckReference(tx, principal, kUserGroup, values, "AllocatedUserGroupId"));
  const bool both = IntegerOf(values, "AllocatedMobileUserId") != 0 &&
                    IntegerOf(values, "AllocatedUserGroupId") != 0;
  if (!both) return {};
  return base::Fail(base::Invalid("both_allocated",
                                  "A job is allocated to a mobile user or to a user group, not to "
                                  "both.",
                                  {"AllocatedMobileUserId", "AllocatedUserGroupId"}));
}

// SetData replaces the text Data in the values by the parsed JobData: the member `jobData` of the
// data, or the data itself.
base::Status SetData(store::ReadTx& tx, const model::Principal& principal, const Row& job_type,
                     Object& values) {
  const json::Value* found = Find(values, "Data");
  if (found == nullptr) return {};
  const std::string text = *found->AsString();
  std::erase_if(values, [](const json::Member& member) { return member.key == "Data"; });
  // A form sends an empty text for a field without a value.
  if (text.empty()) return {};
  const auto invalid = [](std::string_view why) {
    return base::Fail(base::Invalid("invalid_data", "Data " + std::string(why) + ".", {"Data"}));
  };
  BW_TRY_ASSIGN(const auto form,
                objects::FindVisible(tx, principal, kForm.kind, job_type.Integer("UserFormId")));
  BW_TRY_ASSIGN(const json::Value schema, JobSchemaOf(job_type, form));
  const auto data = json::Parse(text, kDataLimits);
  if (!data || !data->IsObject()) return invalid("must be the text of a JSON object");
  const std::string fault = json::SchemaFault(schema, *data);
  if (fault.size() > kLongestFault) return invalid("does not fit the schema of the job type");
  if (!fault.empty()) return invalid("does not fit the schema of the job type: " + fault);
  const json::Value* inner = data->Find("jobData");
  objects::Set(values, "JobData", inner != nullptr && inner->IsObject() ? *inner : *data);
  return {};
}

json::Value FileList(const std::vector<Attachment>& files) {
  json::Array list;
  for (const Attachment& file : files) {
    list.push_back(json::Value::Of(Object{{"Name", json::Value::String(file.name)},
                                          {"Type", json::Value::String(file.type)},
                                          {"Size", json::Value::Int(file.size)}}));
  }
  return json::Value::Of(std::move(list));
}

// Note appends an entry to the history of the job.
void Note(Object& fields, const objects::Author& author, std::string narrative) {
  json::Array history;
  if (const json::Value* present = Find(fields, "JobHistory"); present && present->IsArray()) {
    history = *present->AsArray();
  }
  const json::Value* last = history.empty() ? nullptr : history.back().Find("JobHistoryId");
  const std::int64_t id = last == nullptr ? 1 : last->AsInt().value_or(0) + 1;
  const auto integer = [&](std::string_view name) {
    return json::Value::Int(IntegerOf(fields, name));
  };
  history.push_back(
      json::Value::Of(Object{{"JobHistoryId", json::Value::Int(id)},
                             {"Created", json::Value::String(base::FormatIsoLocal(author.now()))},
                             {"CreatedBy", json::Value::String(author.name())},
                             {"Narrative", json::Value::String(std::move(narrative))},
                             {"JobStatusId", integer("JobStatusId")},
                             {"MobileUserId", integer("AllocatedMobileUserId")}}));
  if (history.size() > kMostHistory) history.erase(history.begin());
  objects::Set(fields, "JobHistory", json::Value::Of(std::move(history)));
}

// SetAllocation makes a change of the mobile user or the user group replace the other, and returns
// whether there is one.
bool SetAllocation(Object& changes) {
  constexpr std::string_view kFields[] = {"AllocatedMobileUserId", "AllocatedUserGroupId"};
  bool moved = false;
  for (const std::string_view field : kFields) moved |= Find(changes, field) != nullptr;
  for (int i = 0; i < 2; ++i) {
    const std::string_view other = kFields[1 - i];
    if (IntegerOf(changes, kFields[i]) != 0) objects::Set(changes, other, json::Value::Int(0));
  }
  return moved;
}

// SetStatus derives the state and the last mobile user from the allocation.
void SetStatus(Object& fields) {
  const std::int64_t user = IntegerOf(fields, "AllocatedMobileUserId");
  const bool allocated = user != 0 || IntegerOf(fields, "AllocatedUserGroupId") != 0;
  objects::Set(fields, "JobStatusId", json::Value::Int(allocated ? kAllocated : kUnallocated));
  if (user != 0) objects::Set(fields, "LastAllocatedMobileUserId", json::Value::Int(user));
}

base::Status CheckFiles(const std::vector<Attachment>& files) {
  if (files.size() <= kMostFiles) return {};
  return base::Fail(base::Invalid(
      "too_many_files", "A job has at most " + std::to_string(kMostFiles) + " files.", {"files"}));
}

// FindOpen returns a job that may still be changed.
base::Result<Row> FindOpen(store::ReadTx& tx, const model::Principal& principal,
                           std::int64_t number) {
  BW_TRY_ASSIGN(auto job, objects::FindOwn(tx, principal, kJob.kind, number));
  if (!job) return base::Fail(base::NotFound("object_not_found", "No such object."));
  if (IsClosed(job->Integer("JobStatusId"))) {
    return base::Fail(base::Invalid("job_closed", "The job is closed."));
  }
  return *std::move(job);
}

bool ContainsIgnoringCase(std::string_view text, std::string_view part) {
  return base::Lower(text).contains(base::Lower(part));
}

bool IsOneOf(const std::optional<std::vector<std::int64_t>>& wanted, std::int64_t value) {
  return !wanted || std::ranges::find(*wanted, value) != wanted->end();
}

bool StartsWithin(const Row& job, const JobCriteria& criteria) {
  if (!criteria.start_from && !criteria.start_to) return true;
  const auto start = base::ParseIso(job.Text("EstimatedJobStartDate"));
  if (!start) return false;
  return (!criteria.start_from || *start >= *criteria.start_from) &&
         (!criteria.start_to || *start <= *criteria.start_to);
}

bool HasItem(const Row& job, const std::string& wanted) {
  const json::Value* data = job.fields.Find("JobData");
  if (data == nullptr || !data->IsObject()) return false;
  return std::ranges::any_of(*data->AsObject(), [&](const json::Member& member) {
    const std::string* text = member.value.AsString();
    return text != nullptr && base::EqualsIgnoreCase(*text, wanted);
  });
}

// Fits applies all criteria that need only the job itself.
bool Fits(const Row& job, const JobCriteria& criteria) {
  const auto equals = [&](const std::optional<std::int64_t>& wanted, std::string_view field) {
    return !wanted || job.Integer(field) == *wanted;
  };
  return (!criteria.job || job.object.number == *criteria.job) &&
         (!criteria.description ||
          ContainsIgnoringCase(job.Text("Description"), *criteria.description)) &&
         equals(criteria.job_type, "JobTypeId") && equals(criteria.catalogue, "CatalogueId") &&
         equals(criteria.priority, "Priority") &&
         IsOneOf(criteria.statuses, job.Integer("JobStatusId")) &&
         IsOneOf(criteria.allocated_to, job.Integer("AllocatedMobileUserId")) &&
         StartsWithin(job, criteria) &&
         (!criteria.catalogue_item || HasItem(job, *criteria.catalogue_item));
}

// TypesOfForm returns the numbers of the job types of a form.
base::Result<std::vector<std::int64_t>> TypesOfForm(store::ReadTx& tx,
                                                    const model::Principal& principal,
                                                    std::int64_t form) {
  BW_TRY_ASSIGN(const auto types, objects::ListVisible(tx, principal, kJobType.kind));
  std::vector<std::int64_t> numbers;
  for (const Row& type : types) {
    if (type.Integer("UserFormId") == form) numbers.push_back(type.object.number);
  }
  return numbers;
}

}  // namespace

base::Result<std::int64_t> Jobs::Create(const model::Caller& caller, const Object& values,
                                        const std::vector<Attachment>& files) {
  BW_TRY(CheckFiles(files));
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    const model::Principal& principal = author.principal();
    BW_TRY_ASSIGN(const auto type,
                  objects::FindOwn(tx, principal, kJobType.kind, IntegerOf(values, "JobTypeId")));
    if (!type) return Unusable("JobTypeId");
    BW_TRY(CheckAllocation(tx, principal, values));
    // The closure may run again, so it changes a copy.
    Object fields = values;
    BW_TRY(SetData(tx, principal, *type, fields));
    if (Find(fields, "Duration") == nullptr) {
      objects::Set(fields, "Duration", json::Value::Int(type->Integer("Duration")));
    }
    objects::Set(fields, "CatalogueId", json::Value::Int(type->Integer("CatalogueId")));
    if (!files.empty()) objects::Set(fields, "Files", FileList(files));
    SetStatus(fields);
    Note(fields, author, "Created");
    BW_TRY_ASSIGN(const Row job,
                  objects::Create(tx, author, parts_.entropy,
                                  {kJob.kind, type->object.name, std::move(fields)}));
    return job.object.number;
  });
}

base::Result<std::int64_t> Jobs::Update(const model::Caller& caller, std::int64_t job,
                                        const Object& values) {
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    const model::Principal& principal = author.principal();
    BW_TRY_ASSIGN(const Row before, FindOpen(tx, principal, job));
    Object changes = values;
    BW_TRY_ASSIGN(const auto type,
                  objects::FindOwn(tx, principal, kJobType.kind, before.Integer("JobTypeId")));
    if (!type && Find(changes, "Data") != nullptr) return Unusable("JobTypeId");
    if (type) BW_TRY(SetData(tx, principal, *type, changes));
    BW_TRY(CheckAllocation(tx, principal, changes));
    const bool moved = SetAllocation(changes);
    Object fields = objects::MembersOf(before);
    objects::Merge(fields, std::move(changes));
    if (moved) SetStatus(fields);
    Note(fields, author, "Updated");
    BW_TRY(objects::Replace(tx, author, before, before.object.name, std::move(fields)));
    return job;
  });
}

base::Result<json::Value> Jobs::ReadSchema(const model::Caller& caller, std::int64_t job_type) {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<json::Value> {
    BW_TRY_ASSIGN(const Row type,
                  objects::ReadVisible(tx, caller.principal(), kJobType.kind, job_type));
    BW_TRY_ASSIGN(const auto form, objects::FindVisible(tx, caller.principal(), kForm.kind,
                                                        type.Integer("UserFormId")));
    return JobSchemaOf(type, form);
  });
}

base::Result<std::vector<Row>> Jobs::Search(const model::Caller& caller,
                                            const JobCriteria& criteria) {
  using List = std::vector<Row>;
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<List> {
    const model::Principal& principal = caller.principal();
    BW_TRY_ASSIGN(List jobs, objects::ListVisible(tx, principal, kJob.kind));
    std::optional<std::vector<std::int64_t>> types;
    if (criteria.form) {
      BW_TRY_ASSIGN(types, TypesOfForm(tx, principal, *criteria.form));
    }
    std::erase_if(jobs, [&](const Row& job) {
      return !Fits(job, criteria) || !IsOneOf(types, job.Integer("JobTypeId"));
    });
    BW_TRY(objects::SortAndPage(jobs, kJob, criteria.orders, criteria.paging));
    return jobs;
  });
}

base::Status Jobs::Allocate(const model::Caller& caller, std::int64_t job, std::int64_t mobile_user,
                            std::int64_t user_group) {
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    const model::Principal& principal = author.principal();
    BW_TRY_ASSIGN(const Row before, FindOpen(tx, principal, job));
    for (const auto& [kind, number] :
         {std::pair(kMobileUser.kind, mobile_user), {kUserGroup.kind, user_group}}) {
      if (number == 0) continue;
      BW_TRY_ASSIGN(const auto row, objects::FindOwn(tx, principal, kind, number));
      if (!row) return base::Fail(base::NotFound("object_not_found", "No such object."));
    }
    Object fields = objects::MembersOf(before);
    objects::Set(fields, "AllocatedMobileUserId", json::Value::Int(mobile_user));
    objects::Set(fields, "AllocatedUserGroupId", json::Value::Int(user_group));
    SetStatus(fields);
    Note(fields, author, mobile_user != 0 || user_group != 0 ? "Allocated" : "Unallocated");
    BW_TRY(objects::Replace(tx, author, before, before.object.name, std::move(fields)));
    return {};
  });
}

}  // namespace bearward::field_service
