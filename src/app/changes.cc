#include "app/changes.h"

#include "json/reader.h"
#include "json/writer.h"
#include "model/event.h"

namespace bearward::app {
namespace {

std::string_view VerbText(provision::Change::Verb verb) {
  switch (verb) {
    case provision::Change::Verb::kCreated:
      return "created";
    case provision::Change::Verb::kUpdated:
      return "updated";
    case provision::Change::Verb::kKept:
      return "kept";
    case provision::Change::Verb::kRemoved:
      return "removed";
  }
  return "";
}

// FieldText returns a line such as `    name: "Acme" -> "Acme Inc."`.
std::string FieldText(const json::Member& field) {
  const auto state = [&field](std::string_view name) {
    const json::Value* const value = field.value.Find(name);
    return value == nullptr ? std::string() : json::ToText(*value);
  };
  const std::string before = state("before");
  const std::string after = state("after");
  std::string text = "    " + field.key + ":";
  if (before.empty() && after.empty()) return text + " (not shown)\n";
  if (!before.empty()) text += " " + before;
  return text + " -> " + (after.empty() ? "(removed)" : after) + "\n";
}

std::string EventText(const model::Event& event) {
  std::string text = "  " + std::string(model::EventName(event.type)) + " " + event.target + "\n";
  const auto data = json::Parse(event.data);
  const json::Value* const fields = data ? data->Find("changes") : nullptr;
  if (fields == nullptr || !fields->IsObject()) return text;
  for (const json::Member& field : *fields->AsObject()) text += FieldText(field);
  return text;
}

}  // namespace

std::string ChangeAsText(const provision::Change& change) {
  std::string text = std::string(VerbText(change.verb)) + " " + change.kind + " " + change.name;
  if (!change.id.empty() && change.id != change.name) text += " " + change.id;
  if (!change.environment.empty() && change.kind != "environment") {
    text += " in " + change.environment;
  }
  if (!change.note.empty()) text += ": " + change.note;
  return text;
}

std::string ChangesAsText(const std::vector<provision::Change>& changes) {
  if (changes.empty()) return "no change\n";
  std::string text;
  for (const provision::Change& change : changes) {
    text += ChangeAsText(change);
    if (!change.secret.empty()) text += " secret " + std::string(change.secret.Reveal());
    text += "\n";
  }
  return text;
}

std::string PlanAsText(const provision::Plan& plan) {
  if (plan.changes.empty() && plan.events.empty()) return "no change\n";
  std::string text = "Would make these changes:\n";
  for (const provision::Change& change : plan.changes) text += ChangeAsText(change) + "\n";
  if (!plan.events.empty()) text += "\nFields:\n";
  for (const model::Event& event : plan.events) text += EventText(event);
  return text;
}

std::string PlanAsJson(const provision::Plan& plan) {
  std::vector<provision::Change> changes = plan.changes;
  for (provision::Change& change : changes) change.secret = base::Secret();
  std::string text = ChangesAsJson(changes);
  text.resize(text.rfind('}'));
  text += ",\"events\":";
  json::Writer writer(text);
  writer.BeginArray();
  for (const model::Event& event : plan.events) {
    writer.BeginObject().Key("type").String(model::EventName(event.type));
    writer.Key("target").String(event.target).Key("data").Raw(event.data).EndObject();
  }
  writer.EndArray();
  return text + "}\n";
}

std::string ChangesAsJson(const std::vector<provision::Change>& changes) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("changes").BeginArray();
  for (const provision::Change& change : changes) {
    writer.BeginObject().Key("verb").String(VerbText(change.verb)).Key("kind").String(change.kind);
    writer.Key("environment").String(change.environment).Key("name").String(change.name);
    writer.Key("id").String(change.id);
    if (!change.note.empty()) writer.Key("note").String(change.note);
    if (!change.secret.empty()) writer.Key("secret").String(change.secret.Reveal());
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return text + "\n";
}

}  // namespace bearward::app
