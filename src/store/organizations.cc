#include "store/organizations.h"

#include "store/columns.h"

#define SELECT_ORGANIZATION                                                         \
  "SELECT environment_id, id, number, name, password_policy, enabled, created_at, " \
  "updated_at, rate_limit FROM organizations "

namespace bearward::store {
namespace {

model::Organization ReadOrganization(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::OrganizationId>(),
          .number = columns.Integer(),
          .name = columns.Text(),
          .password_policy = columns.Word<model::PolicyLevel>(),
          .enabled = columns.Flag(),
          .created_at = columns.Time(),
          .updated_at = columns.Time(),
          .rate_limit = columns.OptionalWord(model::ParseRateLimit)};
}

}  // namespace

base::Result<std::optional<model::Organization>> FindOrganization(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& id) {
  return ReadOne(tx.Execute(SELECT_ORGANIZATION "WHERE environment_id = ?1 AND id = ?2",
                            {BorrowedText(environment.text), BorrowedText(id.text)}),
                 ReadOrganization);
}

base::Result<std::optional<model::Organization>> FindOrganizationByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::int64_t number) {
  return ReadOne(tx.Execute(SELECT_ORGANIZATION "WHERE environment_id = ?1 AND number = ?2",
                            {environment.text, number}),
                 ReadOrganization);
}

base::Result<std::optional<model::Organization>> FindOrganizationByName(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name) {
  return ReadOne(tx.Execute(SELECT_ORGANIZATION
                            "WHERE environment_id = ?1 AND name = ?2 ORDER BY number LIMIT 1",
                            {environment.text, std::string(name)}),
                 ReadOrganization);
}

base::Result<std::int64_t> NextOrganizationNumber(ReadTx& tx,
                                                  const model::EnvironmentId& environment) {
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) + 1 FROM organizations WHERE environment_id = ?1",
                 {environment.text}));
}

base::Status InsertOrganization(WriteTx& tx, const model::Organization& organization) {
  return Done(tx.Execute(
      "INSERT INTO organizations (environment_id, id, number, name, password_policy, enabled, "
      "created_at, updated_at, rate_limit) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      {organization.environment.text, organization.id.text, organization.number, organization.name,
       std::string(base::Word(organization.password_policy)), organization.enabled,
       base::ToMillis(organization.created_at), base::ToMillis(organization.updated_at),
       RateLimitOrNull(organization.rate_limit)}));
}

base::Status UpdateOrganization(WriteTx& tx, const model::Organization& organization) {
  return ChangedOne(tx.Execute(
      "UPDATE organizations SET number = ?3, name = ?4, password_policy = ?5, enabled = ?6, "
      "updated_at = ?7, rate_limit = ?8 WHERE environment_id = ?1 AND id = ?2 RETURNING 1",
      {organization.environment.text, organization.id.text, organization.number, organization.name,
       std::string(base::Word(organization.password_policy)), organization.enabled,
       base::ToMillis(organization.updated_at), RateLimitOrNull(organization.rate_limit)}));
}

}  // namespace bearward::store
