#include "door/audit.h"

#include <string>
#include <utility>

namespace bearward::door {
namespace {

using model::EventType;

// A password is presented to a row of the hashing pool, or by a scheme that is one.
bool IsSignIn(const Passage& passage) {
  const Route& route = *passage.route();
  return (route.guard.need.open() && route.run_on == RunOn::kHashing) || passage.ByPassword();
}

std::optional<EventType> TypeOf(const Passage& passage, const base::Error& error) {
  using base::Code;
  const bool throttled = error.code == Code::kLimited;
  const bool refused = error.code == Code::kUnauthenticated || error.code == Code::kDenied;
  if (!throttled && !refused) return std::nullopt;
  if (passage.known() != nullptr) {
    return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
  }
  if (IsSignIn(passage)) return throttled ? EventType::kLoginThrottled : EventType::kLoginFailed;
  if (throttled) return EventType::kClientThrottled;
  if (error.reason == "invalid_client") return EventType::kClientFailed;
  return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
}

}  // namespace

std::optional<verify::Refusal> RefusalOf(const Passage& passage, const base::Error& error) {
  if (passage.route() == nullptr || passage.dialect().judges_others) return std::nullopt;
  const std::optional<EventType> type = TypeOf(passage, error);
  if (!type) return std::nullopt;
  const model::Caller* const known = passage.known();
  const Call& call = passage.call();
  // Without its environment nothing was decided about a credential, so there is nothing to write.
  const base::Result<model::EnvironmentId> environment =
      known ? model::EnvironmentId((*known)->environment) : call.environment();
  if (!environment) return std::nullopt;
  verify::Refusal refusal{.type = *type,
                          .environment = *environment,
                          .actor = known ? known->AsActor() : model::Actor(),
                          .target = error.claimed,
                          .reason = error.reason,
                          .at = call.now()};
  refusal.actor.origin = call.origin();
  if (*type == EventType::kAccessDenied) refusal.target = passage.route()->operation;
  return refusal;
}

}  // namespace bearward::door
