#include "crypto/certificate_times.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <climits>
#include <ctime>
#include <optional>

#include "crypto/openssl.h"

namespace bearward::crypto {
namespace {

// An encrypted block is refused instead of asking for a pass phrase at the terminal.
int NoPassPhrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

std::optional<base::Time> TimeOf(const ASN1_TIME* encoded) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(encoded, &parts) != 1) return std::nullopt;
  return base::Time(std::chrono::seconds(::timegm(&parts)));
}

}  // namespace

base::Result<CertificateTimes> TimesOfCertificate(std::string_view pem) {
  const base::Error refused =
      base::Invalid("bad_certificate", "There is no readable certificate (PEM).");
  if (pem.size() > INT_MAX) return base::Fail(refused);
  const BioPtr text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (text == nullptr) return base::Fail(OpenSslError("reading a certificate"));
  const X509Ptr leaf(PEM_read_bio_X509(text.get(), nullptr, NoPassPhrase, nullptr));
  ERR_clear_error();
  if (leaf == nullptr) return base::Fail(refused);
  const auto from = TimeOf(X509_get0_notBefore(leaf.get()));
  const auto until = TimeOf(X509_get0_notAfter(leaf.get()));
  if (!from || !until) return base::Fail(refused);
  return CertificateTimes{*from, *until};
}

}  // namespace bearward::crypto
