#include "field_service/records.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "field_service/job_kinds.h"
#include "field_service/kinds.h"
#include "json/writer.h"
#include "objects/visible.h"

namespace bearward::field_service {
namespace {

using objects::Row;

const Member& ColumnOf(std::string_view name) { return *kRecord.Find(name, kListed); }

// TimeOf returns the time of a column; Uploaded is that of the creation while it is not set.
std::optional<base::Time> TimeOf(const Row& record, std::string_view column) {
  const json::Value value = objects::ValueOf(ColumnOf(column), record);
  if (value.IsString()) return base::ParseIso(*value.AsString());
  if (column == "Created") return record.object.created_at;
  return TimeOf(record, "Created");
}

bool IsWithin(const Row& record, std::string_view column, const std::optional<base::Time>& from,
              const std::optional<base::Time>& to) {
  if (!from && !to) return true;
  const auto time = TimeOf(record, column);
  return time && (!from || *time >= *from) && (!to || *time <= *to);
}

std::string TextOf(const json::Value& value) {
  return value.IsString() ? *value.AsString() : json::ToText(value);
}

bool Answers(const Row& record, const std::vector<Answer>& wanted) {
  return std::ranges::all_of(wanted, [&](const Answer& answer) {
    const json::Value* given = record.fields.Find(answer.field);
    return given != nullptr && TextOf(*given) == answer.value;
  });
}

bool IsPendingFor(const Row& record, const model::Principal& principal) {
  return record.Text("ApprovalStatus") == "Pending" && principal.subject_number != 0 &&
         record.Integer("ApproverLoginId") == principal.subject_number;
}

bool Fits(const Row& record, const RecordCriteria& criteria, const model::Principal& principal) {
  const auto equals = [&](const std::optional<std::int64_t>& wanted, std::string_view field) {
    return !wanted || record.Integer(field) == *wanted;
  };
  return (!criteria.id || record.object.number == *criteria.id) &&
         equals(criteria.original, "OriginalId") && equals(criteria.job, "JobId") &&
         equals(criteria.mobile_user, "MobileUserId") &&
         IsWithin(record, "Created", criteria.created_from, criteria.created_to) &&
         IsWithin(record, "Uploaded", criteria.uploaded_from, criteria.uploaded_to) &&
         Answers(record, criteria.answers) &&
         (!criteria.only_my_pending_approvals || IsPendingFor(record, principal));
}

bool IsOf(const Row& record, const Row& form) {
  return record.object.owner == form.object.owner && record.Integer("FormId") == form.object.number;
}

// UsersOfGroup returns the numbers of the mobile users of a group.
base::Result<std::vector<std::int64_t>> UsersOfGroup(store::ReadTx& tx,
                                                     const model::Principal& principal,
                                                     std::int64_t group) {
  BW_TRY_ASSIGN(const auto users, objects::ListVisible(tx, principal, kMobileUser.kind));
  std::vector<std::int64_t> numbers;
  for (const Row& user : users) {
    if (user.Integer("UserGroupId") == group) numbers.push_back(user.object.number);
  }
  return numbers;
}

base::Result<std::vector<Row>> ReportsOf(store::ReadTx& tx, const model::Principal& principal,
                                         const Row& form) {
  BW_TRY_ASSIGN(auto reports, objects::ListVisible(tx, principal, kFormReport.kind));
  std::erase_if(reports, [&](const Row& report) { return !IsOf(report, form); });
  return reports;
}

Report ReportOf(const Row& form, const Row& record, std::string title) {
  Report report;
  report.title = std::move(title);
  report.lines.push_back({"Form", form.object.name});
  for (const Member& member : kRecord.members) {
    const json::Value value = objects::ValueOf(member, record);
    if (value.IsNull() || value == json::Value::Int(0)) continue;
    report.lines.push_back({std::string(member.name), TextOf(value)});
  }
  for (const json::Member& field : *record.fields.AsObject()) {
    if (IsAnswer(field.key)) report.lines.push_back({field.key, TextOf(field.value)});
  }
  return report;
}

}  // namespace

bool IsAnswer(std::string_view field) {
  return std::ranges::find(kRecord.members, field, &Member::name) == kRecord.members.end();
}

base::Result<std::vector<Row>> Records::Search(const model::Caller& caller, std::int64_t form,
                                               const RecordCriteria& criteria) {
  using List = std::vector<Row>;
  return store_.Read([&](store::ReadTx& tx) -> base::Result<List> {
    const model::Principal& principal = caller.principal();
    BW_TRY_ASSIGN(const Row of, objects::ReadVisible(tx, principal, kForm.kind, form));
    BW_TRY_ASSIGN(List records, objects::ListVisible(tx, principal, kRecord.kind));
    std::optional<std::vector<std::int64_t>> users;
    if (criteria.user_group) {
      BW_TRY_ASSIGN(users, UsersOfGroup(tx, principal, *criteria.user_group));
    }
    std::erase_if(records, [&](const Row& record) {
      const bool of_group =
          !users || std::ranges::find(*users, record.Integer("MobileUserId")) != users->end();
      return !IsOf(record, of) || !of_group || !Fits(record, criteria, principal);
    });
    BW_TRY(objects::SortAndPage(records, kRecord, criteria.orders, criteria.paging));
    return records;
  });
}

base::Result<std::vector<PendingOfForm>> Records::ListPending(const model::Caller& caller) {
  using List = std::vector<PendingOfForm>;
  return store_.Read([&](store::ReadTx& tx) -> base::Result<List> {
    const model::Principal& principal = caller.principal();
    BW_TRY_ASSIGN(const auto forms, objects::ListVisible(tx, principal, kForm.kind));
    BW_TRY_ASSIGN(const auto records, objects::ListVisible(tx, principal, kRecord.kind));
    List pending;
    for (const Row& form : forms) {
      const auto count = std::ranges::count_if(records, [&](const Row& record) {
        return IsOf(record, form) && IsPendingFor(record, principal);
      });
      if (count != 0) pending.push_back({form.object.number, form.object.name, count});
    }
    return pending;
  });
}

base::Result<std::vector<Row>> Records::ListReports(const model::Caller& caller,
                                                    std::int64_t form) {
  return store_.Read([&](store::ReadTx& tx) -> base::Result<std::vector<Row>> {
    BW_TRY_ASSIGN(const Row of, objects::ReadVisible(tx, caller.principal(), kForm.kind, form));
    return ReportsOf(tx, caller.principal(), of);
  });
}

base::Result<Report> Records::ReadReport(const model::Caller& caller, std::int64_t form,
                                         std::int64_t record, std::optional<std::int64_t> report) {
  return store_.Read([&](store::ReadTx& tx) -> base::Result<Report> {
    const model::Principal& principal = caller.principal();
    BW_TRY_ASSIGN(const Row of, objects::ReadVisible(tx, principal, kForm.kind, form));
    BW_TRY_ASSIGN(const Row about, objects::ReadVisible(tx, principal, kRecord.kind, record));
    if (!IsOf(about, of)) {
      return base::Fail(base::NotFound("object_not_found", "No such object."));
    }
    std::string title = of.object.name;
    if (report) {
      BW_TRY_ASSIGN(const auto reports, ReportsOf(tx, principal, of));
      const auto found =
          std::ranges::find(reports, *report, [](const Row& row) { return row.object.number; });
      if (found == reports.end()) {
        return base::Fail(
            base::Invalid("invalid_field", "ReportId is not a report of the form.", {"ReportId"}));
      }
      title = found->object.name;
    }
    return ReportOf(of, about, std::move(title));
  });
}

}  // namespace bearward::field_service
