#include "dialects/v1/audit_logs.h"

#include <string>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/list_query.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;

constexpr const char* kFrom = "range_start";
constexpr const char* kTo = "range_end";
constexpr std::string_view kRange[] = {kFrom, kTo};
constexpr door::ListParameter kParameters[] = {{.name = kFrom}, {.name = kTo}};
constexpr json::Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kMembers[] = {
    {"event", kAnyObject, true, "The event as it was added: actor, targets, context, metadata."}};

Result<std::vector<std::string>> WriteContents(const model::Caller& /*caller*/,
                                               std::span<const model::AnyRow> rows) {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    texts.push_back("\"event\":" + static_cast<const model::AuditLogEvent*>(row.get())->content);
  }
  return texts;
}

}  // namespace

std::vector<door::Route> AuditLogRoutes(const audit_logs::Events& events,
                                        const door::Dialect& dialect) {
  const auto list = [&events](const Call& call, store::PageQuery query) -> Result<resource::Page> {
    audit_logs::EventRange range;
    BW_TRY_ASSIGN(const auto times, door::ParseListQuery(call.request().query, kRange, false));
    BW_TRY_ASSIGN(range.from, times.Time(kFrom));
    BW_TRY_ASSIGN(range.to, times.Time(kTo));
    return events.ListOf(call.caller(), call.Param("organization_id"), range, std::move(query));
  };
  return door::Rest(events, "/v1/organizations/{organization_id}/audit_log_events",
                    {dialect, TokenOrKey(), true},
                    {.output = kMembers, .parameters = kParameters, .write = &WriteContents})
      .ListBy(list, "v1.list_audit_log_events", "List the events of an organization's audit log")
      .Rows();
}

}  // namespace bearward::dialects::v1
