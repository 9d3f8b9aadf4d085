// WorkOS's invitations (contracts: WorkOS section 4.13).
#pragma once

#include <vector>

#include "door/rest.h"
#include "mail/links.h"
#include "users/invitations.h"

namespace bearward::dialects::workos {

// InvitationUses are the dependencies of the routes; all of them must outlive the routes.
struct InvitationUses {
  const users::Invitations& invitations;
  const mail::Links& links;
};

// InvitationRoutes returns the routes.
std::vector<door::Route> InvitationRoutes(const InvitationUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
