#include "model/caller.h"

#include <algorithm>

#include "model/need.h"
#include "model/operator.h"

namespace bearward::model {

bool HasPermission(const Principal& principal, std::string_view permission) {
  return principal.permissions.Contains(permission) || principal.permissions.Contains("*");
}

bool Need::IsMetBy(const Principal& principal) const {
  return std::ranges::all_of(permissions_, [&](std::string_view permission) {
    return HasPermission(principal, permission);
  });
}

const Origin& Caller::origin() const {
  static const Origin kNone;
  return origin_ == nullptr ? kNone : *origin_;
}

Actor Caller::AsActor() const {
  if (credential_id() == kOperatorCredential) return OperatorActor(origin());
  return {.kind = std::string(base::Word(principal_->subject_kind)),
          .id = std::string(principal_->subject_id),
          .credential_id = std::string(credential_id()),
          .origin = origin(),
          .impersonator =
              principal_->impersonator ? std::optional(*principal_->impersonator) : std::nullopt};
}

EventBy::EventBy(const Caller& caller, base::Time at)
    : EventBy(caller->environment, caller.AsActor(), at) {}

}  // namespace bearward::model
