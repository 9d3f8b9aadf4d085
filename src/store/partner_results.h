// Table of what requests of partners' applications left for later requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/object.h"
#include "model/partner_result.h"
#include "store/keyset.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// PartnerResults returns the table.
const TableOf<model::PartnerResult>& PartnerResults();

// ResultsOf selects the results of one kind of an organization.
struct ResultsOf {
  const model::EnvironmentId& environment;
  const model::OrganizationId& organization;
  model::PartnerResultKind kind;
};
// FindPartnerResult returns a result by its id, ...ByNumber by its number; nullopt if the
// organization has no such result of the kind.
base::Result<std::optional<model::PartnerResult>> FindPartnerResult(ReadTx& tx, const ResultsOf& of,
                                                                    std::string_view id);
base::Result<std::optional<model::PartnerResult>> FindPartnerResultByNumber(ReadTx& tx,
                                                                            const ResultsOf& of,
                                                                            std::int64_t number);
// FindPartnerFile finds a file in all environments by its id, which is a hash of a secret.
base::Result<std::optional<model::PartnerResult>> FindPartnerFile(ReadTx& tx, std::string_view id);
// CountPartnerResults counts those that expire after `now`.
base::Result<std::int64_t> CountPartnerResults(ReadTx& tx, const ResultsOf& of, base::Time now);

// ObjectResults requests a page of the results of one kind about an object, the newest first unless
// it has another order. They belong to accepted members of the object. `subject` is that of the
// results.
struct ObjectResults : PageRequest {
  const model::Object& object;
  model::PartnerResultKind kind;
  std::string subject;
};
// ListResultsOf returns the results without their content, which may be large.
base::Result<KeysetPage<model::PartnerResult>> ListResultsOf(ReadTx& tx,
                                                             const ObjectResults& query);

}  // namespace bearward::store
