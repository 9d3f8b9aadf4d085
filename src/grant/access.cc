// Tokens of applications: access tokens of OAuth 2.0 clients and sessions of other profiles.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "grant/bounds.h"
#include "grant/grant.h"
#include "grant/token_event.h"
#include "sessions/sessions.h"
#include "store/applications.h"
#include "verify/client.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

token::Subject SubjectOf(const model::Caller& client) {
  return {.principal = client.principal(),
          .client_id = std::string(client->username),
          .generation = client->client->generation};
}

Access AccessOf(Granted granted) {
  model::Principal& who = granted.subject.principal;
  const model::Session& session = granted.issued.session;
  if (session.access.scopes) verify::LimitToScopes(*session.access.scopes, who);
  return {.token = std::move(granted.issued.access),
          .expires_at = session.expires_at,
          .scopes = who.permissions.texts(),
          .refresh = std::move(granted.issued.refresh)};
}

// The only write is one event. A secret reset in the meantime has incremented the client's
// generation, and the token contains the generation in which the client was authenticated.
base::Result<store::Pending<Access>> IssueSelfContained(const Grant::Parts& parts,
                                                        const model::Caller& client,
                                                        token::Terms terms) {
  BW_TRY_ASSIGN(auto issued, parts.issuer.Issue(SubjectOf(client), token::kOauthJwt, terms));
  model::Event event =
      TokenEvent(model::EventType::kTokenIssued, client, issued.id, parts.clock.Now());
  Access access{.token = std::move(issued.access),
                .expires_at = issued.expires_at,
                .scopes = *std::move(terms.bounds.scopes),
                .refresh = std::nullopt};
  return store::Pend(parts.store, std::move(access),
                     [event = std::move(event)](store::WriteTx& tx) { return tx.Append(event); });
}

base::Error RevokedMeanwhile(const model::Caller& client) {
  base::Error error = verify::InvalidClient();
  error.claimed = std::string(client->subject_id);
  return error;
}

// CheckStillLive refuses a client that was disabled, or whose secret was reset or removed, after it
// was authenticated: the change has ended the sessions, and this one must not be opened after it.
// Memory answers unless something changed; each row here costs PostgreSQL a round trip.
base::Status CheckStillLive(store::WriteTx& tx, const verify::Verifier::Watch& watch,
                            const model::Caller& client, base::Time now) {
  if (!tx.verdicts_touched() && watch.IsUnchanged(client)) return {};
  const model::ApplicationId id{std::string(client->subject_id)};
  const auto present = verify::LoadApplicationSubject(tx, client->environment, id);
  if (!present && present.error().code != base::Code::kUnauthenticated) {
    return base::Fail(present.error());
  }
  if (!present || present->generation != client->client->generation) {
    return base::Fail(RevokedMeanwhile(client));
  }
  if (client->credential != model::CredentialKind::kClientSecret) return {};
  BW_TRY_ASSIGN(const auto secrets, store::ListSecrets(tx, client->environment, id));
  const bool live = std::ranges::any_of(secrets, [&](const model::ApplicationSecret& secret) {
    return secret.id == client.credential_id() && secret.IsLive(now);
  });
  return live ? base::Status() : base::Fail(RevokedMeanwhile(client));
}

base::Result<store::Pending<Granted>> OpenSession(const Grant::Parts& parts,
                                                  const model::Caller& client,
                                                  std::string_view profile,
                                                  const token::Terms& terms) {
  token::Subject subject = SubjectOf(client);
  BW_TRY_ASSIGN(auto issued, parts.issuer.Open(subject, profile, terms));
  const model::EventBy by(client, issued.session.created_at);
  auto write = [watch = parts.verifier.watch(), issued, client,
                by](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckStillLive(tx, watch, client, by.at()));
    return sessions::Open(tx, issued, by);
  };
  return store::Pend(parts.store, Granted{std::move(issued), std::move(subject)}, std::move(write));
}

// AsAccess converts a pending session into the response for an OAuth client.
store::Pending<Access> AsAccess(store::Pending<Granted> granted) {
  store::Pending<Access> access{AccessOf(std::move(granted.value)), std::move(granted.commit)};
  if (granted.superseded) {
    access.superseded = [again = std::move(granted.superseded)]() -> base::Result<Access> {
      BW_TRY_ASSIGN(Granted present, again());
      return AccessOf(std::move(present));
    };
  }
  return access;
}

}  // namespace

base::Result<store::Pending<Granted>> Grant::ClientCredentials(const model::Caller& client,
                                                               std::string_view profile) {
  if (!client->client) return base::Fail(UnauthorizedClient());
  return OpenSession(parts_, client, profile, {.issuer = {}, .bounds = {}, .refresh = true});
}

base::Result<store::Pending<Access>> Grant::Issue(const model::Caller& client,
                                                  const AccessRequest& request) {
  BW_TRY_ASSIGN(model::Bounds bounds, Agree(client.principal(), request));
  const model::ClientTerms& terms = *client->client;
  token::Terms agreed{request.issuer, std::move(bounds), terms.refresh_tokens};
  const bool reference = terms.token_format == model::TokenFormat::kReference;
  if (!reference && !terms.refresh_tokens) {
    return IssueSelfContained(parts_, client, std::move(agreed));
  }
  BW_TRY_ASSIGN(
      auto granted,
      OpenSession(parts_, client, reference ? token::kOauthReference : token::kOauthJwt, agreed));
  return AsAccess(std::move(granted));
}

base::Result<store::Pending<Access>> Grant::RefreshAccess(const model::Caller& client,
                                                          const base::Secret& refresh_token,
                                                          const AccessRequest& request) {
  RefreshRequest refresh{.profile = token::kOauthJwt,
                         .refresh_token = refresh_token,
                         .environment = client->environment,
                         .client = {},
                         .caller = client,
                         .access = request,
                         .origin = client.origin()};
  // The token format may have been changed since; the session has the format of its issue.
  if (!parts_.verifier.ReadRefresh(refresh_token, refresh.profile)) {
    refresh.profile = token::kOauthReference;
  }
  BW_TRY_ASSIGN(auto granted, Refresh(refresh));
  return AsAccess(std::move(granted));
}

}  // namespace bearward::grant
