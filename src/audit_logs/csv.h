// Csv: events as comma-separated values (RFC 4180).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/audit_log.h"

namespace bearward::audit_logs {

// kCsvHeader is the line of column names, with its line end.
extern const std::string_view kCsvHeader;

// AppendCsvLine appends an event as a line. Lists and metadata are JSON texts. A cell that a
// spreadsheet could take for a formula begins with an apostrophe. kInternal for damaged content.
base::Status AppendCsvLine(const model::AuditLogEvent& event, std::string& csv);

}  // namespace bearward::audit_logs
