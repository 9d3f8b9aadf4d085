// Client: the one check of an application's secret, for every dialect that lets machines in.
// Internal to verify and grant.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/error.h"
#include "base/result.h"
#include "base/time.h"
#include "model/application.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::verify {

// InvalidClient is the one error of a client that is not believed, whatever the reason
// (RFC 6749 section 5.2).
base::Error InvalidClient();

// Client is an application that has shown one of its secrets.
struct Client {
  token::Subject subject;
  std::string secret_id;  // sec_...
};

// CheckClientSecret gives the application of that client id. `presented` is the SHA-256 of the
// secret, hashed before the transaction. Fails with InvalidClient, after the same work, for an
// unknown id, a wrong secret, and a disabled application, organization or environment.
base::Result<Client> CheckClientSecret(store::ReadTx& tx, const model::EnvironmentId& environment,
                                       std::string_view client_id, const base::Digest& presented);

}  // namespace bearward::verify
