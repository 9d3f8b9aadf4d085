// Routes of users and of their sessions and identities (contracts: WorkOS sections 4.2 and 4.3).
#pragma once

#include <vector>

#include "door/rest.h"
#include "grant/grant.h"
#include "users/users.h"

namespace bearward::dialects::workos {

// UserRoutes returns the routes. The arguments must outlive them.
std::vector<door::Route> UserRoutes(const users::Users& users, grant::Grant& grant,
                                    const door::Mount& mount);

}  // namespace bearward::dialects::workos
