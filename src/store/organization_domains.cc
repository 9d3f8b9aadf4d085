#include "store/organization_domains.h"

#include <string>

namespace bearward::store {

const TableOf<model::OrganizationDomain>& OrganizationDomains() {
  static const TableOf<model::OrganizationDomain> table(model::kOrganizationDomain);
  return table;
}

base::Result<std::optional<model::OrganizationDomain>> FindDomain(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view domain) {
  return OrganizationDomains().FindWhere(tx, "environment_id = ?1 AND domain = ?2 LIMIT 1",
                                         {environment.text, std::string(domain)});
}

base::Result<std::vector<model::OrganizationDomain>> ListDomainsOf(
    ReadTx& tx, const model::EnvironmentId& environment,
    const model::OrganizationId& organization) {
  return OrganizationDomains().ListWhere(tx,
                                         "environment_id = ?1 AND organization_id = ?2 ORDER BY id",
                                         {environment.text, organization.text});
}

}  // namespace bearward::store
