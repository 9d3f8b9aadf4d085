// Event: what happened, by whom. Written in the change's own transaction and numbered without gaps:
// the audit trail, the outbox, and the signal that empties caches are this one log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"
#include "model/session.h"

namespace bearward::model {

// EventType lists all that can happen. event.cc gives each its dotted name and says whether
// verdicts about its target must be asked anew.
enum class EventType : std::uint8_t {
  kEnvironmentCreated,
  kEnvironmentUpdated,
  kOrganizationCreated,
  kOrganizationUpdated,
  kRoleCreated,
  kRoleUpdated,
  kAccessProfileCreated,
  kAccessProfileUpdated,
  kUserCreated,
  kUserUpdated,
  kUserPasswordChanged,
  kApplicationCreated,
  kApplicationUpdated,
  kApplicationSecretReset,
  kApiKeyCreated,
  kApiKeyUpdated,
  kApiKeyRevoked,
  kSessionCreated,
  kSessionRefreshed,
  kSessionEnded,
  kSessionReuseDetected,
  kLoginFailed,
  kLoginLocked,
  kObjectCreated,
  kObjectUpdated,
  kObjectLinked,
  kObjectAudited,
  kSigningKeyCreated,
  kSigningKeyRetired,
  kPolicyCreated,
  kPolicyUpdated,
  kPolicyDeleted,
  kApplicationSecretAdded,
  kApplicationSecretRemoved,
  kTokenIssued,
  kTokenRevoked,
  kLoginUnlocked,
  kLoginThrottled,
  kClientFailed,
  kClientThrottled,
  kCount_,
};

// EventName gives the dotted name that is stored and published, for example "session.refreshed".
std::string_view EventName(EventType type);
// ParseEventName is its inverse.
std::optional<EventType> ParseEventName(std::string_view name);

// Invalidation says whose verdicts an event makes stale.
enum class Invalidation : std::uint8_t {
  kNone,
  kTarget,       // those that mention the event's target
  kEnvironment,  // all of the event's environment: roles and profiles reach everybody
};
Invalidation InvalidationOf(EventType type);

// Actor is who did it: a subject, or the system itself.
struct Actor {
  std::string kind = "system";  // user, application, environment, system
  std::string id;
};

// Event is one entry. `target` is the id of what was changed; `data` is the text of a JSON object
// and holds no secret. `number` is given by the store.
struct Event {
  std::int64_t number = 0;
  EnvironmentId environment;
  std::optional<OrganizationId> organization;
  EventType type = EventType::kCount_;
  Actor actor;
  std::string target;
  base::Time at;
  std::string data = "{}";
};

}  // namespace bearward::model
