// Certificate: the two kinds of X.509 certificates (RFC 5280) that Bearward creates.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/sign.h"

namespace bearward::crypto {

// SelfSignedRequest describes a server certificate: its subject and its validity.
struct SelfSignedRequest {
  std::string common_name = {};
  std::vector<std::string> dns_names = {};
  // ip_addresses in text form, IPv4 or IPv6.
  std::vector<std::string> ip_addresses = {};
  base::Time not_before = {};
  std::chrono::days lifetime{365};
};

// SelfSigned is a certificate with its private key, both as PEM.
struct SelfSigned {
  std::string certificate_pem;
  base::Secret key_pem;
};

// MakeSelfSigned creates a P-256 key and a certificate for TLS servers. An invalid address, or a
// name that cannot be encoded, fails with "invalid_certificate_name".
base::Result<SelfSigned> MakeSelfSigned(const SelfSignedRequest& request, base::Entropy& entropy);

// MakeKeyCertificate returns a certificate (DER) that contains the public half of an RS256 or ES256
// key and is signed with that key: the `x5c` member of a JWK (RFC 7517 section 4.7). With an RS256
// key equal arguments result in equal bytes. An HS256 key is an internal error.
base::Result<std::string> MakeKeyCertificate(const SigningKey& key, std::string_view common_name,
                                             base::Time not_before, std::chrono::days lifetime);

}  // namespace bearward::crypto
