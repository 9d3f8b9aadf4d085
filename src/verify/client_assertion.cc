#include <optional>
#include <utility>

#include "store/applications.h"
#include "store/spent_tokens.h"
#include "token/assertion.h"
#include "token/client_keys.h"
#include "verify/client.h"

namespace bearward::verify {
namespace {

// Whatever is wrong with the assertion, the client reads the same, and the log why; what we could
// not find out is another matter.
base::Error AsInvalidClient(base::Error error) {
  const bool unknown =
      error.code == base::Code::kUnavailable || error.code == base::Code::kInternal;
  if (unknown) return error;
  base::Error refused = InvalidClient();
  const bool replayed = error.code == base::Code::kExists;
  refused.detail = replayed ? "client assertion: its jti was used before" : std::move(error).detail;
  return refused;
}

base::Result<Client> Check(store::Store& store, const Credential& credential, base::Time now) {
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
  // Last, so that only the client itself can use up its ids.
  const model::ApplicationId id{std::string(client.subject.principal.subject_id)};
  BW_TRY(store.Write([&](store::WriteTx& tx) {
    return store::UseAssertion(tx, credential.environment, id, assertion.id, assertion.expires_at);
  }));
  return client;
}

}  // namespace

base::Result<Client> CheckClientAssertion(store::Store& store, const Credential& credential,
                                          base::Time now) {
  auto client = Check(store, credential, now);
  if (!client) return base::Fail(AsInvalidClient(std::move(client).error()));
  return client;
}

}  // namespace bearward::verify
