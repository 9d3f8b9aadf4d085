// Session log: writes every change of a session together with its event, so that neither can be
// stored without the other. Internal to the module.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "model/caller.h"
#include "model/event.h"
#include "model/session.h"
#include "store/transaction.h"
#include "token/issuer.h"

namespace bearward::grant {

// LogOpened inserts an opened session and appends session.created.
base::Status LogOpened(store::WriteTx& tx, const token::Issued& issued, const model::EventBy& by);
// LogRefreshed updates a refreshed session and appends session.refreshed; the actor is its subject.
base::Status LogRefreshed(store::WriteTx& tx, const token::Issued& issued,
                          const model::Origin& origin);
// LogEnded ends a session at the time of `by` and appends session.ended.
base::Status LogEnded(store::WriteTx& tx, model::Session session, const model::EventBy& by);
// LogReuse ends a session and appends session.reuse_detected; the actor is the system, because the
// presenter of the spent token is unknown.
base::Status LogReuse(store::WriteTx& tx, model::Session session, base::Time now,
                      const model::Origin& origin);

// TokenEvent returns an event about a token without a session; the client is its actor.
model::Event TokenEvent(model::EventType type, const model::Caller& client, std::string_view token,
                        base::Time at);

}  // namespace bearward::grant
