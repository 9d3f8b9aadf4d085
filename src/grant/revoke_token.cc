#include <string>
#include <utility>

#include "grant/grant.h"
#include "grant/token_event.h"
#include "sessions/sessions.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"

namespace bearward::grant {
namespace {

base::Status EndSessionOf(store::WriteTx& tx, const model::Caller& client,
                          const model::Caller& token, base::Time now) {
  const model::SessionId id{std::string(token.credential_id())};
  BW_TRY_ASSIGN(auto session, store::FindSession(tx, token->environment, id));
  if (!session || session->ended_at) return {};
  return sessions::End(tx, *std::move(session), model::EventBy(client, now));
}

base::Status RevokeSelfContained(store::WriteTx& tx, const model::Caller& client,
                                 const model::Caller& token, base::Time now) {
  BW_TRY_ASSIGN(const bool news, store::RevokeToken(tx, token->environment, token.credential_id(),
                                                    token.expires_at().value_or(now)));
  if (!news) return {};
  return tx.Append(TokenEvent(model::EventType::kTokenRevoked, client, token.credential_id(), now));
}

}  // namespace

base::Status Grant::RevokeToken(const model::Caller& client, const model::Caller& token) {
  if (token->environment != client->environment || token->subject_id != client->subject_id) {
    return base::Fail(base::Denied("not_its_token", "The token belongs to another client."));
  }
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return token::IsSelfContainedId(token.credential_id())
               ? RevokeSelfContained(tx, client, token, now)
               : EndSessionOf(tx, client, token, now);
  });
}

}  // namespace bearward::grant
