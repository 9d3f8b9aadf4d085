#include "model/caller.h"

#include <algorithm>
#include <array>

#include "model/need.h"

namespace bearward::model {

std::string_view CredentialKindName(CredentialKind kind) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "jwt",        "reference_token", "api_key",         "basic",
      "integrator", "client_secret",   "client_assertion"};
  return kNames.at(static_cast<std::size_t>(kind));
}

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
  return {.kind = std::string(SubjectKindName(principal_->subject_kind)),
          .id = std::string(principal_->subject_id),
          .credential_id = std::string(credential_id()),
          .origin = origin()};
}

EventBy::EventBy(const Caller& caller, base::Time at)
    : EventBy(caller->environment, caller.AsActor(), at) {}

}  // namespace bearward::model
