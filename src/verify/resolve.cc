// The slow half of the verifier: what it does when the cache does not know.

#include <utility>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"
#include "store/users.h"
#include "token/jwt.h"
#include "token/reference.h"
#include "verify/client.h"
#include "verify/refusal.h"
#include "verify/subject.h"
#include "verify/verifier.h"

namespace bearward::verify {
namespace {

using token::SigningKeyEntry;

// Finds the one key that the token may be signed with, and believes no other: by the header's kid
// where the profile writes one, by the claimed environment where it does not.
std::shared_ptr<const SigningKeyEntry> SignerOf(const token::Jwt& jwt, const token::Keys& keys,
                                                const token::Profiles& profiles) {
  if (!jwt.kid.empty()) {
    auto entry = keys.ByKid(jwt.kid);
    const token::Profile* profile = entry ? profiles.Find(entry->profile) : nullptr;
    if (profile == nullptr || profile->kid_prefix.empty()) return nullptr;
    if (jwt.typ != profile->typ) return nullptr;
    return HasValidSignature(jwt, entry->key.verify_key()) ? entry : nullptr;
  }
  for (const token::Profile& profile : profiles.rows()) {
    if (profile.environment_hint == nullptr || !profile.kid_prefix.empty()) continue;
    if (jwt.typ != profile.typ) continue;
    const auto environment = profile.environment_hint(jwt.payload);
    if (!environment) continue;
    for (auto& entry : keys.Candidates(*environment, profile.name)) {
      if (HasValidSignature(jwt, entry->key.verify_key())) return entry;
    }
  }
  return nullptr;
}

// Notes whom a token is for, if it says so.
void SetAudience(const std::vector<std::string>& names, std::string_view our_name,
                 model::Principal& principal) {
  if (names.empty()) return;
  const bool ours = std::ranges::any_of(names, [&](const std::string& name) {
    return token::IsOurName(name, our_name, principal.environment);
  });
  principal.audience = base::Shared(model::Audience{names, ours});
}

struct WantedSession {
  const model::EnvironmentId& environment;
  const model::SessionId& id;
  std::int64_t generation;
  std::string_view profile;  // empty: any
  std::string_view our_name;
};

// Loads who stands behind a token: the session must live and be at the token's generation.
base::Result<model::Principal> LoadSession(store::ReadTx& tx, const WantedSession& wanted) {
  BW_TRY_ASSIGN(const auto session, store::FindSession(tx, wanted.environment, wanted.id));
  if (!session || session->ended_at) return Refuse("session_ended");
  if (!wanted.profile.empty() && session->profile != wanted.profile) {
    return Refuse("unknown_token");
  }
  if (session->generation != wanted.generation) return Refuse("token_superseded");
  BW_TRY_ASSIGN(token::Subject subject, LoadSessionSubject(tx, *session));
  subject.principal.profile = session->profile;
  if (session->access.scopes) LimitToScopes(*session->access.scopes, subject.principal);
  SetAudience(session->access.audiences, wanted.our_name, subject.principal);
  return std::move(subject.principal);
}

// Loads who stands behind a token that has no session: its application must be at the generation
// that it was issued in, and it must not have been revoked by itself.
base::Result<model::Principal> LoadSelfContained(store::ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const token::ReadFacts& facts) {
  BW_TRY_ASSIGN(const auto application,
                store::FindApplicationByClientId(tx, environment, facts.client_id));
  BW_TRY_ASSIGN(token::Subject subject, LoadApplicationSubject(tx, environment, application));
  if (subject.generation != facts.generation) return Refuse("token_superseded");
  BW_TRY_ASSIGN(const bool revoked, store::IsTokenRevoked(tx, environment, facts.token_id));
  if (revoked) return Refuse("token_revoked");
  LimitToScopes(facts.scopes, subject.principal);
  return std::move(subject.principal);
}

base::Result<model::Principal> LoadKeyHolder(store::ReadTx& tx, const model::ApiKey& key) {
  if (!key.user) {
    BW_TRY_ASSIGN(token::Subject subject, LoadEnvironmentSubject(tx, key.environment));
    return std::move(subject.principal);
  }
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, key.environment, *key.user));
  if (!user) return Refuse("user_unknown");
  BW_TRY_ASSIGN(const auto home, ChooseOrganization(tx, *user, std::nullopt));
  BW_TRY_ASSIGN(token::Subject subject, LoadUserSubject(tx, key.environment, user->id, home));
  return std::move(subject.principal);
}

