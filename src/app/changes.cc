#include "app/changes.h"

#include "json/writer.h"

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
  }
  return "";
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
