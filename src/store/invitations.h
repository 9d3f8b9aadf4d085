// Table of invitations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/invitation.h"
#include "store/table.h"

namespace bearward::store {

// Invitations returns the table.
const TableOf<model::Invitation>& Invitations();

// FindInvitationByToken returns nullopt when no invitation has a token with this hash.
base::Result<std::optional<model::Invitation>> FindInvitationByToken(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view token_hash);
// ListPendingInvitations returns the invitations of an email address that can be accepted at `now`.
base::Result<std::vector<model::Invitation>> ListPendingInvitations(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view email_key,
    base::Time now);

// ListNewestInvitations returns the newest invitation of each of these addresses, by email_key, to
// an organization.
base::Result<std::vector<model::Invitation>> ListNewestInvitations(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    const std::vector<std::string>& email_keys);
// CountInvitationsSince counts the invitations to an organization that are newer than a time.
base::Result<std::int64_t> CountInvitationsSince(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const model::OrganizationId& organization,
                                                 base::Time since);

}  // namespace bearward::store
