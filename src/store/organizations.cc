#include "store/organizations.h"

#include "store/columns.h"
#include "store/table.h"

namespace bearward::store {
namespace {

const TableOf<model::Organization>& Organizations() {
  static const TableOf<model::Organization> table(model::kOrganization);
  return table;
}

}  // namespace

base::Result<std::optional<model::Organization>> FindOrganization(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& id) {
  return Organizations().Find(tx, environment, id.text);
}

base::Result<std::optional<model::Organization>> FindOrganizationByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::int64_t number) {
  return Organizations().FindWhere(tx, "environment_id = ?1 AND number = ?2",
                                   {environment.text, number});
}

base::Result<std::optional<model::Organization>> FindOrganizationByName(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name) {
  return Organizations().FindWhere(tx, "environment_id = ?1 AND name = ?2 ORDER BY number LIMIT 1",
                                   {environment.text, std::string(name)});
}

base::Result<std::optional<model::Organization>> FindOrganizationByStripeCustomer(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view customer) {
  return Organizations().FindWhere(tx, "environment_id = ?1 AND stripe_customer_id = ?2 LIMIT 1",
                                   {environment.text, std::string(customer)});
}

base::Result<std::vector<model::Organization>> FindOrganizations(
    ReadTx& tx, const model::EnvironmentId& environment, const std::vector<std::string>& ids) {
  return Organizations().FindAll(tx, environment, ids);
}

base::Result<std::int64_t> NextOrganizationNumber(ReadTx& tx,
                                                  const model::EnvironmentId& environment) {
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) + 1 FROM organizations WHERE environment_id = ?1",
                 {environment.text}));
}

base::Status InsertOrganization(WriteTx& tx, const model::Organization& organization) {
  return Organizations().Insert(tx, organization);
}

base::Status UpdateOrganization(WriteTx& tx, const model::Organization& organization) {
  return Organizations().Update(tx, organization);
}

base::Status DeleteContents(WriteTx& tx, const model::EnvironmentId& environment,
                            const model::OrganizationId& id, base::Time at) {
  BW_TRY(
      Done(tx.Execute("INSERT INTO deleted_secrets (environment_id, hash, application_id, "
                      "deleted_at) SELECT environment_id, hash, application_id, ?3 FROM "
                      "(SELECT environment_id, hash, application_id FROM application_secrets "
                      "UNION ALL SELECT environment_id, hash, application_id FROM retired_secrets) "
                      "AS secrets WHERE environment_id = ?1 AND application_id IN (SELECT id FROM "
                      "applications WHERE environment_id = ?1 AND organization_id = ?2) "
                      "ON CONFLICT (environment_id, hash) DO NOTHING",
                      {environment.text, id.text, base::ToMillis(at)})));
  for (const std::string_view sql : {
           "DELETE FROM object_members WHERE environment_id = ?1 AND organization_id = ?2",
           "DELETE FROM objects WHERE environment_id = ?1 AND owner_id = ?2",
           "DELETE FROM external_ids WHERE environment_id = ?1 AND kept_for = ?2",
           "DELETE FROM memberships WHERE environment_id = ?1 AND organization_id = ?2",
           "DELETE FROM applications WHERE environment_id = ?1 AND organization_id = ?2",
           "DELETE FROM policies WHERE environment_id = ?1 AND organization_id = ?2",
           "DELETE FROM webhook_subscribers WHERE environment_id = ?1 AND organization_id = ?2",
       }) {
    BW_TRY(Done(tx.Execute(sql, {environment.text, id.text})));
  }
  return {};
}

}  // namespace bearward::store
