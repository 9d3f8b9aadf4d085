// EventData: what the events about objects contain besides the changed fields: the object after the
// change, for subscribers. The log has it because the row may have changed again when an event is
// planned.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "model/changes.h"
#include "model/event.h"
#include "model/object.h"

namespace bearward::objects {

// HoldsSecrets says whether objects of a kind have fields that no event contains (incident class
// H1), such as the pins of phone users.
bool HoldsSecrets(std::string_view kind);

// MemberChange is a member of an object that was added, or that got another level or state. A
// member that is removed has the state kWithdrawn.
struct MemberChange {
  model::ObjectMember member;
  bool added = false;
};

// MemberChangesBetween compares two lists of members; those of the owner itself are not compared,
// because they never change.
std::vector<MemberChange> MemberChangesBetween(const model::OrganizationId& owner,
                                               const std::vector<model::ObjectMember>& before,
                                               const std::vector<model::ObjectMember>& after);

// ChangeData returns Event::data of the creation or, with `before`, of an update of an object:
//   {"changes":{...},"object":{"kind":...,"name":...,"number":...,"fields":{...},
//    "changed":["stage","sales_details.partner"]},"members":[...]}
// `changed` are the fields with another value, those of sections as section.field. Objects of the
// kinds that hold secrets have no `object`.
std::string ChangeData(const model::Object* before, const model::Object& after,
                       const std::vector<MemberChange>& members = {});

// ObjectChange is what ReadChange finds in an event.
struct ObjectChange {
  std::string kind;
  std::string name;
  std::int64_t number = 0;
  json::Object fields;
  std::vector<std::string> changed = {};
  std::vector<MemberChange> members = {};  // without environment and object

  bool Changed(std::string_view field) const;
};
// ReadChange reads the data of an event about an object; nullopt if it does not contain the object.
std::optional<ObjectChange> ReadChange(const model::Event& event);

}  // namespace bearward::objects
