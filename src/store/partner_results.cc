#include "store/partner_results.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

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

base::Result<std::int64_t> PrunePartnerResults(WriteTx& tx, const PruneBounds& bounds, int batch) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute("DELETE FROM partner_results WHERE id IN (SELECT id FROM partner_results "
                 "WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2) RETURNING 1",
                 {base::ToMillis(bounds.before), batch}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace bearward::store
