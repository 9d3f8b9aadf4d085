#include <utility>

#include "keys/keys.h"
#include "store/api_keys.h"
#include "verify/authority.h"

namespace bearward::keys {

base::Result<model::ApiKey> Keys::Find(const model::Caller& caller, const model::ApiKeyId& key) {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::ApiKey> {
    BW_TRY_ASSIGN(auto found, verify::AuthorizeKey(tx, caller.principal(), key,
                                                   {.permission = "keys:manage",
                                                    .self = verify::Self::kByAny,
                                                    .compares = false}));
    return std::move(found.key);
  });
}

base::Result<model::ApiKey> Keys::FindOfUser(const model::Caller& caller,
                                             const model::UserId& user) {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::ApiKey> {
    BW_TRY(verify::AuthorizeUser(
        tx, caller.principal(), user,
        {.permission = "keys:manage", .self = verify::Self::kByAny, .compares = false}));
    BW_TRY_ASSIGN(auto key, store::FindLiveApiKeyOfUser(tx, caller->environment, user));
    if (!key) return base::Fail(base::NotFound("key_not_found", "No such key."));
    return std::move(*key);
  });
}

}  // namespace bearward::keys
