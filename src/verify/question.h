// Question: what a request requires of its credential. The verdict cache stores the identity only;
// the question is evaluated for every request (incident class E1).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "model/need.h"

namespace bearward::verify {

// KindSet is a set of credential kinds, one bit each.
using KindSet = std::uint8_t;
constexpr KindSet KindBit(model::CredentialKind kind) {
  return static_cast<KindSet>(1U << static_cast<unsigned>(kind));
}
inline constexpr KindSet kAnyKind = 0xff;

// Question is pure data. `profiles` are the token profiles whose sessions are accepted, if `kinds`
// contains tokens. `environment` is set if the request names one. `account` is set if the request
// names an organization by number. `organization` is set if only that one is accepted. `spends` is
// false if a third party asks about a credential that its bearer does not use now: no rate limit is
// charged or enforced, and it does not count as a use.
struct Question {
  const model::Need& need;
  KindSet kinds = kAnyKind;
  model::ProfileSet profiles = model::kAnyProfile;
  std::optional<model::EnvironmentId> environment = {};
  std::optional<std::int64_t> account = {};
  std::optional<model::OrganizationId> organization = {};
  // audience is the audience that a token must have, if it is not this server.
  std::string_view audience = {};
  // unbound are the kinds that are accepted for an audience even if they name none.
  KindSet unbound = 0;
  bool spends = true;
  // any_audience also accepts tokens for other audiences; the asker checks the audience itself.
  bool any_audience = false;
};

// Judge is the pure decision: success, kUnauthenticated ("wrong_environment",
// "wrong_credential_kind", "wrong_audience") or kDenied ("wrong_account", "wrong_organization",
// "missing_permission").
base::Status Judge(const model::Principal& principal, const Question& question);

}  // namespace bearward::verify
