// Key log: writes every change of a key together with its event. Internal to the module.
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

// CheckNotByKey fails with kDenied "missing_permission" for a caller with an API key, except the
// operator on the command line: a key that has leaked must not outlive its revocation by another
// key or by a later expiry (incident class I3).
base::Status CheckNotByKey(const model::Caller& caller);

// CheckDescription refuses (kInvalid "description_too_long") a text longer than
// kLongestDescription.
base::Status CheckDescription(std::string_view description);

// SetExpiry sets when a key expires: a past time means now, nullopt never. kConflict
// "api_key_already_expired" for a key that has expired.
base::Status SetExpiry(std::optional<base::Time>& expires_at, const std::optional<base::Time>& at,
                       base::Time now);

// LogRevoked revokes a key at the time of `by` and appends api_key.revoked.
base::Status LogRevoked(store::WriteTx& tx, const model::EventBy& by, model::ApiKey key,
                        const std::optional<model::OrganizationId>& organization);

}  // namespace bearward::keys
