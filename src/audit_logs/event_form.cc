#include "audit_logs/event_form.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "audit_logs/parts.h"

namespace bearward::audit_logs {
namespace {

using base::Result;
using json::Value;

constexpr std::size_t kMostTargets = 50;
constexpr std::size_t kMostMetadata = 50;
constexpr std::size_t kLongestKey = 40;
constexpr std::size_t kLongestValue = 500;

bool IsKey(std::string_view key) {
  return key.size() <= kLongestKey && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

bool IsMetadataValue(const Value& value) {
  const std::string* text = value.AsString();
  return text == nullptr ? value.IsNumber() || value.IsBool() : text->size() <= kLongestValue;
}

// ReadMetadata appends the metadata of a part, if it has any, to `kept`.
base::Status ReadMetadata(const Part& part, json::Object& kept) {
  const Value* metadata = part.Find("metadata");
  if (metadata == nullptr) return {};
  const std::string path = part.PathOf("metadata");
  if (!metadata->IsObject()) return base::Fail(WrongType(path, "an object"));
  if (metadata->AsObject()->size() > kMostMetadata) {
    return base::Fail(WrongValue(path, "an object with at most 50 members"));
  }
  for (const json::Member& member : *metadata->AsObject()) {
    if (!IsKey(member.key)) {
      return base::Fail(
          WrongValue(path, "an object with names of at most 40 letters, digits, '_' and '-'"));
    }
    if (!IsMetadataValue(member.value)) {
      return base::Fail(WrongValue(path + "." + member.key,
                                   "a string of at most 500 bytes, a number or a boolean"));
    }
  }
  kept.push_back({"metadata", *metadata});
  return {};
}

// AddText appends a text that is not empty.
void AddText(json::Object& kept, std::string name, std::string text) {
  if (!text.empty()) kept.push_back({std::move(name), Value::String(std::move(text))});
}

// ReadParty reads an actor or a target.
Result<Value> ReadParty(const Value& value, const std::string& path) {
  BW_TRY_ASSIGN(const Part part, Part::Of(value, path, {"id", "type", "name", "metadata"}));
  json::Object kept;
  for (const char* name : {"id", "type"}) {
    BW_TRY_ASSIGN(std::string text, part.RequiredText(name));
    AddText(kept, name, std::move(text));
  }
  BW_TRY_ASSIGN(std::string name, part.OptionalText("name"));
  AddText(kept, "name", std::move(name));
  BW_TRY(ReadMetadata(part, kept));
  return Value::Of(std::move(kept));
}

Result<Value> ReadTargets(const Value& value) {
  const std::string path = "event.targets";
  const json::Array* list = value.AsArray();
  if (list == nullptr) return base::Fail(WrongType(path, "a list"));
  if (list->empty() || list->size() > kMostTargets) {
    return base::Fail(WrongValue(path, "a list of 1 to 50 targets"));
  }
  json::Array kept;
  for (const Value& target : *list) {
    BW_TRY_ASSIGN(Value read, ReadParty(target, path + "." + std::to_string(kept.size())));
    kept.push_back(std::move(read));
  }
  return Value::Of(std::move(kept));
}

Result<Value> ReadContext(const Value& value) {
  BW_TRY_ASSIGN(const Part part, Part::Of(value, "event.context", {"location", "user_agent"}));
  json::Object kept;
  BW_TRY_ASSIGN(std::string location, part.RequiredText("location"));
  AddText(kept, "location", std::move(location));
  BW_TRY_ASSIGN(std::string agent, part.OptionalText("user_agent"));
  AddText(kept, "user_agent", std::move(agent));
  return Value::Of(std::move(kept));
}

Result<std::int64_t> ReadVersion(const Part& part) {
  const Value* version = part.Find("version");
  if (version == nullptr) return 1;
  const auto number = version->AsInt();
  if (!number) return base::Fail(WrongType(part.PathOf("version"), "an integer"));
  if (*number < 1) return base::Fail(WrongValue(part.PathOf("version"), "1 or more"));
  return *number;
}

}  // namespace

Result<EventForm> ReadEvent(const Value& event) {
  BW_TRY_ASSIGN(const Part part, Part::Of(event, "event",
                                          {"action", "occurred_at", "version", "actor", "targets",
                                           "context", "metadata"}));
  EventForm form;
  BW_TRY_ASSIGN(form.action, part.RequiredText("action"));
  BW_TRY_ASSIGN(const std::string occurred_at, part.RequiredText("occurred_at"));
  const auto time = base::ParseIso(occurred_at);
  if (!time) {
    return base::Fail(WrongValue("event.occurred_at", "a time such as 2031-05-06T07:08:09.123Z"));
  }
  form.occurred_at = *time;
  BW_TRY_ASSIGN(form.version, ReadVersion(part));
  json::Object kept;
  kept.push_back({"action", Value::String(form.action)});
  kept.push_back({"occurred_at", Value::String(base::FormatIsoMillis(*time))});
  kept.push_back({"version", Value::Int(form.version)});
  BW_TRY_ASSIGN(const Value* actor, part.Required("actor"));
  BW_TRY_ASSIGN(Value read_actor, ReadParty(*actor, "event.actor"));
  kept.push_back({"actor", std::move(read_actor)});
  BW_TRY_ASSIGN(const Value* targets, part.Required("targets"));
  BW_TRY_ASSIGN(Value read_targets, ReadTargets(*targets));
  kept.push_back({"targets", std::move(read_targets)});
  BW_TRY_ASSIGN(const Value* context, part.Required("context"));
  BW_TRY_ASSIGN(Value read_context, ReadContext(*context));
  kept.push_back({"context", std::move(read_context)});
  BW_TRY(ReadMetadata(part, kept));
  form.content = Value::Of(std::move(kept));
  return form;
}

}  // namespace bearward::audit_logs
