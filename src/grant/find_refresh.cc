#include "grant/grant.h"
#include "grant/own_refresh.h"
#include "store/sessions.h"

namespace bearward::grant {

base::Result<std::optional<model::Session>> Grant::FindRefresh(const model::Caller& client,
                                                               const base::Secret& token) {
  BW_TRY_ASSIGN(const auto claim, ReadClientRefresh(parts_.verifier, client, token));
  if (!claim) return std::nullopt;
  BW_TRY_ASSIGN(auto session, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindSession(tx, claim->environment, claim->session);
  }));
  const bool is_live = session && IsOf(*session, client) && !session->ended_at &&
                       session->refresh_expires_at && session->generation == claim->generation;
  if (!is_live) return std::nullopt;
  return session;
}

}  // namespace bearward::grant
