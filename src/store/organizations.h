// Table of organizations: id and number are each unique in the environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "store/transaction.h"

namespace bearward::store {

// FindOrganization, ...ByNumber and ...ByName give nullopt when there is none in this environment.
// Names are not unique: the one with the lowest number is found.
base::Result<std::optional<model::Organization>> FindOrganization(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& id);
base::Result<std::optional<model::Organization>> FindOrganizationByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::int64_t number);
base::Result<std::optional<model::Organization>> FindOrganizationByName(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// NextOrganizationNumber gives one more than the highest number in use, from 1.
base::Result<std::int64_t> NextOrganizationNumber(ReadTx& tx,
                                                  const model::EnvironmentId& environment);
// InsertOrganization fails with kExists when the id or the number is taken.
base::Status InsertOrganization(WriteTx& tx, const model::Organization& organization);
// UpdateOrganization writes every column but environment, id and created_at.
base::Status UpdateOrganization(WriteTx& tx, const model::Organization& organization);

}  // namespace bearward::store
