// Grant: tokens for grants without a password: client credentials, refresh, change of the account
// (TeleTracker's masquerade), client tokens and masquerades in the console. Also ends sessions.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "grant/requests.h"
#include "model/caller.h"
#include "store/pending.h"
#include "store/store.h"
#include "token/issuer.h"
#include "verify/verifier.h"

namespace bearward::grant {

// Granted is a session at its current generation with its tokens and their subject.
struct Granted {
  token::Issued issued;
  token::Subject subject;
  std::optional<model::LimitState> limit = {};  // the rate limit that this grant used
};

// Grant is safe from any thread. Its operations may block on a read of the store: run them on a
// worker, except where the comment says otherwise. None waits for the write that makes its tokens
// valid: that is the Pending.
class Grant {
 public:
  struct Parts {
    store::Store& store;
    verify::Verifier& verifier;
    const token::Issuer& issuer;
    const base::Clock& clock;
  };
  // replay_window is the time for which a spent refresh token still returns the same successor, so
  // that a client survives a lost response or two parallel refreshes; zero disables it.
  Grant(Parts parts, std::chrono::seconds replay_window)
      : parts_(parts), replay_window_(replay_window) {}

  // ClientCredentials opens a session of the profile for an authenticated application. Never
  // blocks. The write fails with kUnauthenticated "invalid_client" if the application, its
  // organization or its secret was revoked in the meantime.
  base::Result<store::Pending<Granted>> ClientCredentials(const model::Caller& client,
                                                          std::string_view profile);
  // Refresh returns the session's next generation, or within the replay window the same one again.
  // Otherwise kUnauthenticated "invalid_refresh_token", kLimited "rate_limited"; reuse after the
  // window ends the session and appends an event. kInvalid "membership_required" if the user is not
  // an active member of the organization to switch to; the token then stays unspent.
  base::Result<store::Pending<Granted>> Refresh(const RefreshRequest& request);
  // Issue returns an access token for an authenticated client (RFC 6749 section 4.4). A JWT without
  // a refresh token belongs to no session: the only write is an event. kInvalid "invalid_scope" and
  // "invalid_target" (RFC 8707) for bounds that it may not have. Never blocks.
  base::Result<store::Pending<Access>> Issue(const model::Caller& client,
                                             const AccessRequest& request);
  // RefreshAccess is Refresh for such a client with a refresh token of either format, with the
  // errors of both: a refresh token of another client is kUnauthenticated "invalid_refresh_token".
  base::Result<store::Pending<Access>> RefreshAccess(const model::Caller& client,
                                                     const base::Secret& refresh_token,
                                                     const AccessRequest& request);
  // RevokeToken revokes an access token before its expiry, and ends its session if it has one.
  // kDenied "not_its_token" if it was issued to another client (RFC 7009 section 2.1).
  base::Status RevokeToken(const model::Caller& client, const model::Caller& token);
  // FindRefresh returns the session of a live refresh token of this client; nullopt for any other
  // text.
  base::Result<std::optional<model::Session>> FindRefresh(const model::Caller& client,
                                                          const base::Secret& token);
  // RevokeRefresh ends the session of a refresh token, also of a spent one, and does nothing for
  // any other text. kDenied "not_its_token" if it was issued to another client.
  base::Status RevokeRefresh(const model::Caller& client, const base::Secret& token);
  // Masquerade ends the caller's session and opens one in another of the user's organizations, by
  // number. kDenied "wrong_account" if the user is not a member there.
  base::Result<store::Pending<Granted>> Masquerade(const model::Caller& caller,
                                                   std::int64_t account);
  // Impersonate opens a session of the console for an hour at most, in which the caller, a user in
  // the console, acts as another user (docs/masquerade.md). It ends with the session of the caller.
  // Errors of verify::AuthorizeUser for users:masquerade; kInvalid "missing_field", "invalid_value"
  // for the reason and "membership_required" for an organization in which the user does not act;
  // kDenied "not_a_session", "not_a_user", "wrong_organization"; kConflict "user_inactive",
  // "no_organization" and "own_user".
  base::Result<store::Pending<Granted>> Impersonate(const model::Caller& caller,
                                                    const ImpersonationRequest& request);
  // ActForEnvironment does the same for an operator (verify/installation.h) who acts for another
  // environment, with every permission there. kDenied also of verify::CheckInstallation; kNotFound
  // "environment_not_found"; kConflict "own_environment" and "environment_disabled".
  base::Result<store::Pending<Granted>> ActForEnvironment(const model::Caller& caller,
                                                          const model::EnvironmentId& environment);
  // ClientToken opens a short session for a user in an organization on behalf of an environment's
  // key (contracts: WorkOS 1.1). kNotFound "user_not_found" or "organization_not_found", with the
  // id in `fields`; kInvalid "membership_required" if the user is not a member.
  base::Result<store::Pending<Granted>> ClientToken(const model::Caller& caller,
                                                    const model::OrganizationId& organization,
                                                    const model::UserId& user);
  // WidgetToken does the same for an hour (contracts: WorkOS 1.3). The token has those of the
  // requested scopes that the user holds. kInvalid also "invalid_widget_scope" and
  // "scopes_without_organization".
  base::Result<store::Pending<Granted>> WidgetToken(const model::Caller& caller,
                                                    const WidgetTokenRequest& request);
  // EndOwnSession ends the caller's session: both tokens are revoked at once.
  base::Status EndOwnSession(const model::Caller& caller);
  // EndSession ends a session by id: the caller's own, one of its organization with the permission
  // "sessions:manage", or any of the environment with the environment's key. One that has ended
  // stays as it is, without an event. kNotFound "session_not_found" for all others; kDenied
  // "exceeds_own_permissions" by the rule of verify/authority.h.
  base::Status EndSession(const model::Caller& caller, const model::SessionId& session);
  // FindSession returns a session by id, also an ended one, to callers that could end it while it
  // is live. The errors are those of EndSession.
  base::Result<model::Session> FindSession(const model::Caller& caller,
                                           const model::SessionId& session);
  // SignOut ends the session of a WorkOS sign-in and returns the URI to redirect the browser to:
  // `return_to`, or the default redirect URI. A session that is unknown or has ended gets the same
  // answer. kInvalid "invalid_return_to" if it is no redirect URI of the environment, and
  // "no_default_redirect_uri"; then nothing changes.
  base::Result<std::string> SignOut(const SignOutRequest& request);

 private:
  using SubjectLoader = std::function<base::Result<token::Subject>(store::ReadTx& tx)>;
  base::Result<store::Pending<Granted>> OpenMasquerade(const model::Caller& caller,
                                                       const SubjectLoader& load,
                                                       std::string_view reason);
  struct Opening;
  base::Result<store::Pending<Granted>> OpenFor(const model::Caller& caller,
                                                const Opening& opening);

  Parts parts_;
  std::chrono::seconds replay_window_;
};

}  // namespace bearward::grant
