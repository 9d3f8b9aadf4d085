// Table of memberships: which user belongs to which organization, with which roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/membership.h"
#include "store/transaction.h"

namespace bearward::store {

// FindMembership returns nullopt when the user does not belong to the organization.
base::Result<std::optional<model::Membership>> FindMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization);
// FindMembershipById returns nullopt when this environment has no such membership.
base::Result<std::optional<model::Membership>> FindMembershipById(
    ReadTx& tx, const model::EnvironmentId& environment, const model::MembershipId& id);
// FindActiveMembership returns the membership only if it is active. Sign-ins and tokens require an
// active one.
base::Result<std::optional<model::Membership>> FindActiveMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization);
// ListMemberships returns the memberships of a user in order of position: the home organization
// first. A pending one is not among them, because its user has not agreed to it.
base::Result<std::vector<model::Membership>> ListMemberships(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// ListMembershipsIn returns the memberships in an organization in order of creation. Pending ones
// are not among them.
base::Result<std::vector<model::Membership>> ListMembershipsIn(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization);
// PutMembership inserts the membership. If the user has one in the organization already, it sets
// the position and the roles of that one, and a pending one becomes active; id and creation time
// are unchanged.
base::Status PutMembership(WriteTx& tx, const model::Membership& membership);
// kUsersOfOrganization selects the members of the organizations that are the values of a filter
// (Filter::through).
inline constexpr std::string_view kUsersOfOrganization =
    "SELECT user_id FROM memberships WHERE environment_id = ?1 AND organization_id";
// DeleteMembership removes the membership; a missing one is not an error.
base::Status DeleteMembership(WriteTx& tx, const model::Membership& membership);

}  // namespace bearward::store
