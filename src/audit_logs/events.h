// Events: the events of the audit logs of organizations.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit_logs/event_filter.h"
#include "base/result.h"
#include "base/time.h"
#include "model/audit_log.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// kReadEvents is the permission that a member needs to read and export the audit log of its
// organization.
inline constexpr std::string_view kReadEvents = "events:read";

// EventRange selects the events with [from, to) as their time; an absent bound selects any.
struct EventRange {
  std::optional<base::Time> from;
  std::optional<base::Time> to;
};

// Events adds a list and a search to the verbs; those that write are not used. Safe from any
// thread. Events are added by Ingestion (ingestion.h) and end with the retention of their
// organization.
class Events : public resource::VerbsOf<model::AuditLogEvent> {
 public:
  // kMostScanned is the number of events that one Search reads, because no index covers its filter.
  static constexpr int kMostScanned = 2'000;

  // With a permission, members that have it read the events of their organization too.
  explicit Events(const resource::Parts& parts, std::string_view permission = {});

  // ListOf lists the events of one organization in the order in which they were added, the newest
  // first unless the query has another order: kNotFound "organization_not_found".
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& organization,
                                      const EventRange& range, store::PageQuery query) const;

  // Search returns a page of the events that the filter selects. A page may have fewer events than
  // the limit, or none, although more follow: the list ends only at a page without a cursor. Errors
  // of Verbs::List.
  base::Result<resource::Page> Search(const model::Caller& caller, const EventFilter& filter,
                                      const store::PageRequest& page) const;
};

}  // namespace bearward::audit_logs
