// Events: lists the events of an organization's audit log.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "model/audit_log.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// EventRange selects the events with [from, to) as their time; an absent bound selects any.
struct EventRange {
  std::optional<base::Time> from;
  std::optional<base::Time> to;
};

// Events is safe from any thread. Only a caller that acts for the environment uses it. Events are
// added by Ingestion (ingestion.h) and end with the retention of their organization.
class Events : public resource::VerbsOf<model::AuditLogEvent> {
 public:
  explicit Events(const resource::Parts& parts);

  // ListOf lists the events of one organization in the order in which they were added, the newest
  // first unless the query has another order: kNotFound "organization_not_found".
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& organization,
                                      const EventRange& range, store::PageQuery query) const;
};

}  // namespace bearward::audit_logs
