// Sessions: every change of a session together with its event, so that neither can be stored
// without the other. All functions run inside the transaction of their caller.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "model/session.h"
#include "store/transaction.h"
#include "token/issuer.h"

namespace bearward::sessions {

// Open inserts an issued session with its tokens, and appends session.created.
base::Status Open(store::WriteTx& tx, const token::Issued& issued, const model::EventBy& by);

// Refresh updates a refreshed session and appends session.refreshed; the actor is its subject.
base::Status Refresh(store::WriteTx& tx, const token::Issued& issued, const model::Origin& origin);

// End ends a session at the time of `by` and appends session.ended. The sessions of the console in
// which its user acts as others end with it.
base::Status End(store::WriteTx& tx, model::Session session, const model::EventBy& by);

// EndBegunIn ends the sessions in which a user acts as others, or for another environment, and that
// began in a session of it. `by` has the environment of the user.
base::Status EndBegunIn(store::WriteTx& tx, const model::SessionId& session, std::string_view user,
                        const model::EventBy& by);

// EndReused ends a session whose rotated refresh token was presented again, and appends
// session.reuse_detected. The actor is the system, because the presenter is unknown (RFC 9700
// section 4.14).
base::Status EndReused(store::WriteTx& tx, model::Session session, base::Time now,
                       const model::Origin& origin);

// Ending states whose sessions end, the actor and the time.
struct Ending {
  model::EventBy by;
  std::optional<model::OrganizationId> organization;  // of the events
  model::SubjectKind kind = model::SubjectKind::kUser;
  std::string_view subject_id;
};

// EndAll ends every live session of a subject, and those in which it acts as another user, with an
// event for each. Tokens of an application without a session are revoked by its generation, which
// the caller increments.
base::Status EndAll(store::WriteTx& tx, const Ending& ending);

// EndAllOfMember does the same for the sessions in ending.organization only.
base::Status EndAllOfMember(store::WriteTx& tx, const Ending& ending);

// EndAdministration ends the sessions of the console in which a user administers its environment,
// and those that began in them in which it acts as another user.
base::Status EndAdministration(store::WriteTx& tx, const model::EventBy& by,
                               const model::UserId& user);

// EndAllIn ends all sessions and increments all generations in an organization, or in an
// environment without one, so that enabling it again restores no token (incident class B4). The
// event of the disabling covers them: the sessions have no separate events. Those that its users
// began in other environments end too, with an event of the system for each.
base::Status EndAllIn(store::WriteTx& tx, const model::EnvironmentId& environment,
                      const std::optional<model::OrganizationId>& organization, base::Time at);

}  // namespace bearward::sessions
