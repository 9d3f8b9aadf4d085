#include "keys/key_log.h"

#include <string>
#include <utility>

#include "keys/keys.h"
#include "store/api_keys.h"

namespace bearward::keys {

base::Status CheckDescription(std::string_view description) {
  if (description.size() <= kLongestDescription) return {};
  base::Error error = base::Invalid("description_too_long", "The description is too long.");
  error.fields.push_back("description");
  return base::Fail(std::move(error));
}

model::Event NewEvent(const model::Caller& caller, model::EventType type, std::string_view target,
                      std::optional<model::OrganizationId> organization, base::Time at) {
  return {.environment = caller->environment,
          .organization = std::move(organization),
          .type = type,
          .actor = caller.AsActor(),
          .target = std::string(target),
          .at = at};
}

base::Status LogRevoked(store::WriteTx& tx, const model::Caller& caller, model::ApiKey key,
                        const std::optional<model::OrganizationId>& organization, base::Time at) {
  key.revoked_at = at;
  BW_TRY(store::UpdateApiKey(tx, key));
  return tx.Append(
      NewEvent(caller, model::EventType::kApiKeyRevoked, key.id.text, organization, at));
}

}  // namespace bearward::keys
