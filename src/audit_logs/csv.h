// Csv: events as comma-separated values (RFC 4180).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/audit_log.h"

namespace bearward::audit_logs {

// kCsvHeader is the line of column names, with its line end.
extern const std::string_view kCsvHeader;

// AppendCsvCell appends a quoted cell with the comma after it. A cell that a spreadsheet could take
// for a formula begins with an apostrophe.
void AppendCsvCell(std::string& csv, std::string_view text);

// AppendCsvLine appends an event as a line. Lists and metadata are JSON texts. kInternal for
// damaged content.
base::Status AppendCsvLine(const model::AuditLogEvent& event, std::string& csv);

}  // namespace bearward::audit_logs
