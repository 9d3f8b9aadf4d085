// Events: the events of an audit log, for the members of its organization.
#pragma once

#include <cstdint>

#include "audit_logs/event_filter.h"
#include "base/result.h"
#include "model/audit_log.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// kReadEvents is the permission that a member needs to read and export the audit log of its
// organization.
inline constexpr std::string_view kReadEvents = "events:read";

// Events adds a search to the verbs. Safe from any thread.
class Events : public resource::VerbsOf<model::AuditLogEvent> {
 public:
  // kMostScanned is the number of events that one Search reads, because no index covers its filter.
  static constexpr int kMostScanned = 2'000;

  explicit Events(const resource::Parts& parts);

  // Search returns a page of the events that the filter selects. A page may have fewer events than
  // the limit, or none, although more follow: the list ends only at a page without a cursor. Errors
  // of Verbs::List.
  base::Result<resource::Page> Search(const model::Caller& caller, const EventFilter& filter,
                                      const store::PageRequest& page) const;
};

}  // namespace bearward::audit_logs
