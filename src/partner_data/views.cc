#include "partner_data/views.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "json/writer.h"
#include "partner_data/new_result.h"
#include "partner_data/report_rows.h"
#include "store/partner_results.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Caller;
using model::PartnerResult;
using model::PartnerResultKind;

store::ResultsOf ViewsOf(const Caller& caller) {
  return {caller->environment, caller->organization, PartnerResultKind::kView};
}

base::Error NoView() { return base::NotFound("view_not_found", "No such view."); }

// Ids are random, so that the id of a deleted view is not used again. They fit in the integers of
// JavaScript.
std::int64_t NewViewId(base::Entropy& entropy) {
  std::array<std::uint8_t, 8> bytes{};
  entropy.Fill(bytes);
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8U | byte;
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 52U) - 1;
  return static_cast<std::int64_t>((number & kMask) | 1U);
}

Result<std::string> Lines(const Report& report, const std::vector<ReportRow>& rows) {
  std::string lines;
  for (const ReportRow& row : rows) {
    lines += json::ToText(RowObject(report, row)) + '\n';
    if (lines.size() > kLargestView) {
      return base::Fail(base::Invalid("view_too_large",
                                      "The rows of the report are too large for a view. Add "
                                      "filters to the report."));
    }
  }
  return lines;
}

// DataOf writes PartnerResult::data, which ViewOf reads.
std::string DataOf(const Report& report, std::size_t rows, base::Time expires_at) {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("name")
      .String(report.row.object.name)
      .Key("version")
      .Int(report.version())
      .Key("rows")
      .Int(static_cast<std::int64_t>(rows))
      .Key("expires_at")
      .Int(base::ToMillis(expires_at))
      .EndObject();
  return data;
}

// FindView also checks that the caller may still read the report and the kind of its rows.
Result<PartnerResult> FindView(store::ReadTx& tx, const Caller& caller, std::int64_t id) {
  BW_TRY_ASSIGN(auto row, store::FindPartnerResultByNumber(tx, ViewsOf(caller), id));
  if (!row) return base::Fail(NoView());
  BW_TRY_ASSIGN(const auto reached, FindReport(tx, caller.principal(), std::stoll(row->subject)));
  BW_TRY(CheckReadsKind(tx, caller.principal(), reached.report));
  return *std::move(row);
}

ViewRows PageOf(const PartnerResult& row, std::int64_t version, const ReportPage& page) {
  ViewRows found{.version = version, .rows = {}, .ended = true};
  const std::int64_t first = page.number * page.size;
  std::string_view rest = row.content;
  for (std::int64_t at = 0; !rest.empty(); ++at) {
    const std::size_t end = rest.find('\n');
    if (at >= first + page.size) {
      found.ended = false;
      break;
    }
    if (at >= first) found.rows.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return found;
}

}  // namespace

Result<View> ViewOf(const PartnerResult& row, base::Time now) {
  const auto data = json::Parse(row.data);
  const auto number = [&](std::string_view name) {
    const json::Value* value = data->Find(name);
    return value == nullptr ? 0 : value->AsInt().value_or(0);
  };
  if (!data || !data->IsObject()) return base::Fail(base::Internal("view " + row.id));
  View view{.id = row.number, .version = number("version"), .rows = number("rows")};
  view.report = std::stoll(row.subject);
  const json::Value* name = data->Find("name");
  if (name != nullptr && name->IsString()) view.name = *name->AsString();
  view.created_at = row.created_at;
  view.expires_at = base::FromMillis(number("expires_at"));
  view.status = view.expires_at > now ? ViewStatus::kSuccess : ViewStatus::kDeleted;
  return view;
}

Result<std::int64_t> Views::Prepare(const Caller& caller, std::int64_t report,
                                    std::int64_t hours) const {
  if (hours < 1 || hours > kLongestView) {
    return base::Fail(
        base::Invalid("invalid_field", "expiryHours must be from 1 to 24.", {"expiryHours"}));
  }
  const base::Time now = parts_.clock.Now();
  PartnerResult row = NewResult(caller, PartnerResultKind::kView, now);
  row.id = std::string(model::kPartnerResult.id_prefix) + "_" + base::NewUlid(now, parts_.entropy);
  row.number = NewViewId(parts_.entropy);
  row.subject = std::to_string(report);
  row.expires_at = now + std::chrono::hours(hours) + kKeptView;
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const ReachedReport reached, FindReport(tx, caller.principal(), report));
    BW_TRY_ASSIGN(const std::int64_t live,
                  store::CountPartnerResults(tx, ViewsOf(caller), now + kKeptView));
    if (live >= kMostViews) {
      return base::Fail(
          base::Limited("too_many_views", "Too many views are live. Wait.", std::chrono::hours(1)));
    }
    BW_TRY_ASSIGN(const auto rows,
                  ComputeRows(tx, caller.principal(), reached, FilterGroup{}, now));
    row.data = DataOf(reached.report, rows.size(), now + std::chrono::hours(hours));
    BW_TRY_ASSIGN(row.content, Lines(reached.report, rows));
    return {};
  }));
  BW_TRY(parts_.store.Write(
      [&](store::WriteTx& tx) { return store::PartnerResults().Insert(tx, row); }));
  return row.number;
}

Result<View> Views::Read(const Caller& caller, std::int64_t view) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<View> {
    BW_TRY_ASSIGN(const PartnerResult row, FindView(tx, caller, view));
    return ViewOf(row, now);
  });
}

Result<ViewRows> Views::Rows(const Caller& caller, std::int64_t view,
                             const ReportPage& page) const {
  BW_TRY(CheckPage(page));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<ViewRows> {
    BW_TRY_ASSIGN(const PartnerResult row, FindView(tx, caller, view));
    BW_TRY_ASSIGN(const View read, ViewOf(row, now));
    if (read.status != ViewStatus::kSuccess) return base::Fail(NoView());
    return PageOf(row, read.version, page);
  });
}

}  // namespace bearward::partner_data
