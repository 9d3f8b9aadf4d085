// Question: what a request asks about its credential. The verdict cache holds who; the question is
// put to that anew each time (incident class E1).
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
// has tokens at all; `environment` is set where the request names one; `account` where it names an
// organization by number; `organization` where whoever asks lets only that one in. `spends` is
// unset where somebody asks about a credential that its bearer is not using by this: nothing is
// taken from its rate limits then, nor refused by them, and it does not count as a use.
struct Question {
  const model::Need& need;
  KindSet kinds = kAnyKind;
  model::ProfileSet profiles = model::kAnyProfile;
  std::optional<model::EnvironmentId> environment = {};
  std::optional<std::int64_t> account = {};
  std::optional<model::OrganizationId> organization = {};
  // audience is whom a token must be for, when that is not us.
  std::string_view audience = {};
  // unbound are the kinds that pass for an audience although they name nobody.
  KindSet unbound = 0;
  bool spends = true;
  // any_audience takes tokens that are for others than us: said by whoever asks in their place.
  bool any_audience = false;
};

// Judge is the pure decision: kUnauthenticated ("wrong_environment", "wrong_credential_kind",
// "wrong_audience"), kDenied ("wrong_account", "wrong_organization", "missing_permission"), or
// nothing against it.
base::Status Judge(const model::Principal& principal, const Question& question);

}  // namespace bearward::verify
