// WorkOS's passwordless sessions: links that sign users in (contracts: WorkOS section 4.14).
#pragma once

#include <vector>

#include "door/rest.h"
#include "users/sign_in_links.h"

namespace bearward::dialects::workos {

// PasswordlessRoutes returns the routes; `links` must outlive them.
std::vector<door::Route> PasswordlessRoutes(const users::SignInLinks& links,
                                            const door::Mount& mount);

}  // namespace bearward::dialects::workos
