// WorkMobile's rows: the open root, Authenticate, the account, and forms.
#pragma once

#include <string>
#include <vector>

#include "directory/directory.h"
#include "door/route.h"
#include "login/login.h"
#include "objects/objects.h"

namespace bearward::dialects::workmobile {

// Uses is what the rows call; all of it must outlive them.
struct Uses {
  login::Login& login;
  directory::Directory& directory;
  objects::Objects& objects;
  std::string version;  // of this program, for the open root
};

// Routes gives the dialect's rows under each of the dialect's prefixes; `dialect` must outlive
// them.
std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::workmobile
