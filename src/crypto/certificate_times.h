// Certificate times: when an X.509 certificate is valid.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bearward::crypto {

// CertificateTimes are the first and the last moment of a certificate (RFC 5280 4.1.2.5).
struct CertificateTimes {
  base::Time from;
  base::Time until;
};

// TimesOfCertificate reads the first certificate of a PEM text. kInvalid "bad_certificate".
base::Result<CertificateTimes> TimesOfCertificate(std::string_view pem);

}  // namespace bearward::crypto
