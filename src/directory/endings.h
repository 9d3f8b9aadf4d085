// Endings: ending the sessions of a subject within a change. Internal to the module.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/event.h"
#include "model/session.h"
#include "store/transaction.h"

namespace bearward::directory {

// Ending says whose sessions end, by whom and when.
struct Ending {
  model::EventBy by;
  std::optional<model::OrganizationId> organization;  // of the events
  model::SubjectKind kind = model::SubjectKind::kUser;
  std::string_view subject_id;
};

// EndSessions ends every live session of the subject, with an event for each. Tokens of an
// application that have no session end by its generation, which the caller raises.
base::Status EndSessions(store::WriteTx& tx, const Ending& ending);

// RevokeTokensIn ends all sessions and raises all generations in an organization, or in an
// environment without one, so that enabling it again revives no token. The event of the switch
// stands for them: sessions have none of their own.
base::Status RevokeTokensIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                            const std::optional<model::OrganizationId>& organization,
                            base::Time at);

// EndLock clears the failed sign-ins of a user; if these had locked it, with an event.
base::Status EndLock(store::WriteTx& tx, const Ending& ending);

}  // namespace bearward::directory
