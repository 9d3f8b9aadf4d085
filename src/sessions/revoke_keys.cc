#include "sessions/revoke_keys.h"

#include <optional>
#include <string>

#include "model/changes.h"
#include "store/organization_api_keys.h"

namespace bearward::sessions {
namespace {

base::Status RevokeEach(store::WriteTx& tx, const Ending& ending,
                        const std::optional<model::OrganizationId>& there) {
  const model::UserId user{std::string(ending.subject_id)};
  BW_TRY_ASSIGN(const auto keys,
                store::ListOrganizationApiKeysOf(tx, ending.by.environment(), user, there));
  for (const model::OrganizationApiKey& key : keys) {
    BW_TRY(store::OrganizationApiKeys().Delete(tx, key));
    BW_TRY(tx.Append(ending.by.Make(model::EventType::kApiKeyRevoked, key.id, key.organization,
                                    model::Changes::Deleted(key).Json())));
  }
  return {};
}

}  // namespace

base::Status RevokeKeysOfMember(store::WriteTx& tx, const Ending& ending) {
  return RevokeEach(tx, ending, ending.organization);
}

base::Status RevokeKeysOfUser(store::WriteTx& tx, const Ending& ending) {
  return RevokeEach(tx, ending, std::nullopt);
}

}  // namespace bearward::sessions
