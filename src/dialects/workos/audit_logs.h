// Routes of audit logs (contracts: WorkOS section 4.10).
#pragma once

#include <string>
#include <vector>

#include "audit_logs/actions.h"
#include "audit_logs/exports.h"
#include "audit_logs/ingestion.h"
#include "door/rest.h"
#include "log_streams/streams.h"
#include "organizations/organizations.h"

namespace bearward::dialects::workos {

// AuditLogUses are the dependencies of the routes, which they must outlive. `site` is the address
// of this server, with which the link of an export begins.
struct AuditLogUses {
  const audit_logs::Actions& actions;
  const audit_logs::Ingestion& ingestion;
  const audit_logs::Exports& exports;
  const organizations::Organizations& organizations;
  const log_streams::Streams& streams;
  std::string site;
};

// AuditLogRoutes returns the routes.
std::vector<door::Route> AuditLogRoutes(const AuditLogUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
