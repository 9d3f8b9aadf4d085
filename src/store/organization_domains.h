// Table of the domains of organizations.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/organization_domain.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// OrganizationDomains returns the table.
const TableOf<model::OrganizationDomain>& OrganizationDomains();

// kOrganizationsByDomain selects the organizations with one of the domains that are the values of a
// filter (Filter::through).
inline constexpr std::string_view kOrganizationsByDomain =
    "SELECT organization_id FROM organization_domains WHERE environment_id = ?1 AND domain";

// FindDomain returns one of the rows of a domain, which several organizations may claim.
base::Result<std::optional<model::OrganizationDomain>> FindDomain(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view domain);

// ListDomainsOf returns the domains of an organization, the oldest first.
base::Result<std::vector<model::OrganizationDomain>> ListDomainsOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization);

}  // namespace bearward::store
