#include "store/partner_results.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {
namespace {

model::PartnerResult ReadResult(Columns& columns) {
  model::PartnerResult row;
  row.id = columns.Text();
  row.environment = columns.Id<model::EnvironmentId>();
  row.organization = columns.Id<model::OrganizationId>();
  row.kind = columns.Word<model::PartnerResultKind>();
  row.number = columns.Integer();
  row.subject = columns.Text();
  row.data = columns.Text();
  row.expires_at = columns.Time();
  row.created_at = columns.Time();
  row.updated_at = columns.Time();
  return row;
}

}  // namespace

const TableOf<model::PartnerResult>& PartnerResults() {
  static const TableOf<model::PartnerResult> table(model::kPartnerResult);
  return table;
}

base::Result<std::optional<model::PartnerResult>> FindPartnerResult(ReadTx& tx, const ResultsOf& of,
                                                                    std::string_view id) {
  return PartnerResults().FindWhere(
      tx, "environment_id = ?1 AND organization_id = ?2 AND kind = ?3 AND id = ?4",
      {of.environment.text, of.organization.text, std::string(base::Word(of.kind)),
       std::string(id)});
}

base::Result<std::optional<model::PartnerResult>> FindPartnerResultByNumber(ReadTx& tx,
                                                                            const ResultsOf& of,
                                                                            std::int64_t number) {
  return PartnerResults().FindWhere(
      tx, "environment_id = ?1 AND organization_id = ?2 AND kind = ?3 AND number = ?4",
      {of.environment.text, of.organization.text, std::string(base::Word(of.kind)), number});
}

base::Result<std::optional<model::PartnerResult>> FindPartnerFile(ReadTx& tx, std::string_view id) {
  return PartnerResults().FindWhere(tx, "id = ?1 AND kind = 'file'", {std::string(id)});
}

base::Result<std::int64_t> CountPartnerResults(ReadTx& tx, const ResultsOf& of, base::Time now) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM partner_results WHERE environment_id = ?1 "
                 "AND organization_id = ?2 AND kind = ?3 AND expires_at > ?4",
                 {of.environment.text, of.organization.text, std::string(base::Word(of.kind)),
                  base::ToMillis(now)}));
}

base::Result<KeysetPage<model::PartnerResult>> ListResultsOf(ReadTx& tx,
                                                             const ObjectResults& query) {
  return ReadKeyset<model::PartnerResult>(
      tx,
      {.select = "SELECT id, environment_id, organization_id, kind, number, subject, data, "
                 "expires_at, created_at, updated_at FROM partner_results "
                 "WHERE environment_id = ?1 AND organization_id IN "
                 "(SELECT organization_id FROM object_members WHERE object_id = ?2 "
                 "AND environment_id = ?1 AND state = 'accepted') AND kind = ?3 AND subject = ?4",
       .values = {query.object.environment.text, query.object.id.text,
                  std::string(base::Word(query.kind)), query.subject}},
      query, ReadResult, [](const model::PartnerResult& row) { return row.id; });
}

}  // namespace bearward::store
