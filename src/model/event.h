// Event: what happened and who caused it. Events are written in the transaction of the change and
// numbered without gaps. This one log is the audit trail, the outbox, and the source of cache
// invalidation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "model/event_type.h"
#include "model/ids.h"
#include "model/session.h"

namespace bearward::model {

// Origin is where a request came from: the client address (door::Call::client_address) and the id
// of the request. Both are empty for events that no request caused.
struct Origin {
  std::string address = {};
  std::string request_id = {};

  bool operator==(const Origin&) const = default;
};

// Actor is who caused an event: a subject, or the system. The actor is also "system" where the
// subject is unknown, as in a refused sign-in. `credential_id` is the id of the presented session,
// key, client secret or token; it is empty for passwords. `impersonator` is set if another user
// acted as this one; EventBy writes it into the data of the event.
struct Actor {
  std::string kind = "system";  // user, application, environment, system
  std::string id = {};
  std::string credential_id = {};
  Origin origin = {};
  std::optional<Impersonator> impersonator = {};
};

// Event is one log entry, created by EventBy. `target` is the id of what was changed. `data` is the
// text of a JSON object and contains no secret; its `changes` are the changed fields
// (model/changes.h). The store assigns `number`.
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

// EventBy creates the events of one use case: all of them have its environment, actor and time. It
// is the only way to create an event, so that no use case can omit the origin of a change.
class EventBy {
 public:
  // EventBy of a caller acts in the environment of that caller. Create it before the transaction,
  // because the closure of the transaction may run on another thread.
  EventBy(const Caller& caller, base::Time at);
  // EventBy of any other actor: the system, or the subject of a session.
  EventBy(EnvironmentId environment, Actor actor, base::Time at)
      : environment_(std::move(environment)), actor_(std::move(actor)), at_(at) {}

  // Make returns an event about `target`. `organization` is the tenant that the event concerns, if
  // any. `data` gets the member "impersonator" if the actor has one.
  Event Make(EventType type, std::string_view target,
             const std::optional<OrganizationId>& organization, std::string data = "{}") const&;
  Event Make(EventType type, std::string_view target,
             const std::optional<OrganizationId>& organization, std::string data = "{}") &&;
  // OfSession returns an event about a session, with its profile and subject in `data`.
  Event OfSession(EventType type, const Session& session) const;

  base::Time at() const { return at_; }
  const EnvironmentId& environment() const { return environment_; }

 private:
  EnvironmentId environment_;
  Actor actor_;
  base::Time at_;
};

// SubjectOf returns the subject of a session as an actor whose credential is that session.
Actor SubjectOf(const Session& session, Origin origin);

}  // namespace bearward::model