base::Error MissingAccount() {
  base::Error error = base::Invalid("missing_account", "The request must name an account.");
  error.fields = {"account_id"};
  return error;
}

model::CredentialFacts FactsOf(std::string_view id, std::optional<base::Time> expires_at) {
  return {.id = base::ShortText<39>(id), .expires_at = expires_at};
}

}  // namespace

// A JWT whose signature and claims are right. Whether it is still good is another question.
struct Verifier::BelievedJwt {
  model::EnvironmentId environment;
  const token::Profile* profile;
  token::ReadFacts facts;
};

base::Result<Verifier::Resolved> Verifier::Resolve(const Credential& credential,
                                                   const Question& question,
                                                   std::string_view peer) {
  switch (FormOf(credential)) {
    case Form::kJwt:
      return ResolveJwt(credential.token);
    case Form::kReference:
      return ResolveReference(crypto::Sha256(credential.token));
    case Form::kSecretKey:
    case Form::kUserKey:
      return ResolveApiKey(StoredHashOf(credential), credential.scheme == Scheme::kApiKey);
    case Form::kPassword:
      return ResolvePassword(credential, question, peer);
    case Form::kClientSecret:
      return ResolveClientSecret(credential);
    case Form::kClientAssertion:
      return ResolveClientAssertion(credential);
    case Form::kMalformed:
      break;
  }
  return Refuse("malformed_token");
}

base::Result<Verifier::BelievedJwt> Verifier::Believe(std::string_view text) const {
  BW_TRY_ASSIGN(const token::Jwt jwt, token::ParseJwt(text));
  const auto signer = SignerOf(jwt, parts_.keys, parts_.profiles);
  if (!signer) return Refuse("invalid_signature");
  const token::Profile* profile = parts_.profiles.Find(signer->profile);
  if (profile == nullptr || profile->read_claims == nullptr) return Refuse("invalid_signature");
  BW_TRY_ASSIGN(token::ReadFacts facts,
                profile->read_claims(jwt.payload, settings_.issuer, signer->environment));
  return BelievedJwt{signer->environment, profile, std::move(facts)};
}

base::Result<Verifier::Resolved> Verifier::ResolveJwt(std::string_view text) {
  BW_TRY_ASSIGN(const BelievedJwt jwt, Believe(text));
  if (jwt.facts.use != model::TokenUse::kAccess) return Refuse("unknown_token");
  const base::Time now = parts_.clock.Now();
  const std::chrono::seconds leeway = jwt.profile->leeway;
  if (now >= jwt.facts.expires_at + leeway) return Refuse("token_expired");
  if (jwt.facts.not_before && now + leeway < *jwt.facts.not_before) {
    return Refuse("token_not_yet_valid");
  }
  if (jwt.facts.session.empty()) return ResolveSelfContained(jwt);
  const WantedSession wanted{jwt.environment, jwt.facts.session, jwt.facts.generation,
                             jwt.profile->name, settings_.issuer};
  BW_TRY_ASSIGN(model::Principal principal,
                parts_.store.Read([&](store::ReadTx& tx) { return LoadSession(tx, wanted); }));
  principal.credential = model::CredentialKind::kJwt;
  return Resolved{std::move(principal), FactsOf(jwt.facts.session.text, jwt.facts.expires_at)};
}

base::Result<Verifier::Resolved> Verifier::ResolveSelfContained(const BelievedJwt& jwt) {
  BW_TRY_ASSIGN(model::Principal principal, parts_.store.Read([&](store::ReadTx& tx) {
    return LoadSelfContained(tx, jwt.environment, jwt.facts);
  }));
  principal.credential = model::CredentialKind::kJwt;
  principal.profile = jwt.profile->name;
  SetAudience(jwt.facts.audiences, settings_.issuer, principal);
  return Resolved{std::move(principal), FactsOf(jwt.facts.token_id, jwt.facts.expires_at)};
}

base::Result<Verifier::Resolved> Verifier::ResolveReference(const base::Digest& hash) {
  const std::uint64_t mark = memory_->unknown_tokens.Mark();
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto record, store::FindTokenByHash(tx, hash));
    if (!record) memory_->unknown_tokens.Note(hash, mark, parts_.clock.Ticks());
    if (!record || record->use != model::TokenUse::kAccess) return Refuse("unknown_token");
    if (now >= record->expires_at) return Refuse("token_expired");
    BW_TRY_ASSIGN(
        model::Principal principal,
        LoadSession(
            tx, {record->environment, record->session, record->generation, {}, settings_.issuer}));
    principal.credential = model::CredentialKind::kReference;
    return Resolved{std::move(principal), FactsOf(record->session.text, record->expires_at)};
  });
}

