#include "keys/key_writes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "keys/keys.h"
#include "model/changes.h"
#include "model/operator.h"
#include "store/api_keys.h"

namespace bearward::keys {

base::Status CheckNotByKey(const model::Caller& caller) {
  if (!model::IsByKey(caller)) return {};
  return base::Fail(base::Denied("missing_permission",
                                 "An API key can neither make a key of the environment nor change "
                                 "its expiry. Sign in to the console, or use the command line."));
}

base::Status CheckDescription(std::string_view description) {
  const bool is_long = description.size() > kLongestDescription;
  if (!is_long && !base::HasControlCharacter(description)) return {};
  base::Error error =
      is_long ? base::Invalid("description_too_long", "The description is too long.")
              : base::Invalid("description_malformed",
                              "The description contains a control character. Remove it.");
  error.fields.push_back("description");
  return base::Fail(std::move(error));
}

base::Status SetExpiry(std::optional<base::Time>& expires_at, const std::optional<base::Time>& at,
                       base::Time now) {
  if (expires_at && *expires_at <= now) {
    return base::Fail(base::Conflict("api_key_already_expired", "API key is already expired"));
  }
  expires_at = at ? std::optional(std::max(*at, now)) : std::nullopt;
  return {};
}

base::Status LogRevoked(store::WriteTx& tx, const model::EventBy& by, model::ApiKey key,
                        const std::optional<model::OrganizationId>& organization) {
  const model::ApiKey before = key;
  key.revoked_at = by.at();
  BW_TRY(store::UpdateApiKey(tx, key));
  return tx.Append(by.Make(model::EventType::kApiKeyRevoked, key.id.text, organization,
                           model::Changes::Between(before, key).Json()));
}

}  // namespace bearward::keys
