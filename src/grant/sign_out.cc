#include <utility>

#include "base/invalid.h"
#include "grant/grant.h"
#include "sessions/sessions.h"
#include "store/environments.h"
#include "store/redirect_uris.h"
#include "store/sessions.h"

namespace bearward::grant {
namespace {

// FindSignIn returns the session of a WorkOS sign-in in any environment: the request names none.
// The ids of other sessions are no secrets, so knowing one must not be enough to end it.
base::Result<std::optional<model::Session>> FindSignIn(store::ReadTx& tx,
                                                       const model::SessionId& id) {
  BW_TRY_ASSIGN(const auto environments, store::ListEnvironments(tx));
  for (const model::Environment& environment : environments) {
    BW_TRY_ASSIGN(auto found, store::FindSession(tx, environment.id, id));
    if (!found) continue;
    if (found->profile != token::kWorkOsClient) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

base::Result<std::string> Destination(store::ReadTx& tx, const model::EnvironmentId& environment,
                                      const std::optional<std::string>& return_to) {
  BW_TRY_ASSIGN(auto found, store::FindRedirect(tx, environment, return_to));
  if (found) return *std::move(found);
  if (!return_to) {
    return base::Fail(base::Invalid(
        "no_default_redirect_uri",
        "The environment has no default redirect URI without a wildcard. Add one with POST "
        "/user_management/redirect_uris, or send `return_to`."));
  }
  return base::Fail(
      base::Invalid("invalid_return_to",
                    "`return_to` must be a redirect URI of the environment. Add it with POST "
                    "/user_management/redirect_uris.",
                    {"return_to"}));
}

}  // namespace

base::Result<std::string> Grant::SignOut(const SignOutRequest& request) {
  std::optional<model::Session> session;
  BW_TRY_ASSIGN(auto destination,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<std::string> {
                  BW_TRY_ASSIGN(session, FindSignIn(tx, request.session));
                  return Destination(tx, session ? session->environment : request.environment,
                                     request.return_to);
                }));
  if (!session || session->ended_at) return destination;
  const model::EventBy by(session->environment, model::SubjectOf(*session, request.origin),
                          parts_.clock.Now());
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto present, store::FindSession(tx, session->environment, session->id));
    if (!present || present->ended_at) return {};
    return sessions::End(tx, *std::move(present), by);
  }));
  return destination;
}

}  // namespace bearward::grant
