#include "verify/client.h"

#include <span>
#include <utility>

#include "base/secret.h"
#include "store/applications.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

// PickSecret looks at all secrets whatever the first ones say; without any it compares with a
// dummy, so that an application without secrets costs as much as one with a wrong one.
const model::ApplicationSecret* PickSecret(std::span<const model::ApplicationSecret> secrets,
                                           const base::Digest& presented) {
  static constexpr base::Digest kDummy{};
  const model::ApplicationSecret* picked = nullptr;
  if (secrets.empty()) {
    (void)base::ConstantTimeEqual(base::AsBytes(kDummy), base::AsBytes(presented));
  }
  for (const model::ApplicationSecret& secret : secrets) {
    const bool same = base::ConstantTimeEqual(base::AsBytes(secret.hash), base::AsBytes(presented));
    if (same) picked = &secret;
  }
  return picked;
}

}  // namespace

base::Error InvalidClient() {
  return base::Unauthenticated("invalid_client", "The client id or the client secret is wrong.");
}

base::Result<Client> CheckClientSecret(store::ReadTx& tx, const model::EnvironmentId& environment,
                                       std::string_view client_id, const base::Digest& presented) {
  BW_TRY_ASSIGN(const auto application,
                store::FindApplicationByClientId(tx, environment, client_id));
  // An unknown id looks for secrets too: the statements run do not depend on what exists.
  const model::ApplicationId id = application ? application->id : model::ApplicationId{};
  BW_TRY_ASSIGN(const auto secrets, store::ListSecrets(tx, environment, id));
  const model::ApplicationSecret* secret = PickSecret(secrets, presented);
  if (secret == nullptr || !application) return base::Fail(InvalidClient());
  auto subject = LoadApplicationSubject(tx, environment, id);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(InvalidClient());
  }
  if (!subject) return base::Fail(std::move(subject).error());
  return Client{*std::move(subject), secret->id};
}

}  // namespace bearward::verify
