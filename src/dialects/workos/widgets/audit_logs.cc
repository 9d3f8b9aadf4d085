// The operations about the audit log of the organization.
#include <array>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/widgets/operations.h"
#include "json/reader.h"
#include "json/text_in.h"
#include "json/writer.h"

namespace bearward::dialects::workos::widgets {
namespace {

using audit_logs::EventFilter;
using base::Result;
using graphql::Value;
using model::AuditLogEvent;
using model::AuditLogExport;

Result<base::Time> TimeIn(const Input& input, std::string_view name) {
  const auto time = base::ParseIso(input.Text(name));
  if (time) return *time;
  return base::Fail(base::Invalid(
      "invalid_value", "`" + std::string(name) + "` is no time in ISO 8601.", {std::string(name)}));
}

Result<EventFilter> FilterIn(const Input& input) {
  EventFilter filter;
  BW_TRY_ASSIGN(filter.from, TimeIn(input, "rangeStart"));
  BW_TRY_ASSIGN(filter.to, TimeIn(input, "rangeEnd"));
  BW_TRY_ASSIGN(filter.search, input.Search());
  filter.actions = input.Texts("actions");
  filter.actor_ids = input.Texts("actorIds");
  filter.actor_names = input.Texts("actorNames");
  filter.target_ids = input.Texts("targetIds");
  filter.target_types = input.Texts("targetTypes");
  return filter;
}

Result<Value> EventOf(ObjectMaker& make, const AuditLogEvent& event) {
  const auto content = json::Parse(event.content);
  if (!content) return base::Fail(base::Internal("an event of an audit log is damaged"));
  const json::Value* const found = content->Find("actor");
  const json::Value actor = found == nullptr ? json::Value() : *found;
  const std::string name = json::TextIn(actor, "name");
  std::vector<std::string> targets;
  if (const json::Value* const all = content->Find("targets"); all != nullptr && all->IsArray()) {
    for (const json::Value& target : *all->AsArray()) {
      targets.push_back(json::TextIn(target, "id"));
    }
  }
  return make.Row(event, {{"actor", make.Of({{"id", make.Text(json::TextIn(actor, "id"))},
                                             {"name", name.empty() ? Value() : make.Text(name)},
                                             {"type", make.Text(json::TextIn(actor, "type"))}})},
                          {"data", make.Json(json::ToText(*content))},
                          {"targets", make.Texts(targets)}});
}

Result<Value> Event(Invocation& call) {
  BW_TRY_ASSIGN(const auto event,
                call.uses.audit_logs.events.GetById(call.caller, call.input.Text("id")));
  return EventOf(call.make, event);
}

Result<Value> Events(Invocation& call) {
  BW_TRY_ASSIGN(const auto request, call.input.Page());
  BW_TRY_ASSIGN(const EventFilter filter, FilterIn(call.input.Below("filter")));
  BW_TRY_ASSIGN(const auto page, call.uses.audit_logs.events.Search(call.caller, filter, request));
  std::vector<Value> items;
  for (const model::AnyRow& row : page.rows) {
    BW_TRY_ASSIGN(const Value item,
                  EventOf(call.make, *static_cast<const AuditLogEvent*>(row.get())));
    items.push_back(item);
  }
  return ListOf(call.make, items, page.ends);
}

Result<Value> ExportOf(Invocation& call, const AuditLogExport& row, std::string_view type = {}) {
  BW_TRY_ASSIGN(const std::string path, call.uses.audit_logs.exports.MakePath(row));
  return call.make.Row(row,
                       {{"state", call.make.Text("Ready")},
                        {"url", call.make.Text(call.uses.audit_logs.site + path)}},
                       type);
}

Result<Value> Export(Invocation& call) {
  BW_TRY_ASSIGN(const auto row,
                call.uses.audit_logs.exports.GetById(call.caller, call.input.Text("id")));
  return ExportOf(call, row);
}

constexpr Refusal kExportRefusals[] = {{"invalid_date_range", "InvalidAuditLogExportDateRange"},
                                       {"no_audit_events", "NoAuditEventsFound"}};

Result<AuditLogExport> Make(Invocation& call) {
  BW_TRY_ASSIGN(const EventFilter filter, FilterIn(call.input));
  AuditLogExport row;
  row.range_start = filter.from;
  row.range_end = filter.to;
  row.actions = filter.actions;
  row.actor_ids = filter.actor_ids;
  row.actor_names = filter.actor_names;
  row.target_ids = filter.target_ids;
  row.targets = filter.target_types;
  return call.uses.audit_logs.exports.CreateForMember(call.caller, std::move(row));
}

Result<Value> CreateExport(Invocation& call) {
  const auto made = Make(call);
  if (!made) return RefusalOf(call.make, made.error(), kExportRefusals);
  return ExportOf(call, *made, "AuditLogExport");
}

base::Status Read(const Uses& uses, const model::Caller& caller) {
  return uses.audit_logs.events.CheckRead(caller);
}
base::Status ReadExport(const Uses& uses, const model::Caller& caller) {
  return uses.audit_logs.exports.CheckRead(caller);
}
base::Status WriteExport(const Uses& uses, const model::Caller& caller) {
  return uses.audit_logs.exports.CheckWrite(caller);
}

constexpr auto kOperations = std::to_array<Operation>({
    {"auditEvent", &Event, &Read},
    {"auditEvents", &Events, &Read},
    {"auditLogExport", &Export, &ReadExport},
    {"createAuditLogExport", &CreateExport, &WriteExport},
});

}  // namespace

std::span<const Operation> AuditLogOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
