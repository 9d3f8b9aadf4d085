#include "app/setting_members.h"
#include "app/setting_tables.h"
#include "mail/message.h"

namespace bearward::app {
namespace {

base::Status CheckSmtp(const std::string& text) {
  const auto colon = text.rfind(':');
  const bool has_host = colon != std::string::npos && colon > 0;
  constexpr std::int64_t kHighestPort = 65'535;
  const bool has_port =
      has_host && ReadNumber(text.substr(colon + 1), kHighestPort).value_or(0) > 0;
  if (text.empty() || has_port) return {};
  return base::Fail(
      NotAllowed(text, "host:port with a port from 1 to 65535, such as mail.example.com:587"));
}

base::Status CheckSender(const std::string& text) {
  if (text.empty() || mail::IsMailable(text)) return {};
  return base::Fail(BadValue("an email address such as no-reply@example.com"));
}

// Of is a setting of MailConfig.
template <auto kMember>
SettingRow Of(const char* name, std::string_view meaning,
              base::Status (*check)(const std::string&) = nullptr) {
  return Member<&Config::mail, kMember>(name, meaning, check);
}

}  // namespace

std::vector<SettingRow> MailRows() {
  using M = MailConfig;
  return {
      Of<&M::spool>("mail.spool",
                    "A folder in place of a server: each email becomes a file `ID.eml`."),
      Of<&M::smtp>("mail.smtp", "The mail server, as `host:port`.", CheckSmtp),
      Of<&M::from>("mail.from", "The address of the sender; required with `mail.smtp`.",
                   CheckSender),
      Of<&M::tls>("mail.tls", "`starttls`, `tls`, or `none` for clear text without a login."),
      Of<&M::ca_file>("mail.ca_file",
                      "Certificates (PEM) that may sign that of the server; empty: those of the "
                      "system."),
      Of<&M::username>("mail.username", "The login at the mail server."),
      Of<&M::password>("mail.password", "Its password; not printed."),
      Of<&M::invitation_url>(
          "mail.invitation_url",
          "The page to which an invitation leads; empty: `/invite` of the issuer.", CheckPage),
      Of<&M::password_reset_url>(
          "mail.password_reset_url",
          "The page to which a reset leads; empty: `/reset-password` of the issuer.", CheckPage),
      Of<&M::require_verified_email>(
          "mail.require_verified_email",
          "Whether a sign-in by password at WorkOS' API needs a verified address."),
  };
}

}  // namespace bearward::app
