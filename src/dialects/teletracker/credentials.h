// Credentials: the forms of credential that only TeleTracker has (contracts: TeleTracker sections 2
// and 6).
#pragma once

#include <string_view>

#include "door/credential_form.h"

namespace bearward::dialects::teletracker {

// ReadIntegrator reads the name and password of an integrator.
inline base::Result<verify::Credential> ReadIntegrator(std::string_view text) {
  return door::ReadPassword(verify::Scheme::kIntegrator, text);
}

inline constexpr door::CredentialHeader kAuthenticationHeader = {"Authentication"};
// kAuthentication is a token in a header of its own: "Authentication: Bearer TOKEN".
inline constexpr door::CredentialForm kAuthentication = {"authentication", kAuthenticationHeader,
                                                         "Bearer", &door::ReadBearer};
// kCorsHeaders are the request headers of this dialect that pages may send.
inline constexpr std::string_view kCorsHeaders[] = {kAuthenticationHeader.name};
// kIntegrator is a password with the account number in the query: "Authorization: Integrator PAIR".
inline constexpr door::CredentialForm kIntegrator = {"integrator", door::kAuthorizationHeader,
                                                     "Integrator", &ReadIntegrator};

// kAccountParameter is the query parameter with the number of the account, an organization.
inline constexpr std::string_view kAccountParameter = "account_id";

}  // namespace bearward::dialects::teletracker
