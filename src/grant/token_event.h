// Token event: events about tokens without a session. Internal to the module.
#pragma once

#include <string_view>

#include "base/time.h"
#include "model/caller.h"
#include "model/event.h"

namespace bearward::grant {

// TokenEvent returns an event about a token without a session; the client is its actor.
model::Event TokenEvent(model::EventType type, const model::Caller& client, std::string_view token,
                        base::Time at);

}  // namespace bearward::grant
