// Client: how a request says which client it comes from (RFC 6749 section 2.3).
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

// ReadClient gives the one credential that the client presents, to be put to the verifier: its
// secret by Basic or in the body, or an assertion (RFC 7521 section 4.2). kInvalid
// "invalid_request" when it uses two methods at once or half of one; kUnauthenticated
// "invalid_client" when it uses none.
base::Result<verify::Credential> ReadClient(const http::Request& request, const Form& form,
                                            const Server& server);

// BelieveClient gives the client of a request, verified; from memory if it came by its secret
// before. Its errors are those of ReadClient and of the verifier. Blocks, so it belongs on a
// worker.
base::Result<model::Caller> BelieveClient(verify::Verifier& verifier, door::Call& call,
                                          const Form& form, const Server& server);

// RecallClient does so without blocking; nothing when it is not remembered, or when there is
// something wrong with the request for BelieveClient to tell.
std::optional<base::Result<model::Caller>> RecallClient(const verify::Verifier& verifier,
                                                        door::Call& call, const Form& form,
                                                        const Server& server);

}  // namespace bearward::dialects::oauth
