#include "partner_data/report_rows.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "json/writer.h"
#include "objects/reach.h"
#include "objects/reached.h"
#include "partner_data/kinds.h"
#include "store/objects.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::AccessLevel;

base::Error NoReport() { return base::NotFound("report_not_found", "No such report."); }

// LevelsOn are the levels of a report that the caller's organization has.
struct LevelsOn {
  bool reads = false;
  bool as_creator = false;  // sees what the creator sees
};

LevelsOn LevelsOf(const std::vector<model::ObjectMember>& members, bool owns) {
  LevelsOn levels{.reads = owns, .as_creator = false};
  for (const model::ObjectMember& member : members) {
    if (member.state != model::MemberState::kAccepted || member.level == AccessLevel::kViewer) {
      continue;
    }
    levels.reads = true;
    // A company without named users counts as a participant.
    if (member.user && member.level != AccessLevel::kParticipant) levels.as_creator = true;
  }
  return levels;
}

json::Value Text(std::string text) { return json::Value::String(std::move(text)); }

json::Value ValueIn(const objects::ReachedRow& reached, const Column& column,
                    const model::OrganizationId& viewer) {
  const model::Object& object = reached.row.object;
  if (column.field == "object_id") return Text(object.id.text);
  if (column.field == "object_name") return Text(object.name);
  if (column.field == "created_at") return Text(base::FormatIsoMillis(object.created_at));
  if (column.field == "updated_at") return Text(base::FormatIsoMillis(object.updated_at));
  return objects::VisibleValue(reached, column.field, viewer);
}

// Compare orders values of one column: empty values last, then numbers, then texts.
int Compare(const json::Value& a, const json::Value& b) {
  const auto rank = [](const json::Value& value) {
    if (IsEmptyValue(value)) return 2;
    return NumberOf(value) ? 0 : 1;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
  if (rank(a) == 0) {
    const double x = *NumberOf(a);
    const double y = *NumberOf(b);
    return x < y ? -1 : static_cast<int>(x > y);
  }
  return json::ToText(a).compare(json::ToText(b));
}

bool ComesBefore(const std::vector<Sorting>& sortings, const ReportRow& a, const ReportRow& b) {
  for (const Sorting& sorting : sortings) {
    const json::Value& x = a[sorting.column];
    const json::Value& y = b[sorting.column];
    const int order = Compare(x, y);
    if (order == 0) continue;
    const bool empty = IsEmptyValue(x) || IsEmptyValue(y);
    return sorting.descending && !empty ? order > 0 : order < 0;
  }
  return false;
}

json::Value NumberValue(double number) {
  const auto whole = static_cast<std::int64_t>(number);
  constexpr double kExact = 9'007'199'254'740'992;  // 2^53
  const bool exact = number > -kExact && number < kExact && static_cast<double>(whole) == number;
  return exact ? json::Value::Int(whole) : json::Value::Double(number);
}

json::Value Aggregated(Aggregate aggregate, const std::vector<double>& numbers, std::size_t count) {
  if (aggregate == Aggregate::kCount) return json::Value::Int(static_cast<std::int64_t>(count));
  if (numbers.empty()) return {};
  if (aggregate == Aggregate::kMin) return NumberValue(std::ranges::min(numbers));
  if (aggregate == Aggregate::kMax) return NumberValue(std::ranges::max(numbers));
  double sum = 0;
  for (const double number : numbers) sum += number;
  return NumberValue(aggregate == Aggregate::kSum ? sum
                                                  : sum / static_cast<double>(numbers.size()));
}

}  // namespace

Result<ReachedReport> FindReport(store::ReadTx& tx, const model::Principal& principal,
                                 std::int64_t id) {
  BW_TRY(objects::CheckOwn(tx, principal, kReportKind, model::Operation::kRead));
  BW_TRY_ASSIGN(auto object, store::FindObjectByNumber(tx, principal.environment, kReportKind, id));
  if (!object) return base::Fail(NoReport());
  BW_TRY_ASSIGN(const auto members, store::ListMembersOf(tx, principal.environment, object->id,
                                                         principal.organization));
  const LevelsOn levels = LevelsOf(members, object->owner == *principal.organization);
  BW_TRY_ASSIGN(objects::Row row, objects::RowOf(*std::move(object)));
  if (!levels.reads || !IsForApi(row)) return base::Fail(NoReport());
  const model::OrganizationId owner = row.object.owner;
  BW_TRY_ASSIGN(Report report, ReportOf(std::move(row)));
  return ReachedReport{std::move(report), levels.as_creator ? owner : *principal.organization};
}

