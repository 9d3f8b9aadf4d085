#include "app/mail.h"

#include "app/folder_setting.h"
#include "base/invalid.h"
#include "mail/smtp_mailer.h"
#include "mail/spool_mailer.h"

namespace bearward::app {
namespace {

base::Error BadSetting(std::string text) { return base::Invalid("bad_setting", std::move(text)); }

// MakeSmtp refuses to send a password over a connection that is not encrypted.
base::Result<std::unique_ptr<mail::Mailer>> MakeSmtp(const MailConfig& config) {
  if (config.from.empty()) {
    return base::Fail(
        BadSetting("mail.from is missing. Set the address of the sender, such as "
                   "no-reply@example.com."));
  }
  if (config.tls == mail::SmtpTls::kNone && !config.username.empty()) {
    return base::Fail(
        BadSetting("mail.tls is none, so mail.username would be sent in clear text. "
                   "Set mail.tls to starttls or tls."));
  }
  if (!config.username.empty() && config.password.empty()) {
    return base::Fail(
        BadSetting("mail.username is set and mail.password is not. Set BEARWARD_MAIL__PASSWORD, or "
                   "BEARWARD_MAIL__PASSWORD_FILE to a file with the password."));
  }
  const auto colon = config.smtp.rfind(':');
  return std::make_unique<mail::SmtpMailer>(
      mail::SmtpSettings{.host = config.smtp.substr(0, colon),
                         .port = config.smtp.substr(colon + 1),
                         .tls = config.tls,
                         .username = config.username,
                         .password = config.password,
                         .ca_file = config.ca_file});
}

}  // namespace

std::string PagesOf(std::string_view issuer) {
  return std::string(issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer);
}

mail::Links LinksOf(const MailConfig& config, std::string_view issuer) {
  const std::string base = PagesOf(issuer);
  const auto page = [&](const std::string& url, const char* own) -> mail::Page {
    if (url.empty()) return {base + own, true};
    return {url, false};
  };
  return {.invitation = page(config.invitation_url, "/invite"),
          .password_reset = page(config.password_reset_url, "/reset-password")};
}

std::string SenderOf(const MailConfig& config) {
  return config.from.empty() ? "no-reply@localhost" : config.from;
}

base::Result<std::unique_ptr<mail::Mailer>> MakeMailer(const MailConfig& config) {
  if (config.spool.empty()) {
    return config.smtp.empty() ? std::unique_ptr<mail::Mailer>() : MakeSmtp(config);
  }
  if (!config.smtp.empty()) {
    return base::Fail(BadSetting("mail.spool and mail.smtp are both set. Set one of them."));
  }
  BW_TRY(CheckFolderSetting("mail.spool", config.spool));
  return std::make_unique<mail::SpoolMailer>(config.spool);
}

}  // namespace bearward::app
