#include <string>
#include <utility>

#include "keys/key_writes.h"
#include "keys/keys.h"
#include "model/changes.h"
#include "store/api_keys.h"
#include "verify/authority.h"

namespace bearward::keys {

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
    BW_TRY(store::UpdateApiKey(tx, handled.key));
    BW_TRY(tx.Append(by.Make(model::EventType::kApiKeyUpdated, key.text, handled.home,
                             model::Changes::Between(before, handled.key).Json())));
    return std::move(handled.key);
  });
}

}  // namespace bearward::keys
