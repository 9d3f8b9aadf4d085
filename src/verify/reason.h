// Reason: the stable word for why a credential was refused. One table maps the many reasons of
// errors to this closed set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace bearward::verify {

// Reason is what the verify endpoint, the gateways and the metrics report.
enum class Reason : std::uint8_t {
  kExpired,            // its lifetime has ended
  kNotYetValid,        // its lifetime has not begun
  kRevoked,            // it, its session or its subject was revoked or disabled
  kUnknown,            // not issued by this server, or not usable as a credential
  kMalformed,          // it has no form of a credential
  kMissing,            // the request had no credential
  kAmbiguous,          // the request had two credentials
  kWrongKind,          // a credential of another kind is required
  kWrongEnvironment,   // valid in another environment
  kWrongOrganization,  // valid for another organization
  kWrongAudience,      // valid for another API than the one that asks
  kMissingPermission,  // valid, but a required permission is missing
  kRateLimited,        // too many requests
  kUnavailable,        // unknown: this is no verdict
  kCount_,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::kCount_);

// ReasonWord returns the word, for example "wrong_environment". The words are part of the API.
std::string_view ReasonWord(Reason reason);

// ReasonOf maps an error by its reason, or by its code if the table does not contain the reason.
Reason ReasonOf(const base::Error& error);

// HasReason says whether the table contains the reason of an error, so that it is about a
// credential.
bool HasReason(std::string_view error_reason);

}  // namespace bearward::verify
