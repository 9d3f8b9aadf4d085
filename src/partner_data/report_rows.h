// ReportRows: the rows of a report and the results of its charts. Internal to the module.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "model/caller.h"
#include "partner_data/report.h"
#include "store/transaction.h"

namespace bearward::partner_data {

// ReportRow has one value for each column of the report.
using ReportRow = std::vector<json::Value>;

// ReachedReport is a report that the organization of the caller may read. The rows are the objects
// that the members of `seen_by` see: of the caller's organization, or of the report's owner if a
// user of the caller's organization is an owner or collaborator of the report (contracts: WorkSpan
// section 4).
struct ReachedReport {
  Report report;
  model::OrganizationId seen_by;
};

// FindReport returns a report that is switched on for the API. kNotFound "report_not_found" if
// there is none, or the caller's organization has no level of a report on it: owner, collaborator
// or participant. kDenied by the access profile.
base::Result<ReachedReport> FindReport(store::ReadTx& tx, const model::Principal& principal,
                                       std::int64_t id);
// ListReports returns the objects of all these reports, in order of their ids.
base::Result<std::vector<objects::Row>> ListReports(store::ReadTx& tx,
                                                    const model::Principal& principal);

// CheckReadsKind checks that the access profile allows to read the objects that are the rows.
base::Status CheckReadsKind(store::ReadTx& tx, const model::Principal& principal,
                            const Report& report);

// ComputeRows returns the rows that meet the report's filter and `filter`, in the report's order.
// Hidden values are null before they are filtered and sorted.
base::Result<std::vector<ReportRow>> ComputeRows(store::ReadTx& tx,
                                                 const model::Principal& principal,
                                                 const ReachedReport& reached,
                                                 const FilterGroup& filter, base::Time now);

// RowObject returns a row as the object of a response.
json::Value RowObject(const Report& report, const ReportRow& row);

// ChartRows groups rows as a chart describes. The keys of the results are the names of the columns;
// that of the aggregate is the word of the aggregate before the name of its column, or COUNT.
json::Array ChartRows(const Report& report, const Chart& chart, const std::vector<ReportRow>& rows);

}  // namespace bearward::partner_data
