// OrganizationApiKey: an API key of an organization, or of a user in one organization.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// OrganizationApiKey acts in one organization: for the organization itself or, with `user`, for
// that user. Its permissions are its own; a key of a user never has more than the user has now.
// `hash` is the SHA-256 of the value in hex; it identifies a key in all environments. `value` is
// set only in the row that a create returns, because it is not stored.
struct OrganizationApiKey : Entity {
  OrganizationId organization;
  std::optional<UserId> user;
  std::string name;
  std::string obfuscated_value;
  std::string hash;
  std::optional<base::Time> last_used_at;  // up to one minute behind
  std::optional<base::Time> expires_at;
  std::vector<std::string> permissions;
  std::optional<base::Time> reminded_at;  // when the newest reminder of its expiry was due
  base::Secret value;
};

// kOrganizationApiKeyFields and kOrganizationApiKey are its description.
inline constexpr Field kOrganizationApiKeyFields[] = {
    F<&OrganizationApiKey::organization>(kOrganizationField, kStored | kAudited | kConstant),
    F<&OrganizationApiKey::user>("user_id", kStored | kAudited | kConstant | kSelective),
    F<&OrganizationApiKey::name>("name", kFixed | kRequired, &kName),
    F<&OrganizationApiKey::obfuscated_value>("obfuscated_value", kStored | kShown | kConstant),
    F<&OrganizationApiKey::hash>("hash", kStored | kUnaudited | kConstant),
    F<&OrganizationApiKey::last_used_at>("last_used_at", kStored | kShown | kUnaudited | kConstant),
    F<&OrganizationApiKey::expires_at>("expires_at", kFixed),
    F<&OrganizationApiKey::permissions>("permissions", kFixed, &kPermissionSlug),
    F<&OrganizationApiKey::reminded_at>("reminded_at", kStored | kUnaudited | kConstant),
};
inline constexpr RecordOf<OrganizationApiKey> kOrganizationApiKey({
    .object = "api_key",
    .id_prefix = "api_key",
    .table = "organization_api_keys",
    .organization = kOrganizationField,
    .fields = kOrganizationApiKeyFields,
});
inline const Record& DescriptionOf(const OrganizationApiKey& /*row*/) {
  return kOrganizationApiKey;
}

}  // namespace bearward::model
