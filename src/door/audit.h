// Audit: decides which error responses the event log records as refusals. Internal to door.
#pragma once

#include <optional>

#include "base/error.h"
#include "door/request_context.h"
#include "verify/denial_log.h"
#include "verify/refusal_log.h"

namespace bearward::door {

// RefusalOf returns the refusal event for an error response: a refused or throttled sign-in or
// client authentication, or a caller without the required rights. Returns nullopt for all other
// errors, including invalid or expired tokens. Also nullopt for gateway routes: their refusals
// concern another API and are written to the request log only.
std::optional<verify::RefusedRequest> RefusalOf(const RequestContext& context,
                                                const base::Error& error);

// DenialOf explains an error response that refuses a request: its credential, its rights or a
// limit. Returns nullopt for all other errors, and for gateway routes.
std::optional<verify::Denial> DenialOf(const RequestContext& context, const base::Error& error);

}  // namespace bearward::door
