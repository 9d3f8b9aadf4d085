#include <utility>

#include "grant/grant.h"
#include "grant/own_refresh.h"
#include "sessions/sessions.h"
#include "store/sessions.h"

namespace bearward::grant {

// A spent refresh token also ends its family, because a client that lost the response to a refresh
// has no other token.
base::Status Grant::RevokeRefresh(const model::Caller& client, const base::Secret& token) {
  BW_TRY_ASSIGN(const auto claim, ReadClientRefresh(parts_.verifier, client, token));
  if (!claim) return {};
  const model::EventBy by(client, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto session, store::FindSession(tx, claim->environment, claim->session));
    if (!session || session->ended_at) return {};
    if (!IsOf(*session, client)) {
      return base::Fail(base::Denied("not_its_token", "The token belongs to another client."));
    }
    return sessions::End(tx, *std::move(session), by);
  });
}

}  // namespace bearward::grant
