// Table of the domains of organizations.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/organization_domain.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// OrganizationDomains returns the table.
const TableOf<model::OrganizationDomain>& OrganizationDomains();

// ListDomainsOf returns the domains of an organization, the oldest first.
base::Result<std::vector<model::OrganizationDomain>> ListDomainsOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization);

}  // namespace bearward::store
