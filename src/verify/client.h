// Client: an authenticated application. Internal to verify and grant; secrets from requests go
// through client_secrets.h, which throttles.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/error.h"
#include "base/result.h"
#include "base/time.h"
#include "model/application.h"
#include "store/store.h"
#include "store/transaction.h"
#include "token/claims.h"
#include "verify/credential.h"

namespace bearward::verify {

// InvalidClient is the only error for a failed client authentication, whatever the reason (RFC 6749
// section 5.2).
base::Error InvalidClient();

// Client is an application that has proved its identity. `subject` says what it may request.
struct Client {
  token::Subject subject;
  std::string secret_id;                 // sec_..., empty after an assertion
  std::optional<base::Time> expires_at;  // expiry of that secret
};

// LoadClient returns the subject of an application with its client terms. `application` is the
// result of a lookup. Fails with InvalidClient if it is empty or the application is not active.
base::Result<token::Subject> LoadClient(store::ReadTx& tx, const model::EnvironmentId& environment,
                                        const std::optional<model::Application>& application);

// ClientSecretClaim is an unverified claim to be an application. `presented` is the SHA-256 of the
// secret, computed before the transaction.
struct ClientSecretClaim {
  const model::EnvironmentId& environment;
  std::string_view client_id;
  const base::Digest& presented;
  base::Time now;
};

// CheckClientSecret returns the application. Fails with InvalidClient for an unknown id, a wrong or
// expired secret, and a disabled application, organization or environment. An unknown id or a wrong
// secret takes the same work as a right one.
base::Result<Client> CheckClientSecret(store::ReadTx& tx, const ClientSecretClaim& claim);

// CheckClientAssertion returns the application that signed the assertion of a credential, and
// stores that the assertion was used. A second assertion with the same id fails, also after a
// restart (incident class A4). Every defect of the assertion fails with InvalidClient.
base::Result<Client> CheckClientAssertion(store::Store& store, const Credential& credential,
                                          base::Time now);

}  // namespace bearward::verify
