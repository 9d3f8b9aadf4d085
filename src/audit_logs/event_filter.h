// EventFilter: which events of an audit log a list or an export has.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/audit_log.h"

namespace bearward::audit_logs {

// EventFilter selects the events with times in [from, to) that fit every member. An empty member
// fits all events. `search` is a part of the action, or of an id or a name of the actor or a
// target, in any case of ASCII letters.
struct EventFilter {
  base::Time from;
  base::Time to;
  std::vector<std::string> actions = {};
  std::vector<std::string> actor_ids = {};
  std::vector<std::string> actor_names = {};
  std::vector<std::string> target_ids = {};
  std::vector<std::string> target_types = {};
  std::string search = {};
};

// FilterOf returns the filter of an export.
EventFilter FilterOf(const model::AuditLogExport& row);

// Selects returns whether the event fits. kInternal for damaged content.
base::Result<bool> Selects(const EventFilter& filter, const model::AuditLogEvent& event);

}  // namespace bearward::audit_logs
