// Ingestion: stores the events of a customer's product.
#pragma once

#include <string>

#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// NewEvent is an event of a request. `key` is its idempotency key; it may be empty.
struct NewEvent {
  std::string organization;
  json::Value event;
  std::string key;
};

// Ingestion is safe from any thread. Only a caller that acts for the environment may use it.
class Ingestion {
 public:
  explicit Ingestion(const resource::Parts& parts) : parts_(parts) {}

  // Add stores an event. The same event with the same key within 24 hours is stored once, also
  // without a key. No event of Bearward's audit trail is written, because the event is one itself.
  // Errors of ReadEvent (event_form.h); kNotFound "organization_not_found"; kInvalid
  // "invalid_audit_log" with EventFaults (definition.h) in `fields`, also for an action or a
  // version without a schema; kInvalid "invalid_value" for a time more than a day ahead.
  base::Status Add(const model::Caller& caller, const NewEvent& event) const;

 private:
  resource::Parts parts_;
};

}  // namespace bearward::audit_logs
