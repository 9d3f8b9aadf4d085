#include "door/audit.h"

#include <string>
#include <utility>

namespace bearward::door {
namespace {

using model::EventType;

// A sign-in is a request to an open route on the hashing pool, or one with a password credential.
bool IsSignIn(const RequestContext& context) {
  const Route& route = *context.route();
  return (route.guard.need.open() && route.run_on == RunOn::kHashing) || context.ByPassword();
}

std::optional<EventType> TypeOf(const RequestContext& context, const base::Error& error) {
  using base::Code;
  const bool throttled = error.code == Code::kLimited;
  const bool refused = error.code == Code::kUnauthenticated || error.code == Code::kDenied;
  if (!throttled && !refused) return std::nullopt;
  if (context.known() != nullptr) {
    return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
  }
  if (IsSignIn(context)) return throttled ? EventType::kLoginThrottled : EventType::kLoginFailed;
  if (throttled) return EventType::kClientThrottled;
  if (error.reason == "invalid_client") return EventType::kClientFailed;
  return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
}

}  // namespace

std::optional<verify::RefusedRequest> RefusalOf(const RequestContext& context,
                                                const base::Error& error) {
  if (context.route() == nullptr || context.dialect().judges_others) return std::nullopt;
  const std::optional<EventType> type = TypeOf(context, error);
  if (!type) return std::nullopt;
  const model::Caller* const known = context.known();
  const Call& call = context.call();
  // Without an environment no credential was verified, so there is no refusal to record.
  const base::Result<model::EnvironmentId> environment =
      known ? model::EnvironmentId((*known)->environment) : call.environment();
  if (!environment) return std::nullopt;
  verify::RefusedRequest refusal{.type = *type,
                                 .environment = *environment,
                                 .actor = known ? known->AsActor() : model::Actor(),
                                 .target = error.claimed,
                                 .reason = error.reason,
                                 .at = call.now()};
  refusal.actor.origin = call.origin();
  if (*type == EventType::kAccessDenied) refusal.target = context.route()->operation;
  return refusal;
}

}  // namespace bearward::door
