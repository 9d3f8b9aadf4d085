#include "audit_logs/event_filter.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "json/reader.h"

namespace bearward::audit_logs {
namespace {

using Texts = std::vector<std::string>;

bool Fits(const Texts& filter, const std::string* text) {
  return filter.empty() || (text != nullptr && std::ranges::count(filter, *text) > 0);
}

const std::string* TextIn(const json::Value* object, std::string_view name) {
  const json::Value* member = object == nullptr ? nullptr : object->Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

bool Contains(const std::string* text, std::string_view part) {
  if (text == nullptr) return false;
  const auto same = [](char a, char b) { return base::LowerChar(a) == base::LowerChar(b); };
  return !std::ranges::search(*text, part, same).empty();
}

// AnyTarget says whether one target of the event meets a condition.
template <class F>
bool AnyTarget(const json::Value& content, F meets) {
  const json::Value* const targets = content.Find("targets");
  return targets != nullptr && targets->IsArray() &&
         std::ranges::any_of(*targets->AsArray(), meets);
}

bool FitsTargets(const json::Value& content, const Texts& filter, std::string_view name) {
  return filter.empty() || AnyTarget(content, [&](const json::Value& target) {
           return Fits(filter, TextIn(&target, name));
         });
}

bool IsFound(const std::string& search, const std::string& action, const json::Value& content) {
  if (search.empty() || Contains(&action, search)) return true;
  const auto named = [&](const json::Value* one) {
    return Contains(TextIn(one, "id"), search) || Contains(TextIn(one, "name"), search);
  };
  return named(content.Find("actor")) ||
         AnyTarget(content, [&](const json::Value& target) { return named(&target); });
}

}  // namespace

EventFilter FilterOf(const model::AuditLogExport& row) {
  return {.from = row.range_start,
          .to = row.range_end,
          .actions = row.actions,
          .actor_ids = row.actor_ids,
          .actor_names = row.actor_names,
          .target_ids = row.target_ids,
          .target_types = row.targets};
}

base::Result<bool> Selects(const EventFilter& filter, const model::AuditLogEvent& event) {
  if (event.occurred_at < filter.from || event.occurred_at >= filter.to) return false;
  if (!Fits(filter.actions, &event.action)) return false;
  const auto content = json::Parse(event.content);
  if (!content) return base::Fail(base::Internal("an event of an audit log is damaged"));
  const json::Value* const actor = content->Find("actor");
  return Fits(filter.actor_ids, TextIn(actor, "id")) &&
         Fits(filter.actor_names, TextIn(actor, "name")) &&
         FitsTargets(*content, filter.target_ids, "id") &&
         FitsTargets(*content, filter.target_types, "type") &&
         IsFound(filter.search, event.action, *content);
}

}  // namespace bearward::audit_logs
