#include "grant/own_session.h"

#include <utility>

#include "store/sessions.h"

namespace bearward::grant {

base::Error SessionEnded() {
  return base::Unauthenticated("session_ended", "The session has ended.");
}

base::Status RequireSession(const model::Principal& principal) {
  using enum model::CredentialKind;
  const bool is_token = principal.credential == kJwt || principal.credential == kReference;
  if (is_token && !principal.credential_id.empty()) return {};
  return base::Fail(base::Denied("not_a_session", "The credential is not of a session."));
}

base::Result<model::Session> FindOwnSession(store::ReadTx& tx, const model::Principal& principal) {
  const model::SessionId id{principal.credential_id};
  BW_TRY_ASSIGN(auto session, store::FindSession(tx, principal.environment, id));
  if (!session || session->ended_at) return base::Fail(SessionEnded());
  return std::move(*session);
}

}  // namespace bearward::grant
