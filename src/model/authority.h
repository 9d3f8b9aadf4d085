// Authority: what the holder of a credential may do, compared between two subjects. One rule for
// every verb that hands out, revives, replaces or limits a credential, or that acts on another
// subject: the actor holds at least what the subject holds (incident class I3).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/access.h"

namespace bearward::model {

// HeldRole is a role together with what it grants.
struct HeldRole {
  std::string slug;
  std::vector<std::string> permissions = {};
  // opens_objects: some object of the organization is visible to this role only.
  bool opens_objects = false;
};

// Authority is a value without I/O; verify/authority.h reads it from the store.
struct Authority {
  std::vector<std::string> permissions = {};  // besides those of the roles; "*" is everything
  std::vector<HeldRole> roles = {};
  std::vector<AccessGrant> grants = {};  // of the access profile
};

// CheckCovers refuses (kDenied "exceeds_own_permissions", naming what is missing) an actor that
// lacks something of the subject. The permission "*" covers all. A permission is covered by itself,
// a grant by one that includes it, or by "objects:" with its operation, for example "objects:read".
// A role is covered by itself; a role that grants permissions and opens no object is covered by its
// permissions as well. A role that grants none has its meaning elsewhere (objects, the groups that
// gateways forward), so only the role itself covers it.
base::Status CheckCovers(const Authority& actor, const Authority& subject);

}  // namespace bearward::model
