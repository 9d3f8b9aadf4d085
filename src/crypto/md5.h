// Md5: the digest of the header Content-MD5, and of nothing else: MD5 protects against errors of a
// transfer, not against an attacker.
#pragma once

#include <string>
#include <string_view>

namespace bearward::crypto {

// Md5 returns the 16 bytes of the digest (RFC 1321); empty where OpenSSL is set up without MD5.
std::string Md5(std::string_view data);

}  // namespace bearward::crypto
