// MailConfig: the settings of emails.
#pragma once

#include <string>

#include "base/secret.h"
#include "mail/smtp_mailer.h"

namespace bearward::app {

// MailConfig selects how emails are delivered. Without `spool` and `smtp` none is sent.
struct MailConfig {
  std::string spool;  // folder, relative to the working directory
  std::string smtp;   // host:port
  std::string from;   // address of the sender
  mail::SmtpTls tls = mail::SmtpTls::kStartTls;
  std::string ca_file;  // certificates that may sign that of the server; empty: the system's
  std::string username;
  base::Secret password;
  std::string invitation_url;      // empty: /invite of the issuer
  std::string password_reset_url;  // empty: /reset-password of the issuer
  bool require_verified_email = false;

  bool is_sent() const { return !spool.empty() || !smtp.empty(); }
};

}  // namespace bearward::app
