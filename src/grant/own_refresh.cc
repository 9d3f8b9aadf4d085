#include "grant/own_refresh.h"

#include <string_view>

#include "token/profiles.h"

namespace bearward::grant {

base::Result<std::optional<verify::RefreshClaim>> ReadClientRefresh(verify::Verifier& verifier,
                                                                    const model::Caller& client,
                                                                    const base::Secret& token) {
  for (const std::string_view profile :
       {token::kOauthJwt, token::kOauthReference, token::kWorkSpan}) {
    auto claim = verifier.ReadRefresh(token, profile);
    if (claim) {
      if (claim->environment != client->environment) return std::nullopt;
      return *std::move(claim);
    }
    if (claim.error().code != base::Code::kUnauthenticated) {
      return base::Fail(std::move(claim).error());
    }
  }
  return std::nullopt;
}

bool IsOf(const model::Session& session, const model::Caller& client) {
  return session.environment == client->environment &&
         session.subject_kind == client->subject_kind && session.subject_id == client->subject_id;
}

}  // namespace bearward::grant
