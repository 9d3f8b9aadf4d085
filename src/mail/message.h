// Message: one email, and its form on the wire.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/time.h"
#include "base/words.h"

namespace bearward::mail {

// Letter is what an email is about. Its words are stored in the outbox.
enum class Letter : std::uint8_t {
  kVerification,
  kMagicAuth,
  kPasswordReset,
  kEmailChange,
  kInvitation,
  kSignInLink,
  kKeyExpiry,
  kWebhookDisabled
};

// VariableName returns what the variable of a letter is: "code", "url", "key" for a text about an
// API key, or "endpoint" for one about an endpoint of webhooks. A code and a URL are secret.
std::string_view VariableName(Letter letter);

// Message is an email to one recipient. `variable` is its code, URL or other text, which `text` and
// `html` contain.
struct Message {
  Letter letter = Letter::kVerification;
  base::Secret variable;
  std::string to;
  std::string subject;
  base::Secret text;
  base::Secret html;
};

// IsMailable says whether an address can stand in a header and in an SMTP command without quoting:
// no character that RFC 5322 section 3.2.3 reserves, and ASCII only.
bool IsMailable(std::string_view address);

// Compose renders the template of a letter. `variable` is what VariableName says.
Message Compose(Letter letter, std::string to, const base::Secret& variable);

// Envelope is what a message has beside its content. `id` is unique; `from` is an address.
struct Envelope {
  std::string from;
  std::string id;
  base::Time at;
};

// WireForm returns the message with its headers as RFC 5322 and RFC 2046 section 5.1.4 define them,
// with plain text and HTML.
base::Secret WireForm(const Message& message, const Envelope& envelope);

}  // namespace bearward::mail

template <>
struct bearward::base::WordsOf<bearward::mail::Letter> {
  static constexpr std::array<std::string_view, 8> kWords = {
      "email_verification", "magic_auth",   "password_reset", "email_change",
      "invitation",         "sign_in_link", "key_expiry",     "webhook_disabled"};
};
