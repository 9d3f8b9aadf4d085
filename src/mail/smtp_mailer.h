// SmtpMailer: delivers emails to one SMTP server, by libcurl.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/secret.h"
#include "base/words.h"
#include "mail/mailer.h"

namespace bearward::mail {

// SmtpTls is how the connection is encrypted: by STARTTLS, which is then required, from its first
// byte, or not at all.
enum class SmtpTls : std::uint8_t { kStartTls, kTls, kNone };

// SmtpSettings name the server. Without `username` the client does not authenticate. `ca_file` has
// the certificates that may sign that of the server; empty: those of the system.
struct SmtpSettings {
  std::string host;
  std::string port;
  SmtpTls tls = SmtpTls::kStartTls;
  std::string username;
  base::Secret password;
  std::string ca_file;
  std::chrono::seconds time_limit = kSendLimit;
};

// SmtpMailer connects for each email. One thread at a time may use it.
class SmtpMailer final : public Mailer {
 public:
  // SmtpMailer loads no library; the first Send does.
  explicit SmtpMailer(SmtpSettings settings) : settings_(std::move(settings)) {}

  base::Status Send(const Message& message, const Envelope& envelope) override;

 private:
  SmtpSettings settings_;
};

}  // namespace bearward::mail

template <>
struct bearward::base::WordsOf<bearward::mail::SmtpTls> {
  static constexpr std::array<std::string_view, 3> kWords = {"starttls", "tls", "none"};
};
