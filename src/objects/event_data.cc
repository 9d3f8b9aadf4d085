#include "objects/event_data.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/words.h"
#include "json/text_in.h"
#include "json/writer.h"

namespace bearward::objects {
namespace {

using model::ObjectMember;

// The pins of phone users and the data of mobile users are not for the event log.
constexpr std::array<std::string_view, 2> kKindsWithSecrets = {"phone_user", "mobile_user"};

bool SameMember(const ObjectMember& a, const ObjectMember& b) {
  return a.organization == b.organization && a.user == b.user;
}

json::Object FieldsOf(const model::Object& object) {
  const auto parsed = json::Parse(object.fields);
  return parsed && parsed->IsObject() ? *parsed->AsObject() : json::Object();
}

const json::Value* Find(const json::Object& object, std::string_view key) {
  const auto found = std::ranges::find(object, key, &json::Member::key);
  return found == object.end() ? nullptr : &found->value;
}

// AddDifferences adds the names of the members in which two objects differ.
void AddDifferences(const json::Object& before, const json::Object& after,
                    const std::string& prefix, std::vector<std::string>& names) {
  for (const json::Member& member : after) {
    const json::Value* old = Find(before, member.key);
    if (old != nullptr && *old == member.value) continue;
    const bool sections =
        prefix.empty() && member.value.IsObject() && (old == nullptr || old->IsObject());
    if (sections) {
      AddDifferences(old == nullptr ? json::Object() : *old->AsObject(), *member.value.AsObject(),
                     member.key + ".", names);
    } else {
      names.push_back(prefix + member.key);
    }
  }
  for (const json::Member& member : before) {
    if (Find(after, member.key) == nullptr) names.push_back(prefix + member.key);
  }
}

void WriteMembers(json::Writer& writer, const std::vector<MemberChange>& members) {
  writer.Key("members").BeginArray();
  for (const MemberChange& change : members) {
    writer.BeginObject().Key("organization_id").String(change.member.organization.text);
    if (change.member.user) writer.Key("user_id").String(change.member.user->text);
    writer.Key("level").String(base::Word(change.member.level));
    writer.Key("state").String(base::Word(change.member.state));
    writer.Key("added").Bool(change.added).EndObject();
  }
  writer.EndArray();
}

void WriteObject(json::Writer& writer, const model::Object* before, const model::Object& after) {
  const json::Object fields = FieldsOf(after);
  std::vector<std::string> changed;
  AddDifferences(before == nullptr ? json::Object() : FieldsOf(*before), fields, "", changed);
  writer.Key("object").BeginObject().Key("kind").String(after.kind);
  writer.Key("name").String(after.name).Key("number").Int(after.number);
  json::Write(writer.Key("fields"), json::Value::Of(fields));
  writer.Key("changed").BeginArray();
  for (const std::string& name : changed) writer.String(name);
  writer.EndArray().EndObject();
}

MemberChange ReadMember(const json::Value& value) {
  MemberChange change;
  change.member.organization = {json::TextIn(value, "organization_id")};
  const std::string user = json::TextIn(value, "user_id");
  if (!user.empty()) change.member.user = model::UserId{user};
  change.member.level = base::ParseWord<model::AccessLevel>(json::TextIn(value, "level"))
                            .value_or(model::AccessLevel::kParticipant);
  change.member.state = base::ParseWord<model::MemberState>(json::TextIn(value, "state"))
                            .value_or(model::MemberState::kWithdrawn);
  const json::Value* added = value.Find("added");
  change.added = added != nullptr && added->AsBool().value_or(false);
  return change;
}

}  // namespace

bool HoldsSecrets(std::string_view kind) {
  return std::ranges::find(kKindsWithSecrets, kind) != kKindsWithSecrets.end();
}

std::vector<MemberChange> MemberChangesBetween(const model::OrganizationId& owner,
                                               const std::vector<ObjectMember>& before,
                                               const std::vector<ObjectMember>& after) {
  std::vector<MemberChange> changes;
  const auto is_owner = [&](const ObjectMember& member) {
    return member.organization == owner && !member.user;
  };
  for (const ObjectMember& member : after) {
    const auto old = std::ranges::find_if(
        before, [&](const ObjectMember& other) { return SameMember(other, member); });
    const bool is_same =
        old != before.end() && old->level == member.level && old->state == member.state;
    if (!is_same && !is_owner(member)) changes.push_back({member, old == before.end()});
  }
  for (ObjectMember member : before) {
    const bool stays = std::ranges::any_of(
        after, [&](const ObjectMember& other) { return SameMember(other, member); });
    if (stays || is_owner(member)) continue;
    member.state = model::MemberState::kWithdrawn;
    changes.push_back({std::move(member), false});
  }
  return changes;
}

std::string ChangeData(const model::Object* before, const model::Object& after,
                       const std::vector<MemberChange>& members) {
  model::Changes changes =
      before == nullptr ? model::Changes::Created(after) : model::Changes::Between(*before, after);
  if (!members.empty()) changes.AddName("members");
  std::string more;
  json::Writer writer(more);
  writer.BeginObject();
  if (!HoldsSecrets(after.kind)) WriteObject(writer, before, after);
  if (!members.empty()) WriteMembers(writer, members);
  writer.EndObject();
  std::string data = changes.Json();
  if (more.size() == 2) return data;
  data.back() = ',';  // instead of the closing brace
  return data.append(more, 1);
}

bool ObjectChange::Changed(std::string_view field) const {
  return std::ranges::find(changed, field) != changed.end();
}

std::optional<ObjectChange> ReadChange(const model::Event& event) {
  const auto data = json::Parse(event.data);
  const json::Value* object = data ? data->Find("object") : nullptr;
  const json::Value* fields = object == nullptr ? nullptr : object->Find("fields");
  if (fields == nullptr || !fields->IsObject()) return std::nullopt;
  ObjectChange change{.kind = json::TextIn(*object, "kind"),
                      .name = json::TextIn(*object, "name"),
                      .fields = *fields->AsObject()};
  if (const json::Value* number = object->Find("number")) {
    change.number = number->AsInt().value_or(0);
  }
  const json::Value* changed = object->Find("changed");
  if (changed != nullptr && changed->IsArray()) {
    for (const json::Value& name : *changed->AsArray()) {
      if (name.IsString()) change.changed.push_back(*name.AsString());
    }
  }
  const json::Value* members = data->Find("members");
  if (members != nullptr && members->IsArray()) {
    for (const json::Value& member : *members->AsArray()) {
      change.members.push_back(ReadMember(member));
    }
  }
  return change;
}

}  // namespace bearward::objects
