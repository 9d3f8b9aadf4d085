// VendorForms: forms of credential as a mount supplies them, for tests of the door and the gateway.
#pragma once

#include "door/credential_form.h"

namespace bearward::testing {

// ReadIntegrator reads the password of kIntegrator.
inline base::Result<verify::Credential> ReadIntegrator(std::string_view text) {
  return door::ReadPassword(verify::Scheme::kIntegrator, text);
}

// kSecondHeader is a token in another header than Authorization, kIntegrator a password under a
// scheme of its own.
inline constexpr door::CredentialHeader kAuthenticationHeader = {"Authentication"};
inline constexpr door::CredentialForm kSecondHeader = {"authentication", kAuthenticationHeader,
                                                       "Bearer", &door::ReadBearer};
inline constexpr door::CredentialForm kIntegrator = {"integrator", door::kAuthorizationHeader,
                                                     "Integrator", &ReadIntegrator};

// kAllForms are the common forms and these two.
inline constexpr door::CredentialForms kAllForms =
    door::kForms<door::kBearer, kSecondHeader, door::kApiKey, door::kBasic, kIntegrator>;

}  // namespace bearward::testing
