#include "door/audit.h"

#include <string>
#include <utility>

#include "verify/refusal.h"

namespace bearward::door {
namespace {

using model::EventType;

// A sign-in is a request to an open route on the hashing pool, or one with a password credential.
bool IsSignIn(const RequestContext& context) {
  const Route& route = *context.route();
  return (route.guard.need.open() && route.run_on == RunOn::kHashing) || context.ByPassword();
}

// IsAboutUser says whether a refusal is about the user that signs in. The client that asks for the
// sign-in may be known.
bool IsAboutUser(const base::Error& error) {
  return verify::IsFailedSignIn(error.reason) ||
         error.reason == verify::RefusalWord(verify::Refusal::kPasswordExpired) ||
         error.reason == verify::RefusalWord(verify::Refusal::kTooManyFailures);
}

std::optional<EventType> TypeOf(const RequestContext& context, const base::Error& error) {
  using base::Code;
  const bool throttled = error.code == Code::kLimited;
  const bool refused = error.code == Code::kUnauthenticated || error.code == Code::kDenied;
  if (!throttled && !refused) return std::nullopt;
  const bool is_client = IsSignIn(context) && IsAboutUser(error);
  if (context.known() != nullptr && !is_client) {
    return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
  }
  if (IsSignIn(context)) return throttled ? EventType::kLoginThrottled : EventType::kLoginFailed;
  if (throttled) return EventType::kClientThrottled;
  if (error.reason == "invalid_client") return EventType::kClientFailed;
  return error.code == Code::kDenied ? std::optional(EventType::kAccessDenied) : std::nullopt;
}

std::optional<verify::DenialStep> StepOf(const RequestContext& context, const base::Error& error) {
  switch (error.code) {
    case base::Code::kUnauthenticated:
      return verify::DenialStep::kCredential;
    case base::Code::kDenied:
      return context.known() == nullptr ? verify::DenialStep::kCredential
                                        : verify::DenialStep::kPermission;
    case base::Code::kLimited:
      return verify::DenialStep::kLimit;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<verify::Denial> DenialOf(const RequestContext& context, const base::Error& error) {
  if (context.route() == nullptr || context.dialect().judges_others) return std::nullopt;
  const auto step = StepOf(context, error);
  if (!step) return std::nullopt;
  const model::Caller* const known = context.known();
  const Call& call = context.call();
  const base::Result<model::EnvironmentId> environment =
      known ? model::EnvironmentId((*known)->environment) : call.environment();
  if (!environment) return std::nullopt;
  verify::Denial denial{.environment = *environment};
  if (known != nullptr) {
    denial.actor = known->AsActor();
    if (!(*known)->organization->empty()) denial.organization = *(*known)->organization;
  }
  denial.actor.origin = call.origin();
  denial.at = call.now();
  denial.step = *step;
  denial.operation = context.route()->operation;
  denial.reason = error.reason;
  denial.explanation = error.public_text;
  denial.needs = context.route()->guard.need.permissions();
  for (const std::string_view need : denial.needs) {
    const bool has = known != nullptr && model::HasPermission(known->principal(), need);
    if (!has) denial.missing.push_back(need);
  }
  return denial;
}

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
