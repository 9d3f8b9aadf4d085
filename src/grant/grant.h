// Grant: tokens for what is no password. Client credentials, refresh, masquerade, client tokens,
// and the end of sessions.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/caller.h"
#include "store/store.h"
#include "token/issuer.h"
#include "verify/verifier.h"

namespace bearward::grant {

// Granted is a session at its present generation with its tokens, and whom they are for.
struct Granted {
  token::Issued issued;
  token::Subject subject;
  std::optional<model::LimitState> limit = {};  // the rate limit that this grant counted against
};

// AccessRequest is what an OAuth client wants a token for. `issuer` is what we are called where it
// asks. Without scopes it means all that it may have; without resources it means us.
struct AccessRequest {
  std::string issuer;
  std::optional<std::vector<std::string>> scopes;
  std::vector<std::string> resources;
};

// Access is what it gets. `scopes` are those that are good right now.
struct Access {
  base::Secret token;
  base::Time expires_at;
  std::vector<std::string> scopes;
  std::optional<base::Secret> refresh;
};

// PreparedAccess is what a client gets once `write` is committed. The write owns all it needs.
struct PreparedAccess {
  Access access;
  std::function<base::Status(store::WriteTx&)> write;
};

// ClientClaim is a client id and a secret that a client presents.
struct ClientClaim {
  model::EnvironmentId environment;
  std::string client_id;
  base::Secret client_secret;
  model::Origin origin = {};  // of the request: for throttles and events
};

// RefreshRequest presents a refresh token. With an environment it must belong there; with a client
// it must be that application's, and the secret must be right, unless `caller` is the client and
// was believed before (incident class B2). `access` may ask for less than was granted.
struct RefreshRequest {
  std::string_view profile;
  base::Secret refresh_token;
  std::optional<model::EnvironmentId> environment;
  std::optional<ClientClaim> client = {};
  std::optional<model::Caller> caller = {};
  AccessRequest access = {};
  model::Origin origin = {};  // of the events
};

// Grant is safe from any thread. Its verbs may block on the store: run them on a worker.
class Grant {
 public:
  struct Parts {
    store::Store& store;
    verify::Verifier& verifier;
    const token::Issuer& issuer;
    const base::Clock& clock;
  };
  // replay_window is how long a spent refresh token still gives the same successor again, so that a
  // lost answer or two parallel refreshes lose nobody; zero is strict.
  Grant(Parts parts, std::chrono::seconds replay_window)
      : parts_(parts), replay_window_(replay_window) {}

  // ClientCredentials opens a session for an application. kUnauthenticated "invalid_client" with
  // one text and the same work for an unknown id, a wrong secret and a disabled application;
  // kLimited "too_many_failures" (verify/client_secrets.h) and "rate_limited".
  base::Result<Granted> ClientCredentials(const ClientClaim& claim, std::string_view profile);
  // Refresh gives the session's next generation, or within the replay window the same one again.
  // kUnauthenticated "invalid_refresh_token" otherwise, kLimited "rate_limited"; reuse after the
  // window ends the session and is audited.
  base::Result<Granted> Refresh(const RefreshRequest& request);
  // Issue gives a client that has shown who it is an access token (RFC 6749 section 4.4). One that
  // is a JWT without a refresh token stands for no session: all that is written is an event.
  // kInvalid "invalid_scope" and "invalid_target" (RFC 8707) for what it may not have.
  base::Result<Access> Issue(const model::Caller& client, const AccessRequest& request);
  // Prepare is Issue up to the write: it signs, and does not block. Commit begins the write, with
  // the callback of Store::Post.
  base::Result<PreparedAccess> Prepare(const model::Caller& client, const AccessRequest& request);
  void Commit(std::function<base::Status(store::WriteTx&)> write,
              std::function<void(base::Status)> done);
  // RefreshAccess is Refresh for such a client and whichever of its tokens, with the errors of
  // both: a refresh token that is not this client's is kUnauthenticated "invalid_refresh_token".
  base::Result<Access> RefreshAccess(const model::Caller& client, const base::Secret& refresh_token,
                                     const AccessRequest& request);
  // RevokeToken ends an access token before its time, and with it the session if it has one.
  // kDenied "not_its_token" when it was not issued to this client (RFC 7009 section 2.1).
  base::Status RevokeToken(const model::Caller& client, const model::Caller& token);
  // FindRefresh gives the session that a live refresh token of this client continues; nothing for
  // any other text.
  base::Result<std::optional<model::Session>> FindRefresh(const model::Caller& client,
                                                          const base::Secret& token);
  // RevokeRefresh ends the session of a refresh token, a spent one included, and does nothing for
  // any other text. kDenied "not_its_token" when it was not issued to this client.
  base::Status RevokeRefresh(const model::Caller& client, const base::Secret& token);
  // Masquerade ends the caller's session and opens one in another of the user's organizations, by
  // number. kDenied "wrong_account" when the user does not belong there.
  base::Result<Granted> Masquerade(const model::Caller& caller, std::int64_t account);
  // ClientToken opens a short session for a user in an organization on behalf of an environment's
  // key (contracts: WorkOS 1.1). kNotFound "user_not_found" or "organization_not_found", with the
  // id in `fields`; kInvalid "membership_required" when the user is not a member.
  base::Result<Granted> ClientToken(const model::Caller& caller,
                                    const model::OrganizationId& organization,
                                    const model::UserId& user);
  // EndOwnSession ends the caller's session: both tokens die at once.
  base::Status EndOwnSession(const model::Caller& caller);
  // EndSession ends a session by id: the caller's own, one of its organization with the permission
  // "sessions:manage", or any of the environment with the environment's key. kNotFound
  // "session_not_found" for all others, ended ones included; kDenied "exceeds_own_permissions" by
  // the rule of verify/authority.h.
  base::Status EndSession(const model::Caller& caller, const model::SessionId& session);

 private:
  Parts parts_;
  std::chrono::seconds replay_window_;
};

}  // namespace bearward::grant
