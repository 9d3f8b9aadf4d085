#include "dialects/v1/audit_logs.h"

#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;

constexpr const char* kFrom = "range_start";
constexpr const char* kTo = "range_end";
constexpr door::ListParameter kParameters[] = {{.name = kFrom}, {.name = kTo}};
constexpr json::Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kMembers[] = {
    {"event", kAnyObject, true, "The event as it was added: actor, targets, context, metadata."}};

Result<std::optional<base::Time>> TimeOf(const Call& call, const char* name) {
  BW_TRY_ASSIGN(const auto text, call.Query(name));
  if (!text) return std::nullopt;
  if (const auto time = base::ParseIso(*text)) return time;
  return base::Fail(base::Invalid(
      "wrong_type", "`" + std::string(name) + "` must be a time such as 2031-05-06T07:08:09.123Z.",
      {name}));
}

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
    BW_TRY_ASSIGN(range.from, TimeOf(call, kFrom));
    BW_TRY_ASSIGN(range.to, TimeOf(call, kTo));
    return events.ListOf(call.caller(), call.Param("organization_id"), range, std::move(query));
  };
  return door::Rest(events, "/v1/organizations/{organization_id}/audit_log_events",
                    {dialect, TokenOrKey(), true},
                    {.output = kMembers, .parameters = kParameters, .write = &WriteContents})
      .ListBy(list, "v1.list_audit_log_events", "List the events of an organization's audit log")
      .Rows();
}

}  // namespace bearward::dialects::v1
