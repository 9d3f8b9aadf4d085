// Client: client authentication of a request (RFC 6749 section 2.3).
#pragma once

#include <optional>

#include "base/result.h"
#include "dialects/oauth/form.h"
#include "dialects/oauth/server.h"
#include "door/call.h"
#include "http/message.h"
#include "model/caller.h"
#include "verify/credential.h"
#include "verify/verifier.h"

namespace bearward::dialects::oauth {

// ReadClient returns the one credential that the client presents, for the verifier: its secret by
// Basic or in the body, or an assertion (RFC 7521 section 4.2). kInvalid "invalid_request" for two
// methods at once or an incomplete one; kUnauthenticated "invalid_client" for none.
base::Result<verify::Credential> ReadClient(const http::Request& request, const Form& form,
                                            const Server& server);

// BelieveClient authenticates the client of a request; a secret that was verified before is a cache
// hit. Errors are those of ReadClient and of the verifier. Blocks, so call it on a worker.
base::Result<model::Caller> BelieveClient(verify::Verifier& verifier, door::Call& call,
                                          const Form& form, const Server& server);

// RecallClient authenticates the client from the cache, without blocking. nullopt on a cache miss,
// and for an invalid request, whose error BelieveClient returns.
std::optional<base::Result<model::Caller>> RecallClient(const verify::Verifier& verifier,
                                                        door::Call& call, const Form& form,
                                                        const Server& server);

}  // namespace bearward::dialects::oauth
