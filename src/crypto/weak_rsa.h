// Weak RSA keys that their modulus gives away.
#pragma once

#include <string_view>

namespace bearward::crypto {

// HasRocaFingerprint says whether an RSA modulus (big-endian) was made by the flawed generator of
// CVE-2017-15361, whose keys of 2048 bits can be factored: modulo each small prime it is a power of
// 65537. M. Nemec, M. Sys, P. Svenda, D. Klinec, V. Matyas: "The Return of Coppersmith's Attack:
// Practical Factorization of Widely Used RSA Moduli", ACM CCS 2017, sections 2.1 and 2.2. The
// chance that a sound key is taken for such a one is below 2^-100.
bool HasRocaFingerprint(std::string_view modulus);

}  // namespace bearward::crypto
