// Access tokens of OAuth 2.0 clients.

#include <optional>
#include <string>
#include <utility>

#include "grant/bounds.h"
#include "grant/grant.h"
#include "grant/token_event.h"
#include "sessions/sessions.h"
#include "verify/client.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

token::Subject SubjectOf(const model::Caller& client) {
  return {.principal = client.principal(),
          .role_names = {},
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
base::Result<PreparedAccess> PrepareSelfContained(const Grant::Parts& parts,
                                                  const model::Caller& client, token::Terms terms) {
  BW_TRY_ASSIGN(auto issued, parts.issuer.Issue(SubjectOf(client), token::kOauthJwt, terms));
  model::Event event =
      TokenEvent(model::EventType::kTokenIssued, client, issued.id, parts.clock.Now());
  return PreparedAccess{
      .access = {.token = std::move(issued.access),
                 .expires_at = issued.expires_at,
                 .scopes = *std::move(terms.bounds.scopes),
                 .refresh = std::nullopt},
      .write = [event = std::move(event)](store::WriteTx& tx) { return tx.Append(event); }};
}

base::Result<PreparedAccess> PrepareSession(const Grant::Parts& parts, const model::Caller& client,
                                            std::string_view profile, const token::Terms& terms) {
  token::Subject subject = SubjectOf(client);
  BW_TRY_ASSIGN(auto issued, parts.issuer.Open(subject, profile, terms));
  const model::EventBy by(client, issued.session.created_at);
  auto write = [issued, client, by](store::WriteTx& tx) -> base::Status {
    // A reset in between ends all sessions of the application; this session must not be opened
    // after it.
    BW_TRY_ASSIGN(const auto present, verify::LoadApplicationSubject(
                                          tx, client->environment,
                                          model::ApplicationId{std::string(client->subject_id)}));
    if (present.generation != client->client->generation) {
      return base::Fail(verify::InvalidClient());
    }
    return sessions::Open(tx, issued, by);
  };
  return PreparedAccess{AccessOf({std::move(issued), std::move(subject)}), std::move(write)};
}

}  // namespace

base::Result<PreparedAccess> Grant::Prepare(const model::Caller& client,
                                            const AccessRequest& request) {
  BW_TRY_ASSIGN(model::Bounds bounds, Agree(client.principal(), request));
  const model::ClientTerms& terms = *client->client;
  token::Terms agreed{request.issuer, std::move(bounds), terms.refresh_tokens};
  if (terms.token_format == model::TokenFormat::kReference) {
    return PrepareSession(parts_, client, token::kOauthReference, agreed);
  }
  if (terms.refresh_tokens) return PrepareSession(parts_, client, token::kOauthJwt, agreed);
  return PrepareSelfContained(parts_, client, std::move(agreed));
}

void Grant::Commit(std::function<base::Status(store::WriteTx&)> write,
                   std::function<void(base::Status)> done) {
  parts_.store.Post(std::move(write), std::move(done));
}

base::Result<Access> Grant::Issue(const model::Caller& client, const AccessRequest& request) {
  BW_TRY_ASSIGN(PreparedAccess prepared, Prepare(client, request));
  BW_TRY(parts_.store.Write(prepared.write));
  return std::move(prepared.access);
}

base::Result<Access> Grant::RefreshAccess(const model::Caller& client,
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
  BW_TRY_ASSIGN(Granted granted, Refresh(refresh));
  return AccessOf(std::move(granted));
}

}  // namespace bearward::grant
