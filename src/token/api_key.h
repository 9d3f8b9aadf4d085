// API keys: the text form of the keys that this server makes for organizations and users.
#pragma once

#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/secret.h"

namespace bearward::token {

// NewApiKey returns
//   bw_ENVIRONMENT_OWNER_RANDOM_CHECKSUM
// where ENVIRONMENT is `test` in a sandbox, else `live`, OWNER is `org` or `user`, RANDOM has 32
// characters of base62 (190 bits), and CHECKSUM is the CRC-32 of the text before its underscore, as
// 6 digits of base62. Secret scanners find it by one pattern (docs/api-keys.md).
base::Secret NewApiKey(bool sandbox, bool of_user, base::Entropy& entropy);

// LooksLikeApiKey accepts exactly this form with the right checksum, so that a mistyped key is
// refused without a lookup (incident class B3).
bool LooksLikeApiKey(std::string_view text);

// ObfuscatedApiKey returns the prefix and the last four characters of a key, for display.
std::string ObfuscatedApiKey(std::string_view text);

}  // namespace bearward::token
