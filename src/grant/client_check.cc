#include "grant/client_check.h"

#include <span>

#include "base/secret.h"
#include "store/applications.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

// AnyMatches looks at all secrets whatever the first ones say; without any it compares with a
// dummy, so that an application without secrets costs as much as one with a wrong one.
bool AnyMatches(std::span<const model::ApplicationSecret> secrets, const base::Digest& presented) {
  static constexpr base::Digest kDummy{};
  if (secrets.empty()) {
    (void)base::ConstantTimeEqual(base::AsBytes(kDummy), base::AsBytes(presented));
    return false;
  }
  bool matches = false;
  for (const model::ApplicationSecret& secret : secrets) {
    matches |= base::ConstantTimeEqual(base::AsBytes(secret.hash), base::AsBytes(presented));
  }
  return matches;
}

}  // namespace

base::Error InvalidClient() {
  return base::Unauthenticated("invalid_client", "The client id or the client secret is wrong.");
}

base::Result<token::Subject> CheckClient(store::ReadTx& tx, const ClientClaim& claim,
                                         const base::Digest& presented) {
  BW_TRY_ASSIGN(const auto application,
                store::FindApplicationByClientId(tx, claim.environment, claim.client_id));
  // An unknown id looks for secrets too: the statements run do not depend on what exists.
  const model::ApplicationId id = application ? application->id : model::ApplicationId{};
  BW_TRY_ASSIGN(const auto secrets, store::ListSecrets(tx, claim.environment, id));
  if (!AnyMatches(secrets, presented) || !application) return base::Fail(InvalidClient());
  auto subject = verify::LoadApplicationSubject(tx, claim.environment, id);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(InvalidClient());
  }
  return subject;
}

}  // namespace bearward::grant
