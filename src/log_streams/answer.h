// Answer: what the status of a target says about a batch.
#pragma once

#include <string_view>

#include "base/result.h"
#include "egress/http_sender.h"

namespace bearward::log_streams {

// kTargetFailed is the reason of an HTTP status that is neither a success nor about the credential.
inline constexpr std::string_view kTargetFailed = "target_failed";

// StatusOf succeeds for any 2xx. 401 and 403 are kDenied "target_refused", everything else is
// kUnavailable kTargetFailed with the wait of a Retry-After header. The error names `receiver`,
// such as "The target", and the status only.
base::Status StatusOf(const egress::Response& response, std::string_view receiver);

}  // namespace bearward::log_streams
