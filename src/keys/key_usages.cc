#include "keys/key_usages.h"

#include "verify/authority.h"

namespace bearward::keys {

base::Result<std::optional<verify::KeyUsage::Report>> KeyUsages::Read(
    const model::Caller& caller, const std::string& key) const {
  BW_TRY(CheckReads(caller, key));
  return parts_.counted.Read(key, parts_.clock.Now());
}

base::Status KeyUsages::CheckReads(const model::Caller& caller, const std::string& key) const {
  if (key.starts_with(model::kOrganizationApiKey.id_prefix)) {
    BW_TRY(parts_.organization_keys.Get(caller, key));
    return {};
  }
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY(verify::AuthorizeKey(
        tx, caller.principal(), model::ApiKeyId{key},
        {.permission = "keys:manage", .self = verify::Self::kByAny, .compares = false}));
    return {};
  });
}

}  // namespace bearward::keys
