// EventForm: an event as a request describes it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"

namespace bearward::audit_logs {

// EventForm is an event whose members have the right types. `content` has the members action,
// occurred_at, version, actor, targets, context and, if given, metadata.
struct EventForm {
  std::string action;
  base::Time occurred_at;
  std::int64_t version = 1;
  json::Value content;
};

// ReadEvent reads an event. Without "version" it follows version 1. kInvalid with the path below
// "event" in `fields`: "missing_field", "wrong_type", "unknown_field", "invalid_value".
base::Result<EventForm> ReadEvent(const json::Value& event);

}  // namespace bearward::audit_logs
