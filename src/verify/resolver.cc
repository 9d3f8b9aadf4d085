#include "verify/resolver.h"

#include <memory>
#include <utility>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/organization_api_keys.h"
#include "store/users.h"
#include "verify/refusal.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

base::Result<model::Principal> LoadKeyHolder(store::ReadTx& tx, const model::ApiKey& key) {
  if (!key.user) {
    BW_TRY_ASSIGN(token::Subject subject, LoadEnvironmentSubject(tx, key.environment));
    subject.principal.permissions = key.permissions;
    return std::move(subject.principal);
  }
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, key.environment, *key.user));
  if (!user) return Refuse(Refusal::kUserUnknown);
  BW_TRY_ASSIGN(const auto home, ChooseOrganization(tx, *user, std::nullopt));
  BW_TRY_ASSIGN(token::Subject subject, LoadUserSubject(tx, key.environment, user->id, home));
  return std::move(subject.principal);
}

std::shared_ptr<const model::Principal> Shared(model::Principal principal) {
  return std::make_shared<const model::Principal>(std::move(principal));
}

model::CredentialFacts FactsOf(std::string_view id, std::optional<base::Time> expires_at) {
  return {.id = base::ShortText<39>(id), .expires_at = expires_at};
}

// OfKey adds the id of a key to the error that refuses it, for the usage of keys.
template <class T>
base::Result<T> OfKey(std::string_view id, base::Result<T> result) {
  if (!result) result.error().claimed = id;
  return result;
}

// CheckNotExpired refuses a key from its expiry on (incident class B6).
base::Status CheckNotExpired(const std::optional<base::Time>& expires_at, base::Time now) {
  if (expires_at && now >= *expires_at) return Refuse(Refusal::kKeyExpired);
  return {};
}

base::Result<model::Principal> LoadLiveKey(store::ReadTx& tx, const model::ApiKey& key,
                                           base::Time now) {
  if (key.revoked_at) return Refuse(Refusal::kKeyRevoked);
  BW_TRY(CheckNotExpired(key.expires_at, now));
  return LoadKeyHolder(tx, key);
}

// CheckScheme allows integrators only their scheme, and all other users only Basic. While no user
// of an environment is marked as integrator, all its users may use both schemes, as in release
// 0.1.0, which had no mark.
base::Status CheckScheme(store::ReadTx& tx, const model::User& user, bool as_integrator) {
  if (user.integrator == as_integrator) return {};
  if (user.integrator) return base::Fail(InvalidCredentials("an integrator used Basic"));
  BW_TRY_ASSIGN(const bool marked, store::HasIntegrators(tx, user.environment));
  if (!marked) return {};
  return base::Fail(InvalidCredentials("the user is not an integrator"));
}

}  // namespace

ResolvedResult Resolver::Resolve(const Attempt& attempt) {
  const Credential& credential = attempt.credential;
  switch (FormOf(credential)) {
    case Form::kJwt:
      return parts_.tokens.FromJwt(credential.token, attempt.epoch);
    case Form::kReference:
      return parts_.tokens.FromReference(crypto::Sha256(credential.token), attempt.epoch);
    case Form::kUserKey:
      return FromApiKey(StoredHashOf(credential), true);
    case Form::kSecretKey:
    case Form::kOrganizationKey:
      return FromBearerKey(credential);
    case Form::kPassword:
      return FromPassword(attempt);
    case Form::kClientSecret:
      return FromClientSecret(attempt);
    case Form::kClientAssertion:
      return FromClientAssertion(credential);
    case Form::kMalformed:
      break;
  }
  return Refuse(Refusal::kMalformedToken);
}

ResolvedResult Resolver::FromApiKey(const base::Digest& hash, bool of_user) {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto key, store::FindApiKeyByHash(tx, hash));
    if (!key || key->user.has_value() != of_user) return Refuse(Refusal::kUnknownToken);
    BW_TRY_ASSIGN(model::Principal principal, OfKey(key->id.text, LoadLiveKey(tx, *key, now)));
    principal.credential = model::CredentialKind::kApiKey;
    // A login has one key at a time. The bucket belongs to the user, so that a new key does not
    // start with a full bucket.
    PutUnder(key->rate_limit, model::LimitScope::kKey, key->user ? key->user->text : key->id.text,
             principal);
    return Resolved{Shared(std::move(principal)), FactsOf(key->id.text, key->expires_at)};
  });
}

// The text of an imported key may have any form, so it does not say whether the key belongs to an
// environment or to an organization. Keys of environments are accepted as bearer tokens only.
ResolvedResult Resolver::FromBearerKey(const Credential& credential) {
  const base::Digest hash = StoredHashOf(credential);
  auto of_organization = FromOrganizationKey(hash);
  const bool is_unknown =
      !of_organization && ParseRefusal(of_organization.error().reason) == Refusal::kUnknownToken;
  if (!is_unknown || credential.scheme != Scheme::kBearer) return of_organization;
  return FromApiKey(hash, false);
}

ResolvedResult Resolver::FromOrganizationKey(const base::Digest& hash) {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto key, store::FindOrganizationApiKeyByHash(tx, hash));
    if (!key) return Refuse(Refusal::kUnknownToken);
    BW_TRY(OfKey(key->id, CheckNotExpired(key->expires_at, now)));
    BW_TRY_ASSIGN(token::Subject subject, OfKey(key->id, LoadKeySubject(tx, *key)));
    subject.principal.credential = model::CredentialKind::kApiKey;
    return Resolved{Shared(std::move(subject.principal)), FactsOf(key->id, key->expires_at)};
  });
}

ResolvedResult Resolver::FromPassword(const Attempt& attempt) {
  const Credential& credential = attempt.credential;
  const bool integrator = credential.scheme == Scheme::kIntegrator;
  if (integrator && !attempt.account) return base::Fail(MissingAccount());
  const model::Origin origin{std::string(attempt.peer),
                             credential.origin ? credential.origin->request_id : ""};
  BW_TRY_ASSIGN(const model::User user,
                parts_.passwords.Check(
                    {credential.environment, credential.login, credential.password, origin},
                    attempt.account));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY(CheckScheme(tx, user, integrator));
    BW_TRY_ASSIGN(const auto organization, ChooseOrganization(tx, user, attempt.account));
    BW_TRY_ASSIGN(token::Subject subject,
                  LoadUserSubject(tx, user.environment, user.id, organization));
    subject.principal.credential =
        integrator ? model::CredentialKind::kIntegrator : model::CredentialKind::kBasic;
    return Resolved{Shared(std::move(subject.principal)),
                    FactsOf("", parts_.passwords.ExpiryOf(user))};
  });
}

ResolvedResult Resolver::FromClientSecret(const Attempt& attempt) {
  const Credential& credential = attempt.credential;
  BW_TRY_ASSIGN(Client client, parts_.client_secrets.Check({credential.environment,
                                                            credential.login, credential.password,
                                                            attempt.peer, credential.as_sent}));
  client.subject.principal.credential = model::CredentialKind::kClientSecret;
  return Resolved{Shared(std::move(client.subject.principal)),
                  FactsOf(client.secret_id, client.expires_at)};
}

ResolvedResult Resolver::FromClientAssertion(const Credential& credential) {
  BW_TRY_ASSIGN(Client client, CheckClientAssertion(parts_.store, credential, parts_.clock.Now()));
  client.subject.principal.credential = model::CredentialKind::kClientAssertion;
  return Resolved{Shared(std::move(client.subject.principal)), {}};
}

}  // namespace bearward::verify
