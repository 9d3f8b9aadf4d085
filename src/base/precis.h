// Precis: comparison of names and passwords (PRECIS: RFC 8264, RFC 8265), over libunistring. Texts
// that are not UTF-8, and names over 1 KiB, have no PRECIS form: only ASCII case is mapped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::base {

// NameKey returns the form in which user names are compared: fullwidth and halfwidth forms
// replaced, lower case, NFC (the mappings of UsernameCaseMapped, RFC 8265 section 3.3). Usernames
// and email addresses share it, because one sign-in field accepts either. It maps every text and
// rejects none, so that a name stored by an earlier release is still found.
std::string NameKey(std::string_view name);

// FaultOfName returns why a text cannot become a username (RFC 8265 sections 3.3 and 3.5), as the
// end of a sentence that begins with the field; nullopt if it can. The words of a name may be
// separated by single spaces.
std::optional<std::string> FaultOfName(std::string_view name);

// PasswordForm returns the form of a password that is hashed (OpaqueString, RFC 8265 section 4.2):
// non-ASCII spaces become U+0020, then NFC. Like NameKey, it rejects no text.
std::string PasswordForm(std::string_view password);

// FaultOfPassword returns why a text cannot become a password (RFC 8265 section 4.2), without any
// character of it; nullopt if it can.
std::optional<std::string> FaultOfPassword(std::string_view password);

// CountCodePoints returns the number of code points; of bytes if the text is not UTF-8.
std::size_t CountCodePoints(std::string_view text);

}  // namespace bearward::base
