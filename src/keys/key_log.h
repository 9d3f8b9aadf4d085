// Key log: every change of a key together with its event. Private to the room.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/api_key.h"
#include "model/caller.h"
#include "model/event.h"
#include "store/transaction.h"

namespace bearward::keys {

// CheckDescription refuses (kInvalid "description_too_long") what is longer than
// kLongestDescription.
base::Status CheckDescription(std::string_view description);

// NewEvent begins an event about `target` by the caller at a time.
model::Event NewEvent(const model::Caller& caller, model::EventType type, std::string_view target,
                      std::optional<model::OrganizationId> organization, base::Time at);

// LogRevoked ends a key and appends api_key.revoked.
base::Status LogRevoked(store::WriteTx& tx, const model::Caller& caller, model::ApiKey key,
                        const std::optional<model::OrganizationId>& organization, base::Time at);

}  // namespace bearward::keys
