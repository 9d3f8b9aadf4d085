// Audit: which answers of the door are refusals that the event log records. Internal to door.
#pragma once

#include <optional>

#include "base/error.h"
#include "door/passage.h"
#include "verify/refusal_log.h"

namespace bearward::door {

// RefusalOf returns the refusal that an error answer is: a refused or throttled sign-in or client
// authentication, or a caller who may not do what it asked. Nothing for all other errors, among
// them tokens that are not live, and for gateways, whose refusals are another API's and stand in
// the log.
std::optional<verify::Refusal> RefusalOf(const Passage& passage, const base::Error& error);

}  // namespace bearward::door
