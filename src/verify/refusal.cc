#include "verify/refusal.h"

#include <cstdlib>
#include <string>

namespace bearward::verify {
namespace {

struct Row {
  std::string_view word;
  Reason reason;
  bool permanent = false;
};

// One row for each Refusal, in the order of the values.
constexpr std::array<Row, kRefusals> kRows{{
    {"token_expired", Reason::kExpired, true},
    {"key_expired", Reason::kExpired},
    {"token_not_yet_valid", Reason::kNotYetValid},
    {"session_ended", Reason::kRevoked, true},
    {"session_unknown", Reason::kRevoked},
    {"token_superseded", Reason::kRevoked, true},
    {"token_revoked", Reason::kRevoked, true},
    {"key_revoked", Reason::kRevoked},
    {"user_inactive", Reason::kRevoked},
    {"user_unknown", Reason::kRevoked},
    {"membership_missing", Reason::kRevoked},
    {"application_disabled", Reason::kRevoked},
    {"application_unknown", Reason::kRevoked},
    {"organization_disabled", Reason::kRevoked},
    {"environment_disabled", Reason::kRevoked},
    {"unknown_token", Reason::kUnknown},
    {"invalid_signature", Reason::kUnknown},
    {"malformed_claims", Reason::kUnknown},
    {"invalid_credentials", Reason::kUnknown},
    {"invalid_one_time_code", Reason::kUnknown},
    {"password_expired", Reason::kExpired},
    {"invalid_client", Reason::kUnknown},
    {"bad_assertion", Reason::kUnknown},
    {"invalid_refresh_token", Reason::kUnknown},
    {"malformed_token", Reason::kMalformed},
    {"malformed_credential", Reason::kMalformed},
    {"missing_account", Reason::kMalformed},
    {"missing_credential", Reason::kMissing},
    {"ambiguous_credentials", Reason::kAmbiguous},
    {"wrong_credential_kind", Reason::kWrongKind},
    {"wrong_environment", Reason::kWrongEnvironment},
    {"wrong_organization", Reason::kWrongOrganization},
    {"wrong_account", Reason::kWrongOrganization},
    {"wrong_audience", Reason::kWrongAudience},
    {"missing_permission", Reason::kMissingPermission},
    {"refused_in_masquerade", Reason::kMissingPermission},
    {"rate_limited", Reason::kRateLimited},
    {"too_many_failures", Reason::kRateLimited},
    {"too_many_changes", Reason::kRateLimited},
}};

const Row& RowOf(Refusal refusal) { return kRows[static_cast<std::size_t>(refusal)]; }

Reason ReasonOfCode(base::Code code) {
  switch (code) {
    case base::Code::kInvalid:
      return Reason::kMalformed;
    case base::Code::kUnauthenticated:
    case base::Code::kNotFound:
    case base::Code::kExists:
    case base::Code::kConflict:
      return Reason::kUnknown;
    case base::Code::kDenied:
      return Reason::kMissingPermission;
    case base::Code::kLimited:
      return Reason::kRateLimited;
    case base::Code::kUnavailable:
    case base::Code::kInternal:
      return Reason::kUnavailable;
  }
  std::abort();
}

}  // namespace

std::string_view RefusalWord(Refusal refusal) { return RowOf(refusal).word; }

bool IsFailedSignIn(std::string_view reason) {
  return reason == RefusalWord(Refusal::kInvalidCredentials) ||
         reason == RefusalWord(Refusal::kInvalidOneTimeCode);
}

bool IsPermanent(Refusal refusal) { return RowOf(refusal).permanent; }

std::optional<Refusal> ParseRefusal(std::string_view word) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].word == word) return static_cast<Refusal>(i);
  }
  return std::nullopt;
}

std::unexpected<base::Error> Refuse(Refusal refusal) {
  return base::Fail(
      base::Unauthenticated(std::string(RefusalWord(refusal)), "The credential is not valid."));
}

base::Error WrongAccount() {
  return base::Denied(std::string(RefusalWord(Refusal::kWrongAccount)),
                      "The account does not exist or is not yours.");
}

Reason ReasonOf(const base::Error& error) {
  const auto refusal = ParseRefusal(error.reason);
  return refusal ? RowOf(*refusal).reason : ReasonOfCode(error.code);
}

bool NeedsValidCredential(Reason reason) {
  switch (reason) {
    case Reason::kWrongKind:
    case Reason::kWrongEnvironment:
    case Reason::kWrongOrganization:
    case Reason::kWrongAudience:
    case Reason::kMissingPermission:
    case Reason::kRateLimited:
      return true;
    default:
      return false;
  }
}

}  // namespace bearward::verify
