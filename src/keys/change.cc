#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "keys/key_writes.h"
#include "keys/keys.h"
#include "model/changes.h"
#include "store/api_keys.h"
#include "verify/authority.h"

namespace bearward::keys {

namespace {

base::Status ChangeExpiry(const model::Caller& caller, const std::optional<base::Time>& at,
                          base::Time now, model::ApiKey& key) {
  BW_TRY(CheckNotByKey(caller));
  if (key.user) {
    return base::Fail(base::Invalid("invalid_value",
                                    "`expires_at` can be set for a key of the environment only.",
                                    {"expires_at"}));
  }
  return SetExpiry(key.expires_at, at, now);
}

}  // namespace

base::Result<model::ApiKey> Keys::Change(const model::Caller& caller, const model::ApiKeyId& key,
                                         const KeyChange& change) {
  if (change.description) BW_TRY(CheckDescription(*change.description));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<model::ApiKey> {
    BW_TRY_ASSIGN(auto handled, verify::AuthorizeKey(
                                    tx, caller.principal(), key,
                                    {.permission = "keys:manage", .self = verify::Self::kByAny}));
    if (change.rate_limit) BW_TRY(verify::CheckPermission(caller.principal(), "keys:manage"));
    const model::ApiKey before = handled.key;
    if (change.description) handled.key.description = *change.description;
    if (change.rate_limit) handled.key.rate_limit = *change.rate_limit;
    if (change.expires_at) {
      BW_TRY(ChangeExpiry(caller, *change.expires_at, by.at(), handled.key));
    }
    const auto changes = model::Changes::Between(before, handled.key);
    if (changes.empty()) return std::move(handled.key);
    BW_TRY(store::UpdateApiKey(tx, handled.key));
    BW_TRY(tx.Append(
        by.Make(model::EventType::kApiKeyUpdated, key.text, handled.home, changes.Json())));
    return std::move(handled.key);
  });
}

}  // namespace bearward::keys
