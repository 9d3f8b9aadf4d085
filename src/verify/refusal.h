// Refusal: why a credential is refused. One table (refusal.cc) holds, for each refusal, the word in
// errors, the Reason that the API reports, and whether it is permanent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/result.h"
#include "base/words.h"

namespace bearward::verify {

// Reason is what the verify endpoint, the gateways and the metrics report: a closed set to which
// every Refusal is mapped.
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
  kUnavailable,        // the answer is unknown; the credential was not refused
};
inline constexpr std::size_t kReasons = 14;

// Refusal is the detailed reason; its word is the `reason` of the error.
enum class Refusal : std::uint8_t {
  kTokenExpired,
  kKeyExpired,
  kTokenNotYetValid,
  kSessionEnded,
  kSessionUnknown,
  kTokenSuperseded,
  kTokenRevoked,
  kKeyRevoked,
  kUserInactive,
  kUserUnknown,
  kMembershipMissing,
  kApplicationDisabled,
  kApplicationUnknown,
  kOrganizationDisabled,
  kEnvironmentDisabled,
  kUnknownToken,
  kInvalidSignature,
  kMalformedClaims,  // valid signature, but not for this server
  kInvalidCredentials,
  kInvalidOneTimeCode,
  kPasswordExpired,  // the right password, which must be replaced
  kInvalidClient,
  kBadAssertion,
  kInvalidRefreshToken,
  kMalformedToken,
  kMalformedCredential,
  kMissingAccount,
  kMissingCredential,
  kAmbiguousCredentials,
  kWrongCredentialKind,
  kWrongEnvironment,
  kWrongOrganization,
  kWrongAccount,
  kWrongAudience,
  kMissingPermission,
  kRefusedInMasquerade,  // another user acts as the subject
  kRateLimited,
  kTooManyFailures,
  kTooManyChanges,
};
inline constexpr std::size_t kRefusals = 39;

// RefusalWord returns the `reason` of the error of a refusal, for example "token_expired".
std::string_view RefusalWord(Refusal refusal);
// IsFailedSignIn says whether a reason is that of a refused sign-in, which the door answers after a
// fixed time.
bool IsFailedSignIn(std::string_view reason);
// IsPermanent says whether a credential that is refused for this can never become valid again. An
// administrator may undo all other refusals.
bool IsPermanent(Refusal refusal);
// ParseRefusal returns the refusal with that word; nullopt if the table does not contain it, so
// that an error with that reason is not about a credential.
std::optional<Refusal> ParseRefusal(std::string_view word);

// Refuse fails with kUnauthenticated and the word of the refusal. All refusals have the same text
// for the bearer; the word is for programs and the log.
std::unexpected<base::Error> Refuse(Refusal refusal);
// WrongAccount is kDenied "wrong_account": the organization with the requested number does not
// exist, or the caller is not a member of it. Both cases have the same text.
base::Error WrongAccount();

// ReasonOf maps an error by its reason, or by its code if it is not a Refusal.
Reason ReasonOf(const base::Error& error);
// NeedsValidCredential says whether only a valid credential is refused for this reason.
bool NeedsValidCredential(Reason reason);

}  // namespace bearward::verify

// The words are part of the API.
template <>
struct bearward::base::WordsOf<bearward::verify::Reason> {
  static constexpr std::array<std::string_view, bearward::verify::kReasons> kWords = {
      "expired",           "not_yet_valid",
      "revoked",           "unknown",
      "malformed",         "missing",
      "ambiguous",         "wrong_kind",
      "wrong_environment", "wrong_organization",
      "wrong_audience",    "missing_permission",
      "rate_limited",      "unavailable"};
};
