// Group: a named set of members of one organization.
#pragma once

#include <optional>
#include <string>

#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// Group belongs to one organization. Its members are memberships of that organization.
struct Group : Entity {
  OrganizationId organization;
  std::string name;
  std::optional<std::string> description;
};

// kGroupFields and kGroup are its description.
inline constexpr Field kGroupFields[] = {
    F<&Group::organization>(kOrganizationField, kStored | kShown | kConstant),
    F<&Group::name>("name", kEditable | kRequired, &kGroupName),
    F<&Group::description>("description", kEditable, &kDescription),
};
inline constexpr RecordOf<Group> kGroup({
    .object = "group",
    .id_prefix = "group",
    .table = "groups",
    .organization = kOrganizationField,
    .fields = kGroupFields,
});

}  // namespace bearward::model
