// The rows of /v1.
#pragma once

#include <vector>

#include "directory/directory.h"
#include "door/route.h"
#include "grant/grant.h"
#include "keys/keys.h"
#include "policies/policies.h"

namespace bearward::dialects::v1 {

// Uses is what the rows call; all of it must outlive them.
struct Uses {
  grant::Grant& grant;
  keys::Keys& keys;
  directory::Directory& directory;
  policies::Policies& policies;
};

// Routes gives the rows; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
