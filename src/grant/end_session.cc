#include <utility>

#include "grant/grant.h"
#include "grant/own_session.h"
#include "grant/session_log.h"
#include "store/sessions.h"

namespace bearward::grant {
namespace {

// MayEnd is the rule of the header: one's own, one of one's organization, or any of the
// environment. The session is of the principal's environment already.
bool MayEnd(const model::Principal& principal, const model::Session& session) {
  if (principal.subject_kind == model::SubjectKind::kEnvironment) return true;
  if (principal.organization != session.organization) return false;
  const bool is_own =
      principal.subject_kind == session.subject_kind && principal.subject_id == session.subject_id;
  return is_own || HasPermission(principal, "sessions:manage");
}

}  // namespace

base::Status Grant::EndOwnSession(const model::Caller& caller) {
  BW_TRY(RequireSession(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto session, FindOwnSession(tx, caller));
    return LogEnded(tx, std::move(session), by);
  });
}

base::Status Grant::EndSession(const model::Caller& caller, const model::SessionId& session) {
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto found, store::FindSession(tx, caller->environment, session));
    if (!found || found->ended_at || !MayEnd(caller.principal(), *found)) {
      return base::Fail(base::NotFound("session_not_found", "No such session."));
    }
    return LogEnded(tx, std::move(*found), by);
  });
}

}  // namespace bearward::grant
