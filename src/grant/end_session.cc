#include <utility>

#include "grant/grant.h"
#include "grant/own_session.h"
#include "sessions/sessions.h"
#include "store/sessions.h"
#include "verify/authority.h"

namespace bearward::grant {

base::Status Grant::EndOwnSession(const model::Caller& caller) {
  BW_TRY(RequireSession(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto session, FindOwnSession(tx, caller));
    return sessions::End(tx, std::move(session), by);
  });
}

base::Result<model::Session> Grant::FindSession(const model::Caller& caller,
                                                const model::SessionId& session) {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::Session> {
    BW_TRY_ASSIGN(auto found, store::FindSession(tx, caller->environment, session));
    if (!found) return base::Fail(base::NotFound("session_not_found", "No such session."));
    BW_TRY(verify::AuthorizeSession(tx, caller.principal(), *found));
    return *std::move(found);
  });
}

base::Status Grant::EndSession(const model::Caller& caller, const model::SessionId& session) {
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto found, store::FindSession(tx, caller->environment, session));
    if (!found) return base::Fail(base::NotFound("session_not_found", "No such session."));
    BW_TRY(verify::AuthorizeSession(tx, caller.principal(), *found));
    if (found->ended_at) return {};
    return sessions::End(tx, std::move(*found), by);
  });
}

}  // namespace bearward::grant
