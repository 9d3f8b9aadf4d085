#include <utility>

#include "keys/authority.h"
#include "keys/key_log.h"
#include "keys/keys.h"

namespace bearward::keys {

base::Status Keys::Revoke(const model::Caller& caller, const model::ApiKeyId& key) {
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto handled, FindHandledKey(tx, caller.principal(), key));
    return LogRevoked(tx, by, std::move(handled.key), handled.home);
  });
}

}  // namespace bearward::keys
