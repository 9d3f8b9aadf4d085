// Jwks: the published form of the signing keys (RFC 7517).
#pragma once

#include <memory>
#include <span>
#include <string>

#include "token/keys.h"

namespace bearward::token {

// WriteJwks returns the text of {"keys":[...]}. RSA keys contain x5c and x5t#S256 (contracts:
// WorkOS 4.2). Shared secrets are never written.
std::string WriteJwks(std::span<const std::shared_ptr<const SigningKeyEntry>> keys);

}  // namespace bearward::token
