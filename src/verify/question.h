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

// Question is pure data. An empty profile accepts sessions of every profile; `environment` is set
// where the request names one; `account` where it names an organization by number; `organization`
// where whoever asks lets only that one in.
struct Question {
  const model::Need& need;
  KindSet kinds = kAnyKind;
  std::string_view profile = {};
  std::optional<model::EnvironmentId> environment = {};
  std::optional<std::int64_t> account = {};
  std::optional<model::OrganizationId> organization = {};
};

// Judge is the pure decision: kUnauthenticated ("wrong_environment", "wrong_credential_kind"),
// kDenied ("wrong_account", "wrong_organization", "missing_permission"), or nothing against it.
base::Status Judge(const model::Principal& principal, const Question& question);

}  // namespace bearward::verify
