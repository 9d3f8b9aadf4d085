// Authority: the sum of what the holder of a credential may do, compared between two subjects. It
// is the one rule for every use case that creates, reactivates, replaces or limits a credential, or
// that acts on another subject: the actor must have at least the authority of the subject (incident
// class I3).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/access.h"

namespace bearward::model {

// HeldRole is an assigned role together with its permissions.
struct HeldRole {
  std::string slug;
  std::vector<std::string> permissions = {};
  // opens_objects: at least one object of the organization is visible to this role only.
  bool opens_objects = false;
};

// Authority is a plain value; verify/authority.h reads it from the store.
struct Authority {
  std::vector<std::string> permissions = {};  // beyond those of the roles; "*" stands for all
  std::vector<HeldRole> roles = {};
  std::vector<AccessGrant> grants = {};  // of the access profile
};

// CheckCovers fails when the actor lacks something that the subject has: kDenied
// "exceeds_own_permissions", with the missing items in the text. The permission "*" covers
// everything. A permission is covered by itself. A grant is covered by a grant that includes it, or
// by the permission "objects:" plus its operation, for example "objects:read". A role is covered by
// itself; a role that has permissions and opens no object is also covered by its permissions. A
// role without permissions has its effect elsewhere (objects, the groups that gateways forward), so
// only the role itself covers it.
base::Status CheckCovers(const Authority& actor, const Authority& subject);

}  // namespace bearward::model
