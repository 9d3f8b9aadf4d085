#include "store/object_links.h"

#include "store/columns.h"
#include "store/objects.h"

namespace bearward::store {
namespace {

model::ExternalId ReadExternalId(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .object = columns.Id<model::ObjectId>(),
          .field_name = columns.Text(),
          .external_id = columns.Text(),
          .organization = columns.Id<model::OrganizationId>()};
}

IntegrationStatus ReadStatus(Columns& columns) {
  return {.field_name = columns.Text(),
          .status_code = columns.Text(),
          .message = columns.Text(),
          .integration_id = columns.Text(),
          .external_id = columns.Text()};
}

// KeptFor returns the value of the column kept_for: the organization if the field has one value per
// organization, empty if all organizations share the value.
std::string KeptFor(const model::ExternalId& link) {
  const bool own = model::ClassifyField(link.field_name) == model::FieldClass::kCompany;
  return own ? link.organization.text : std::string();
}

}  // namespace

base::Result<std::vector<model::ExternalId>> ListExternalIds(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object) {
  return ReadAll(tx.Execute("SELECT environment_id, object_id, field_name, external_id, "
                            "organization_id FROM external_ids "
                            "WHERE environment_id = ?1 AND object_id = ?2 "
                            "ORDER BY field_name, kept_for",
                            {environment.text, object.text}),
                 ReadExternalId);
}

base::Result<std::vector<model::ExternalId>> ListExternalIdsInKind(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view kind) {
  return ReadAll(
      tx.Execute("SELECT e.environment_id, e.object_id, e.field_name, e.external_id, "
                 "e.organization_id FROM (SELECT DISTINCT object_id FROM object_members "
                 "WHERE environment_id = ?1 AND organization_id = ?2 "
                 "AND state = 'accepted') m CROSS JOIN objects o CROSS JOIN external_ids e "
                 "WHERE o.id = m.object_id AND o.environment_id || '' = ?1 "
                 "AND o.kind || '' = ?3 AND e.environment_id = ?1 AND e.object_id = o.id "
                 "ORDER BY e.object_id, e.field_name, e.kept_for",
                 {environment.text, organization.text, std::string(kind)}),
      ReadExternalId);
}

// A join could begin with the memberships, of which the organization has many. The subqueries
// search for each external id, of which there are few, by the primary keys. The expressions have
// the reason that ListObjectsOf states.
base::Result<std::vector<model::ObjectId>> ListLinkedObjects(ReadTx& tx, const LinkQuery& query) {
  return ReadAll<model::ObjectId>(
      tx.Execute("SELECT e.object_id FROM external_ids e WHERE e.external_id = ?2 "
                 "AND e.environment_id || '' = ?1 AND e.field_name || '' = ?3 "
                 "AND (SELECT o.kind FROM objects o "
                 "WHERE o.id = e.object_id AND o.environment_id || '' = ?1) = ?5 "
                 "AND (SELECT count(*) FROM object_members m WHERE m.environment_id = ?1 "
                 "AND m.object_id = e.object_id AND m.organization_id = ?4 "
                 "AND m.state = 'accepted') > 0 ORDER BY e.object_id",
                 {query.environment.text, std::string(query.external_id),
                  std::string(query.field_name), query.organization.text, std::string(query.kind)}),
      [](Columns& columns) { return columns.Id<model::ObjectId>(); });
}

base::Status PutExternalId(WriteTx& tx, const model::ExternalId& link) {
  return Done(tx.Execute(
      "INSERT INTO external_ids (environment_id, object_id, field_name, kept_for, external_id, "
      "organization_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
      "ON CONFLICT (environment_id, object_id, field_name, kept_for) "
      "DO UPDATE SET external_id = excluded.external_id, "
      "organization_id = excluded.organization_id",
      {link.environment.text, link.object.text, link.field_name, KeptFor(link), link.external_id,
       link.organization.text}));
}

base::Status PutIntegrationStatus(WriteTx& tx, const model::EnvironmentId& environment,
                                  const model::ObjectId& object, const IntegrationStatus& status,
                                  base::Time at) {
  return Done(tx.Execute(
      "INSERT INTO integration_statuses (environment_id, object_id, field_name, status_code, "
      "message, integration_id, external_id, reported_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (environment_id, object_id) "
      "DO UPDATE SET field_name = excluded.field_name, status_code = excluded.status_code, "
      "message = excluded.message, integration_id = excluded.integration_id, "
      "external_id = excluded.external_id, reported_at = excluded.reported_at",
      {environment.text, object.text, status.field_name, status.status_code, status.message,
       status.integration_id, status.external_id, base::ToMillis(at)}));
}

base::Result<std::optional<IntegrationStatus>> FindIntegrationStatus(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object) {
  return ReadOne(tx.Execute("SELECT field_name, status_code, message, integration_id, external_id "
                            "FROM integration_statuses "
                            "WHERE environment_id = ?1 AND object_id = ?2",
                            {environment.text, object.text}),
                 ReadStatus);
}

}  // namespace bearward::store
