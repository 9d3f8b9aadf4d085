// Client: an application that proves its identity. Internal to verify and grant; what a request
// presents goes through client_secrets.h, which throttles.
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

// InvalidClient is the one error of a client that is not believed, whatever the reason
// (RFC 6749 section 5.2).
base::Error InvalidClient();

// Client is an application that has shown who it is; the subject says what it may ask for.
struct Client {
  token::Subject subject;
  std::string secret_id;                 // sec_..., empty after an assertion
  std::optional<base::Time> expires_at;  // of that secret
};

// LoadClient gives the subject of an application that was found, or was not, with its terms:
// InvalidClient when it is not live.
base::Result<token::Subject> LoadClient(store::ReadTx& tx, const model::EnvironmentId& environment,
                                        const std::optional<model::Application>& application);

// ClientSecretClaim is somebody saying to be an application. `presented` is the SHA-256 of the
// secret, hashed before the transaction.
struct ClientSecretClaim {
  const model::EnvironmentId& environment;
  std::string_view client_id;
  const base::Digest& presented;
  base::Time now;
};

// CheckClientSecret gives the application. Fails with InvalidClient, after the same work, for an
// unknown id, a wrong secret or one that is over, and a disabled application, organization or
// environment.
base::Result<Client> CheckClientSecret(store::ReadTx& tx, const ClientSecretClaim& claim);

// CheckClientAssertion gives the application that signed the assertion of a credential, and notes
// that the assertion was used: the second one of the same id fails, also after a restart (incident
// class A4). InvalidClient for everything that is wrong with it.
base::Result<Client> CheckClientAssertion(store::Store& store, const Credential& credential,
                                          base::Time now);

}  // namespace bearward::verify
