// Mac: HMAC-SHA-256.
#pragma once

#include <string_view>

#include "base/digest.h"

namespace bearward::crypto {

// HmacSha256 authenticates `data` with a key of any length (RFC 2104). Safe from any thread; the
// key does not outlive the call. Compare results with base::ConstantTimeEqual only.
base::Digest HmacSha256(std::string_view key, std::string_view data);

}  // namespace bearward::crypto
