// Reason: the stable word for why a credential was not enough. One table leads from the reasons of
// errors, of which there are many and more to come, to this closed set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace bearward::verify {

// Reason is what users of the verify endpoint, of gateways and of metrics are told.
enum class Reason : std::uint8_t {
  kExpired,            // it was good until its time was over
  kNotYetValid,        // its time has not begun
  kRevoked,            // it, its session, or whom it stands for was ended or switched off
  kUnknown,            // nobody here has issued it, or it does not serve as a credential
  kMalformed,          // it has no form that any credential has
  kMissing,            // there was none
  kAmbiguous,          // there were two
  kWrongKind,          // another kind of credential is asked for
  kWrongEnvironment,   // it is good, in another environment
  kWrongOrganization,  // it is good, for another organization
  kWrongAudience,      // it is good, for another API than the one that asks
  kMissingPermission,  // it is good, and does not hold what is needed
  kRateLimited,        // too often
  kUnavailable,        // nobody can tell: this is no verdict
  kCount_,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::kCount_);

// ReasonWord gives the word, for example "wrong_environment". The words are part of the API.
std::string_view ReasonWord(Reason reason);

// ReasonOf sorts an error by its reason, and one that the table does not know by its code.
Reason ReasonOf(const base::Error& error);

// HasReason says whether the table knows the reason of an error: what it is about is a credential.
bool HasReason(std::string_view error_reason);

}  // namespace bearward::verify
