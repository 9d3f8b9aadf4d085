// AuditLogCheck: the command `audit verify`, which proves the event log
// (docs/design/0018-event-chain.md).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_folder.h"
#include "base/result.h"
#include "store/chain_check.h"
#include "store/engine.h"

namespace bearward::app {

// OpenForReading opens the database of the configuration, or the file `file` if it is not empty,
// for reading in one transaction that it has begun. It may run beside a server. kInvalid
// "unreadable_file" if there is no such file.
base::Result<std::unique_ptr<store::Engine>> OpenForReading(const Config& config,
                                                            const std::string& file);

// VerifyAuditLog checks the event log of the database or of the file. `known` is
// "NUMBER:HEX DIGEST" of a checkpoint that was kept elsewhere, or empty. kInvalid
// "master_key_wrong" if the master key is that of another database.
base::Result<store::ChainReport> VerifyAuditLog(const Config& config, const std::string& file,
                                                const std::string& known,
                                                std::vector<std::string>& warnings);

// ChainReportAsText and ChainReportAsJson return the report for people and for programs.
std::string ChainReportAsText(const store::ChainReport& report);
std::string ChainReportAsJson(const store::ChainReport& report);

}  // namespace bearward::app
