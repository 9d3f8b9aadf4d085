// Evaluation: the rule of access checks, as a function of facts
// (docs/design/0011-authorization.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/permission.h"
#include "model/role.h"

namespace bearward::access {

// HeldRole is a role that a member has on a resource of this type, directly or by a group.
struct HeldRole {
  model::Role role;
  std::string on_type;
};

// Facts are what a check needs to know: whether the membership is active and its organization
// enabled, the type of the resource, and the roles of the member on the resource, on its ancestors
// and in the organization.
struct Facts {
  bool active = false;
  std::string resource_type;
  std::vector<HeldRole> roles;
};

// Grants says whether a role contains a permission, or "*", which stands for every permission.
bool Grants(const model::Role& role, std::string_view permission);
// IsAuthorized says whether the member has the permission on the resource: the permission is one of
// that type of resource, and a role that applies to the type of resource on which it is held grants
// it.
bool IsAuthorized(const Facts& facts, const model::Permission& permission);
// GrantedSlugs returns the slugs that those roles contain, of permissions of any type.
std::vector<std::string> GrantedSlugs(const Facts& facts);

}  // namespace bearward::access
