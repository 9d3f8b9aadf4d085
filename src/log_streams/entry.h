// Entry: an event in the form that all targets share.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "model/audit_log.h"
#include "model/event.h"

namespace bearward::log_streams {

// Entry is one event of a batch. `json` is an object with the members id, action, occurred_at,
// actor, targets and context (contracts: WorkOS section 4.10), and further ones of the source.
struct Entry {
  std::int64_t position = 0;  // of its source; 0 for a test
  std::string id;
  base::Time at;
  std::string action;
  std::string organization;  // empty if it concerns none
  std::string json;
};

// EntryOf returns an event of an audit log, or of Bearward's own log, as an entry.
Entry EntryOf(const model::AuditLogEvent& event);
Entry EntryOf(const model::Event& event);
// TestEntry returns the message that tests a stream: the action "log_stream.test".
Entry TestEntry(const std::string& stream, base::Time now);

}  // namespace bearward::log_streams
