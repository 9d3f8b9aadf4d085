// Table of memberships: which user belongs to which organization, with which roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::store {

// FindMembership returns nullopt when the user does not belong to the organization.
base::Result<std::optional<model::Membership>> FindMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization);
// ListMemberships returns the memberships of a user in order of position: the home organization
// first.
base::Result<std::vector<model::Membership>> ListMemberships(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// PutMembership inserts the membership or replaces position and roles of the user in the
// organization.
base::Status PutMembership(WriteTx& tx, const model::Membership& membership);
// DeleteMembership removes the membership; a missing one is not an error.
base::Status DeleteMembership(WriteTx& tx, const model::Membership& membership);

}  // namespace bearward::store
