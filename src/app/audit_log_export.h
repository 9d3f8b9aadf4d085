// AuditLogExport: the command `audit export`, which writes the event log as JSON Lines or CSV.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace bearward::app {

// AuditExport selects events. An empty text or list selects any event. `environment` is a name or
// an id, `organization` an id; `from` (inclusive) and `to` (exclusive) are times in the form of
// base::ParseIso. `csv` selects the form.
struct AuditExport {
  std::string environment = {};
  std::string organization = {};
  std::vector<std::string> types = {};
  std::string from = {};
  std::string to = {};
  bool csv = false;
};

// ExportAuditLog passes the selected events, the oldest first, to `write` in pieces that end with a
// line end. Each event has its digest, which can be compared with one that was kept elsewhere; gaps
// of the chain are not exported. kInvalid "usage" for a malformed selection,
// "environment_not_found".
base::Status ExportAuditLog(const Config& config, const AuditExport& selected,
                            const std::function<void(std::string_view)>& write);

}  // namespace bearward::app
