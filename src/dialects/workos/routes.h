// WorkOS's rows: client tokens and the keys that verify them.
#pragma once

#include <vector>

#include "directory/directory.h"
#include "door/route.h"
#include "grant/grant.h"
#include "token/keys.h"

namespace bearward::dialects::workos {

// Uses is what the rows call; all of it must outlive them.
struct Uses {
  grant::Grant& grant;
  directory::Directory& directory;
  const token::Keys& keys;
};

// Routes gives the dialect's rows; `dialect` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workos
