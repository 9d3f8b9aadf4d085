// Client check: whether somebody is the application that it says to be. Private to the room.
#pragma once

#include "base/digest.h"
#include "base/error.h"
#include "base/result.h"
#include "grant/grant.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::grant {

// InvalidClient is the one error of a client that is not believed, whatever the reason
// (RFC 6749 section 5.2).
base::Error InvalidClient();

// CheckClient gives the application of the claim. `presented` is the SHA-256 of the claim's secret,
// hashed before the transaction. Fails with InvalidClient, after the same work, for an unknown id,
// a wrong secret, and a disabled application, organization or environment.
base::Result<token::Subject> CheckClient(store::ReadTx& tx, const ClientClaim& claim,
                                         const base::Digest& presented);

}  // namespace bearward::grant
