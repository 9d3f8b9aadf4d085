// Refusal: the responses that the server makes without calling the handler. Internal to http.
#pragma once

#include <string_view>

#include "http/message.h"

namespace bearward::http {

// RefusalReason returns the stable word of OwnAnswer::reason for a status.
std::string_view RefusalReason(int status);
// RefusalOf returns the answer: the phrase of the status as text, and Retry-After for 503.
Response RefusalOf(int status);

}  // namespace bearward::http
