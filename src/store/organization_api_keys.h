// Table of the API keys of organizations and of users in them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "model/organization_api_key.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// OrganizationApiKeys returns the table.
const TableOf<model::OrganizationApiKey>& OrganizationApiKeys();

// HashText returns the value of the column `hash`: the SHA-256 of a key in hex.
std::string HashText(const base::Digest& hash);
// FindOrganizationApiKeyByHash searches all environments, as FindApiKeyByHash does.
base::Result<std::optional<model::OrganizationApiKey>> FindOrganizationApiKeyByHash(
    ReadTx& tx, const base::Digest& hash);
// ListOrganizationApiKeysOf returns the keys of a user in all organizations, or only in
// `organization`.
base::Result<std::vector<model::OrganizationApiKey>> ListOrganizationApiKeysOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const std::optional<model::OrganizationId>& organization = std::nullopt);
// NoteOrganizationApiKeyUse moves last_used_at forward, never back. An unknown key is not an error.
base::Status NoteOrganizationApiKeyUse(WriteTx& tx, const model::EnvironmentId& environment,
                                       std::string_view id, base::Time at);
// FindOrganizationApiKeyWith returns a key that has a permission, if there is one.
base::Result<std::optional<model::OrganizationApiKey>> FindOrganizationApiKeyWith(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view permission);
// WithoutUser selects the keys that belong to an organization itself and not to a user.
Condition WithoutUser();

}  // namespace bearward::store
