// Endings: ends the sessions of a subject within a change. Internal to the module.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/event.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::directory {

// Ending states whose sessions end, the actor and the time.
struct Ending {
  model::EventBy by;
  std::optional<model::OrganizationId> organization;  // of the events
  model::SubjectKind kind = model::SubjectKind::kUser;
  std::string_view subject_id;
};

// EndSessions ends every live session of the subject, with an event for each. Tokens of an
// application without a session are revoked by its generation, which the caller increments.
base::Status EndSessions(store::WriteTx& tx, const Ending& ending);

// RevokeTokensIn ends all sessions and increments all generations in an organization, or in an
// environment without one, so that enabling it again restores no token. The event of the disabling
// covers them: the sessions have no separate events.
base::Status RevokeTokensIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                            const std::optional<model::OrganizationId>& organization,
                            base::Time at);

// EndLock clears the failed sign-ins of a user; if these had locked it, with an event.
base::Status EndLock(store::WriteTx& tx, const Ending& ending);

}  // namespace bearward::directory
