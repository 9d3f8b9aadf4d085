#include <utility>

#include "keys/key_writes.h"
#include "keys/keys.h"
#include "verify/authority.h"

namespace bearward::keys {

base::Status Keys::Revoke(const model::Caller& caller, const model::ApiKeyId& key) {
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto handled, verify::AuthorizeKey(
                                    tx, caller.principal(), key,
                                    {.permission = "keys:manage", .self = verify::Self::kByAny}));
    return LogRevoked(tx, by, std::move(handled.key), handled.home);
  });
}

}  // namespace bearward::keys