Result<std::vector<objects::Row>> ListReports(store::ReadTx& tx,
                                              const model::Principal& principal) {
  BW_TRY(objects::CheckOwn(tx, principal, kReportKind, model::Operation::kRead));
  const model::EnvironmentId& environment = principal.environment;
  const model::OrganizationId& own = *principal.organization;
  BW_TRY_ASSIGN(auto found, store::ListObjectsOf(tx, environment, own, kReportKind));
  BW_TRY_ASSIGN(auto members, store::ListMembersInKind(tx, environment, own, kReportKind));
  std::map<std::string, std::vector<model::ObjectMember>> members_of;
  for (model::ObjectMember& member : members) {
    members_of[member.object.text].push_back(std::move(member));
  }
  BW_TRY_ASSIGN(auto rows, objects::RowsOf(std::move(found)));
  std::erase_if(rows, [&](const objects::Row& row) {
    const bool owns = row.object.owner == own;
    return !IsForApi(row) || !LevelsOf(members_of[row.object.id.text], owns).reads;
  });
  return rows;
}

base::Status CheckReadsKind(store::ReadTx& tx, const model::Principal& principal,
                            const Report& report) {
  return objects::CheckOwn(tx, principal, report.object_kind, model::Operation::kRead);
}

Result<std::vector<ReportRow>> ComputeRows(store::ReadTx& tx, const model::Principal& principal,
                                           const ReachedReport& reached, const FilterGroup& filter,
                                           base::Time now) {
  const Report& report = reached.report;
  BW_TRY_ASSIGN(const auto found,
                objects::ListReached(tx, principal, reached.seen_by, report.object_kind,
                                     model::Operation::kRead));
  std::vector<ReportRow> rows;
  for (const objects::ReachedRow& object : found) {
    ReportRow row;
    for (const Column& column : report.columns) {
      row.push_back(ValueIn(object, column, principal.organization));
    }
    if (Matches(report.filter, row, now) && Matches(filter, row, now)) {
      rows.push_back(std::move(row));
    }
  }
  std::ranges::stable_sort(rows, [&](const ReportRow& a, const ReportRow& b) {
    return ComesBefore(report.sortings, a, b);
  });
  return rows;
}

json::Value RowObject(const Report& report, const ReportRow& row) {
  json::Object object;
  for (std::size_t i = 0; i < row.size(); ++i) object.push_back({report.columns[i].name, row[i]});
  return json::Value::Of(std::move(object));
}

json::Array ChartRows(const Report& report, const Chart& chart,
                      const std::vector<ReportRow>& rows) {
  struct Group {
    json::Value value;
    std::size_t count = 0;
    std::vector<double> numbers = {};
  };
  std::vector<Group> groups;
  std::map<std::string, std::size_t> places;
  for (const ReportRow& row : rows) {
    const json::Value& value = row[chart.group_by];
    const auto [place, is_new] = places.try_emplace(json::ToText(value), groups.size());
    if (is_new) groups.push_back({.value = value});
    Group& group = groups[place->second];
    ++group.count;
    if (const auto number = NumberOf(row[chart.column])) group.numbers.push_back(*number);
  }
  const std::string word(base::Word(chart.aggregate));
  const std::string key =
      chart.aggregate == Aggregate::kCount ? word : word + " " + report.columns[chart.column].name;
  json::Array results;
  for (const Group& group : groups) {
    results.push_back(json::Value::Of(
        json::Object{{report.columns[chart.group_by].name, group.value},
                     {key, Aggregated(chart.aggregate, group.numbers, group.count)}}));
  }
  return results;
}

}  // namespace bearward::partner_data
