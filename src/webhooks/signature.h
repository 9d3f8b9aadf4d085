// Signature: the headers by which a receiver verifies a delivery.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "webhooks/receivers.h"

namespace bearward::webhooks {

// SignatureHeaders returns the header lines of a request with this body. With `as_workos`:
//   WorkOS-Signature: t=<milliseconds>, v1=<hex HMAC-SHA256 of "<t>.<body>">
// with the present secret as the key, exactly two parts. Always: those of Standard Webhooks 1.0.0,
// `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`, with one signature of
// "<id>.<timestamp>.<body>" for each secret. Their key are the bytes behind "whsec_".
base::Result<std::vector<std::string>> SignatureHeaders(const Secrets& secrets, std::string_view id,
                                                        std::string_view body, base::Time at,
                                                        bool as_workos);

}  // namespace bearward::webhooks
