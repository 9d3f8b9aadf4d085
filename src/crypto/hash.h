// Hash: SHA-256 without allocation and without a lock; the first step of every verification.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/digest.h"

namespace bearward::crypto {

// Sha256 hashes one byte string (FIPS 180-4). Safe from any thread; each thread has its own
// context, so callers do not wait for each other.
base::Digest Sha256(std::string_view data);

// Sha256Parts hashes a list of parts such that no two different lists have the same input: each
// part is preceded by its length as eight big-endian bytes. For keys made of several fields.
base::Digest Sha256Parts(std::initializer_list<std::string_view> parts);

}  // namespace bearward::crypto
