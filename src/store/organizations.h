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

// FindOrganization, ...ByNumber and ...ByName return nullopt when this environment has no such
// organization. Names are not unique: the organization with the lowest number is returned.
base::Result<std::optional<model::Organization>> FindOrganization(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& id);
base::Result<std::optional<model::Organization>> FindOrganizationByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::int64_t number);
base::Result<std::optional<model::Organization>> FindOrganizationByName(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// FindOrganizationByStripeCustomer returns the organization of a customer of Stripe, or one of
// several that an earlier version has stored.
base::Result<std::optional<model::Organization>> FindOrganizationByStripeCustomer(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view customer);
// FindOrganizations returns the organizations with these ids, at most 256, in any order.
base::Result<std::vector<model::Organization>> FindOrganizations(
    ReadTx& tx, const model::EnvironmentId& environment, const std::vector<std::string>& ids);
// NextOrganizationNumber returns one more than the highest number in use; the first is 1.
base::Result<std::int64_t> NextOrganizationNumber(ReadTx& tx,
                                                  const model::EnvironmentId& environment);
// InsertOrganization fails with kExists when the id or the number exists.
base::Status InsertOrganization(WriteTx& tx, const model::Organization& organization);
// UpdateOrganization writes every column except environment, id and created_at.
base::Status UpdateOrganization(WriteTx& tx, const model::Organization& organization);
// DeleteContents deletes what refers to an organization and is not deleted by a foreign key:
// memberships, objects, its membership in objects, its external ids of objects, applications,
// policies and subscribers of webhooks. A later organization with the same id starts without them.
// The secrets of the applications become retired (IsRetiredSecret). Users are not deleted.
base::Status DeleteContents(WriteTx& tx, const model::EnvironmentId& environment,
                            const model::OrganizationId& id, base::Time at);

}  // namespace bearward::store
