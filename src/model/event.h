// Event: what happened, by whom. Written in the change's own transaction and numbered without gaps:
// the audit trail, the outbox, and the signal that empties caches are this one log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
  kAccessDenied,
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

// Origin is where a request came from: the client address (door::Call::client_address) and the id
// of the request. Both are empty for what no request caused.
struct Origin {
  std::string address = {};
  std::string request_id = {};

  bool operator==(const Origin&) const = default;
};

// Actor is who did it: a subject, or the system itself. The system is also the actor where the
// subject is unknown, as in a refused sign-in. `credential_id` is the id of the session, key,
// client secret or token that was presented, empty for passwords.
struct Actor {
  std::string kind = "system";  // user, application, environment, system
  std::string id = {};
  std::string credential_id = {};
  Origin origin = {};
};

// Event is one entry, made by EventBy. `target` is the id of what was changed; `data` is the text
// of a JSON object and holds no secret: `changes` (model/changes.h) are the fields that changed.
// `number` is given by the store.
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

class Caller;

// EventBy makes the events of one verb: all of them have its environment, actor and time. There is
// no other way to make one, so that no verb can leave out where a change came from.
class EventBy {
 public:
  // EventBy of a caller acts in the environment of that caller. Make it before the transaction,
  // whose closure may run on another thread.
  EventBy(const Caller& caller, base::Time at);
  // EventBy of any actor: the system, the subject of a session.
  EventBy(EnvironmentId environment, Actor actor, base::Time at)
      : environment_(std::move(environment)), actor_(std::move(actor)), at_(at) {}

  // Make returns an event about `target`. `organization` is the tenant that it concerns, if any.
  Event Make(EventType type, std::string_view target,
             const std::optional<OrganizationId>& organization, std::string data = "{}") const;
  // OfSession returns an event about a session, with its profile and subject in `data`.
  Event OfSession(EventType type, const Session& session) const;

  base::Time at() const { return at_; }
  const EnvironmentId& environment() const { return environment_; }

 private:
  EnvironmentId environment_;
  Actor actor_;
  base::Time at_;
};

// SubjectOf returns the subject of a session as an actor that presents that session's token.
Actor SubjectOf(const Session& session, Origin origin);

}  // namespace bearward::model
