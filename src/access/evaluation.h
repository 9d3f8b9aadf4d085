// Evaluation: decides access checks from facts, without I/O (docs/design/0011-authorization.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/permission.h"
#include "model/role.h"

namespace bearward::access {

// HeldRole is a role that a member has, itself or by a group, on a resource of the type `on_type`.
struct HeldRole {
  model::Role role;
  std::string on_type;
};

// Facts are the input of a check. `active`: the membership is active and its organization is
// enabled. `resource_type` is the type of the resource. `roles` are those of the member on the
// resource, on its ancestors and in the organization.
struct Facts {
  bool active = false;
  std::string resource_type;
  std::vector<HeldRole> roles;
};

// Grants says whether a role contains a permission, or "*", which is every permission.
bool Grants(const model::Role& role, std::string_view permission);
// IsAuthorized says whether the member has the permission on the resource. The permission must be
// for the type of the resource, and a role that grants it must be for the type of the resource on
// which the member has the role.
bool IsAuthorized(const Facts& facts, const model::Permission& permission);
// GrantedSlugs returns the slugs of the permissions, for any type of resource, in the roles that
// IsAuthorized considers.
std::vector<std::string> GrantedSlugs(const Facts& facts);

}  // namespace bearward::access
