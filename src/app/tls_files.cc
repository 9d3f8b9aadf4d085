#include "app/tls_files.h"

#include "crypto/certificate_times.h"

namespace bearward::app {
namespace {

constexpr std::chrono::days kSoon{14};

// PlaceOf returns the setting and the file of the certificate, for a message.
std::string PlaceOf(const Config& config, const DataFolder& folder) {
  return config.tls_certificate.empty() ? folder.path() + "/tls-certificate.pem"
                                        : "tls.certificate: " + config.tls_certificate;
}

std::string KeyPlaceOf(const Config& config, const DataFolder& folder) {
  return config.tls_key.empty() ? folder.path() + "/tls-key.pem" : "tls.key: " + config.tls_key;
}

// WarningOf returns what is wrong with the dates of the certificate, or nothing.
std::string WarningOf(const crypto::CertificateTimes& times, base::Time now) {
  const std::string next = " Renew it, then send SIGHUP to the server.";
  if (now < times.from) {
    return "the certificate is not valid before " + base::FormatIsoMillis(times.from) +
           ", so clients refuse it. Check the clock of this machine, and the file.";
  }
  if (now > times.until) {
    return "the certificate has expired at " + base::FormatIsoMillis(times.until) +
           ", so clients refuse it." + next;
  }
  if (now + kSoon < times.until) return {};
  return "the certificate expires at " + base::FormatIsoMillis(times.until) + "." + next;
}

}  // namespace

base::Status LoadTlsFiles(const Config& config, const DataFolder& folder, const base::Clock& clock,
                          base::Entropy& entropy, http::TlsContext& tls,
                          std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(const DataFolder::TlsFiles files,
                folder.ReadTls(config.tls_certificate, config.tls_key, clock, entropy, warnings));
  if (const auto loaded = tls.Load(files.certificate, files.key, config.http2); !loaded) {
    base::Error error = loaded.error();
    const bool of_key = error.reason != "bad_certificate";
    error.public_text =
        (of_key ? KeyPlaceOf(config, folder) : PlaceOf(config, folder)) + ": " + error.public_text;
    return base::Fail(std::move(error));
  }
  BW_TRY_ASSIGN(const auto times, crypto::TimesOfCertificate(files.certificate));
  if (const std::string warning = WarningOf(times, clock.Now()); !warning.empty()) {
    warnings.push_back(PlaceOf(config, folder) + ": " + warning);
  }
  return {};
}

}  // namespace bearward::app
