#include "grant/own_session.h"

#include <string>
#include <utility>

#include "store/sessions.h"
#include "token/issuer.h"

namespace bearward::grant {

base::Error SessionEnded() {
  return base::Unauthenticated("session_ended", "The session has ended.");
}

base::Status RequireSession(const model::Caller& caller) {
  using enum model::CredentialKind;
  const bool is_token = caller->credential == kJwt || caller->credential == kReference;
  const bool has_session =
      !caller.credential_id().empty() && !token::IsSelfContainedId(caller.credential_id());
  if (is_token && has_session) return {};
  return base::Fail(base::Denied("not_a_session", "The credential does not belong to a session."));
}

base::Result<model::Session> FindOwnSession(store::ReadTx& tx, const model::Caller& caller) {
  const model::SessionId id{std::string(caller.credential_id())};
  BW_TRY_ASSIGN(auto session, store::FindSession(tx, caller->environment, id));
  if (!session || session->ended_at) return base::Fail(SessionEnded());
  return std::move(*session);
}

}  // namespace bearward::grant
