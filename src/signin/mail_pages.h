// MailPages: the HTML of the pages that use codes and links from emails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "signin/html.h"
#include "signin/pages.h"

namespace bearward::signin {

// MailPurpose is what an email is requested for.
enum class MailPurpose : std::uint8_t { kResetLink, kSignInCode, kVerificationCode };

// AddressForm asks for the address to which an email is sent.
struct AddressForm {
  Form form;
  MailPurpose purpose = MailPurpose::kResetLink;
  std::string email = {};
  std::string return_to = {};  // kSignInCode: the page of the console to show afterwards
};
Html AddressPage(const AddressForm& page);

// SentPage says that the link of a reset was sent, if a user has the address.
Html SentPage(const Form& form);

// CodeForm asks for the code that was sent to an address, if a user has it.
struct CodeForm {
  Form form;
  MailPurpose purpose = MailPurpose::kSignInCode;
  std::string email = {};
  std::string return_to = {};
};
Html CodePage(const CodeForm& page);

// ResetForm asks for the new password of the user with an address.
struct ResetForm {
  Form form;
  std::string email = {};
  std::size_t minimum_length = 0;
};
Html ResetPage(const ResetForm& page);

// InvitationForm asks the owner of an address to accept an invitation.
struct InvitationForm {
  Form form;
  std::string email = {};
  std::string organization = {};  // "" for an invitation to the environment
  bool needs_password = false;
  std::size_t minimum_length = 0;
};
Html InvitationPage(const InvitationForm& page);

}  // namespace bearward::signin
