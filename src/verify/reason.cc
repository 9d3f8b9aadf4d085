#include "verify/reason.h"

#include <array>
#include <cstdlib>

namespace bearward::verify {
namespace {

constexpr std::array<std::string_view, kReasons> kWords{
    "expired",           "not_yet_valid",
    "revoked",           "unknown",
    "malformed",         "missing",
    "ambiguous",         "wrong_kind",
    "wrong_environment", "wrong_organization",
    "wrong_audience",    "missing_permission",
    "rate_limited",      "unavailable",
};

struct Row {
  std::string_view error_reason;
  Reason reason;
};

constexpr Row kRows[] = {
    {"token_expired", Reason::kExpired},
    {"key_expired", Reason::kExpired},
    {"token_not_yet_valid", Reason::kNotYetValid},

    {"session_ended", Reason::kRevoked},
    {"token_superseded", Reason::kRevoked},
    {"token_revoked", Reason::kRevoked},
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
    {"malformed_claims", Reason::kUnknown},  // well signed, but not for us
    {"invalid_credentials", Reason::kUnknown},
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
    {"too_many_failures", Reason::kRateLimited},
    {"too_many_changes", Reason::kRateLimited},
};

const Row* FindRow(std::string_view error_reason) {
  for (const Row& row : kRows) {
    if (row.error_reason == error_reason) return &row;
  }
  return nullptr;
}

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

std::string_view ReasonWord(Reason reason) { return kWords[static_cast<std::size_t>(reason)]; }

Reason ReasonOf(const base::Error& error) {
  const Row* const row = FindRow(error.reason);
  return row != nullptr ? row->reason : ReasonOfCode(error.code);
}

bool HasReason(std::string_view error_reason) { return FindRow(error_reason) != nullptr; }

}  // namespace bearward::verify
