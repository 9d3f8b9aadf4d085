#include "verify/client.h"

#include <span>
#include <utility>

#include "base/secret.h"
#include "store/applications.h"
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

}  // namespace

base::Error InvalidClient() {
  return base::Unauthenticated("invalid_client", "The client id or the client secret is wrong.");
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

}  // namespace bearward::verify
