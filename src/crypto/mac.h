// Mac: HMAC-SHA-256.
#pragma once

#include <string_view>

#include "base/digest.h"

namespace bearward::crypto {

// HmacSha256 authenticates `data` with a key of any length (RFC 2104). Safe from any thread; the
// key is not kept after the call. Compare results only with base::ConstantTimeEqual.
base::Digest HmacSha256(std::string_view key, std::string_view data);

}  // namespace bearward::crypto
