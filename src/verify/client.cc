#include "verify/client.h"

#include <span>
#include <string>
#include <utility>

#include "base/secret.h"
#include "crypto/hash.h"
#include "store/applications.h"
#include "store/spent_tokens.h"
#include "token/assertion.h"
#include "token/client_keys.h"
#include "verify/refusal.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

// PickSecret compares with all secrets, whether or not an earlier one matches. Without secrets it
// compares with a dummy, so that an application without secrets takes as long as a wrong secret.
const model::ApplicationSecret* PickSecret(std::span<const model::ApplicationSecret> secrets,
                                           const ClientSecretClaim& claim) {
  static constexpr base::Digest kDummy{};
  const model::ApplicationSecret* picked = nullptr;
  if (secrets.empty()) {
    (void)base::ConstantTimeEqual(base::AsBytes(kDummy), base::AsBytes(claim.presented));
  }
  for (const model::ApplicationSecret& secret : secrets) {
    const bool same =
        base::ConstantTimeEqual(base::AsBytes(secret.hash), base::AsBytes(claim.presented));
    if (same && secret.IsLive(claim.now)) picked = &secret;
  }
  return picked;
}

// ClaimedBy returns InvalidClient with the application that the client id names, for the event.
base::Error ClaimedBy(const std::optional<model::Application>& application) {
  base::Error error = InvalidClient();
  if (application) error.claimed = application->id.text;
  return error;
}

// The client gets the same error for every defect of the assertion; the log gets the reason. An
// unknown result (kUnavailable, kInternal) is returned as it is.
base::Error AsInvalidClient(base::Error error) {
  const bool unknown =
      error.code == base::Code::kUnavailable || error.code == base::Code::kInternal;
  if (unknown) return error;
  base::Error refused = InvalidClient();
  const bool replayed = error.code == base::Code::kExists;
  refused.detail = replayed ? "client assertion: its jti was used before" : std::move(error).detail;
  return refused;
}

base::Result<Client> CheckSigned(store::Store& store, const Credential& credential,
                                 base::Time now) {
  BW_TRY_ASSIGN(const token::Assertion assertion,
                token::ParseAssertion(credential.password.Reveal()));
  if (!credential.login.empty() && credential.login != assertion.client_id) {
    base::Error error = InvalidClient();
    error.detail = "client assertion: iss is not the client_id of the request";
    return base::Fail(std::move(error));
  }
  Client client;
  std::string jwks;
  BW_TRY(store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto application, store::FindApplicationByClientId(
                                              tx, credential.environment, assertion.client_id));
    BW_TRY_ASSIGN(client.subject, LoadClient(tx, credential.environment, application));
    jwks = application->jwks;
    return {};
  }));
  BW_TRY_ASSIGN(const auto keys, token::ReadClientKeys(jwks));
  BW_TRY(token::CheckAssertion(assertion, keys, credential.audiences, now));
  // This comes last, so that only the client itself can use up its ids.
  const model::ApplicationId id{std::string(client.subject.principal.subject_id)};
  BW_TRY(store.Write([&](store::WriteTx& tx) {
    return store::UseAssertion(tx, credential.environment, id, assertion.id, assertion.expires_at);
  }));
  return client;
}

}  // namespace

base::Error InvalidClient() {
  return base::Unauthenticated(std::string(RefusalWord(Refusal::kInvalidClient)),
                               "The client id or the client secret is wrong.");
}

base::Result<token::Subject> LoadClient(store::ReadTx& tx, const model::EnvironmentId& environment,
                                        const std::optional<model::Application>& application) {
  auto subject = LoadApplicationSubject(tx, environment, application);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(InvalidClient());
  }
  if (!subject) return subject;
  subject->principal.client =
      base::Shared(model::ClientTerms{.token_format = application->token_format,
                                      .refresh_tokens = application->refresh_tokens,
                                      .audiences = application->audiences,
                                      .generation = application->generation});
  return subject;
}

base::Result<Client> CheckClientSecret(store::ReadTx& tx, const ClientSecretClaim& claim) {
  BW_TRY_ASSIGN(const auto application,
                store::FindApplicationByClientId(tx, claim.environment, claim.client_id));
  // Secrets are also listed for an unknown id, so that the executed statements do not depend on
  // whether the application exists.
  const model::ApplicationId id = application ? application->id : model::ApplicationId{};
  BW_TRY_ASSIGN(const auto secrets, store::ListSecrets(tx, claim.environment, id));
  const model::ApplicationSecret* secret = PickSecret(secrets, claim);
  if (secret == nullptr || !application) return base::Fail(ClaimedBy(application));
  auto subject = LoadClient(tx, claim.environment, application);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(ClaimedBy(application));
  }
  if (!subject) return base::Fail(std::move(subject).error());
  return Client{*std::move(subject), secret->id, secret->expires_at};
}

base::Result<Client> CheckClientAssertion(store::Store& store, const Credential& credential,
                                          base::Time now) {
  auto client = CheckSigned(store, credential, now);
  if (!client) return base::Fail(AsInvalidClient(std::move(client).error()));
  return client;
}

base::Result<Client> ClientSecrets::Check(const PresentedSecret& presented) {
  const auto key = [&] {
    return FailureThrottle::KeyOf(presented.environment, "client", presented.client_id,
                                  presented.address);
  };
  if (!throttle_.IsIdle()) BW_TRY(throttle_.Check(key(), presented.address));
  const auto& other = presented.as_sent;
  const base::Time now = clock_.Now();
  const base::Digest digest = crypto::Sha256(presented.secret.Reveal());
  const base::Digest other_digest = other ? crypto::Sha256(other->password.Reveal()) : digest;
  auto client = store_.Read([&](store::ReadTx& tx) {
    auto found = CheckClientSecret(tx, {presented.environment, presented.client_id, digest, now});
    const bool refused = !found && found.error().code == base::Code::kUnauthenticated;
    if (!refused || !other) return found;
    return CheckClientSecret(tx, {presented.environment, other->login, other_digest, now});
  });
  if (client) {
    if (!throttle_.IsIdle()) throttle_.Forget(key());
    return client;
  }
  if (client.error().code == base::Code::kUnauthenticated) {
    failed_.fetch_add(1);
    throttle_.Note({key()}, presented.address);
  }
  return client;
}

}  // namespace bearward::verify
