// Mail: constructs the delivery of emails from the settings.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/config.h"
#include "base/result.h"
#include "mail/links.h"
#include "mail/mailer.h"

namespace bearward::app {

// PagesOf returns the issuer as the base of the addresses of our pages.
std::string PagesOf(std::string_view issuer);
// LinksOf returns the pages of the links in emails: those of the settings, or our own.
mail::Links LinksOf(const MailConfig& config, std::string_view issuer);

// SenderOf returns the address of the sender.
std::string SenderOf(const MailConfig& config);

// MakeMailer returns nullptr if no email is sent. kInvalid "bad_setting" if both mail.spool and
// mail.smtp are set, mail.smtp has no sender, or the folder does not exist; the text names the
// setting.
base::Result<std::unique_ptr<mail::Mailer>> MakeMailer(const MailConfig& config);

}  // namespace bearward::app