base::Result<Verifier::Resolved> Verifier::ResolveApiKey(const base::Digest& hash, bool of_user) {
  const std::uint64_t mark = memory_->unknown_keys.Mark();
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto key, store::FindApiKeyByHash(tx, hash));
    if (!key) memory_->unknown_keys.Note(hash, mark, parts_.clock.Ticks());
    if (!key || key->user.has_value() != of_user) return Refuse("unknown_token");
    if (key->revoked_at) return Refuse("key_revoked");
    if (key->expires_at && now >= *key->expires_at) return Refuse("key_expired");
    BW_TRY_ASSIGN(model::Principal principal, LoadKeyHolder(tx, *key));
    principal.credential = model::CredentialKind::kApiKey;
    // A login has one key at a time: a new value must not bring a new burst.
    PutUnder(key->rate_limit, model::LimitScope::kKey, key->user ? key->user->text : key->id.text,
             principal);
    return Resolved{std::move(principal), FactsOf(key->id.text, key->expires_at)};
  });
}

base::Result<Verifier::Resolved> Verifier::ResolvePassword(const Credential& credential,
                                                           const Question& question,
                                                           std::string_view peer) {
  const auto account = credential.account ? credential.account : question.account;
  const bool integrator = credential.scheme == Scheme::kIntegrator;
  if (integrator && !account) return base::Fail(MissingAccount());
  BW_TRY_ASSIGN(const model::User user,
                parts_.passwords.Check({credential.environment, credential.login,
                                        credential.password, std::string(peer)}));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto organization, ChooseOrganization(tx, user, account));
    BW_TRY_ASSIGN(token::Subject subject,
                  LoadUserSubject(tx, user.environment, user.id, organization));
    subject.principal.credential =
        integrator ? model::CredentialKind::kIntegrator : model::CredentialKind::kBasic;
    return Resolved{std::move(subject.principal), {}};
  });
}

base::Result<Verifier::Resolved> Verifier::ResolveClientSecret(const Credential& credential) {
  const base::Digest presented = crypto::Sha256(credential.password.Reveal());
  BW_TRY_ASSIGN(Client client, parts_.store.Read([&](store::ReadTx& tx) {
    return CheckClientSecret(
        tx, {credential.environment, credential.login, presented, parts_.clock.Now()});
  }));
  client.subject.principal.credential = model::CredentialKind::kClientSecret;
  return Resolved{std::move(client.subject.principal),
                  FactsOf(client.secret_id, client.expires_at)};
}

base::Result<Verifier::Resolved> Verifier::ResolveClientAssertion(const Credential& credential) {
  BW_TRY_ASSIGN(Client client, CheckClientAssertion(parts_.store, credential, parts_.clock.Now()));
  client.subject.principal.credential = model::CredentialKind::kClientAssertion;
  return Resolved{std::move(client.subject.principal), {}};
}

base::Result<RefreshClaim> Verifier::ReadRefresh(const base::Secret& text,
                                                 std::string_view profile) {
  const auto invalid = [] { return Refuse("invalid_refresh_token"); };
  const token::Profile* row = parts_.profiles.Find(profile);
  if (row == nullptr || !row->refresh_after_access) return invalid();
  const base::Time now = parts_.clock.Now();
  if (row->refresh_format == token::Format::kJwt) {
    const base::Result<BelievedJwt> jwt = Believe(text.Reveal());
    if (!jwt || jwt->profile != row || jwt->facts.use != model::TokenUse::kRefresh) {
      return invalid();
    }
    if (now >= jwt->facts.expires_at) return invalid();
    return RefreshClaim{jwt->environment, jwt->facts.session, jwt->facts.generation};
  }
  if (!token::LooksLikeReference(text.Reveal())) return invalid();
  const base::Digest hash = crypto::Sha256(text.Reveal());
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<RefreshClaim> {
    BW_TRY_ASSIGN(const auto record, store::FindTokenByHash(tx, hash));
    if (!record || record->use != model::TokenUse::kRefresh || now >= record->expires_at) {
      return invalid();
    }
    BW_TRY_ASSIGN(const auto session, store::FindSession(tx, record->environment, record->session));
    if (!session || session->profile != profile) return invalid();
    return RefreshClaim{record->environment, record->session, record->generation};
  });
}

}  // namespace bearward::verify
