// Precis: how names and passwords compare (PRECIS: RFC 8264, RFC 8265), over libunistring. Texts
// that are not UTF-8, and names over 1 KiB, have no PRECIS form and stay as they are but for ASCII.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::base {

// NameKey returns the form in which the names of users compare: fullwidth and halfwidth forms
// replaced, lower case, NFC (the mappings of UsernameCaseMapped, RFC 8265 section 3.3). Usernames
// and email addresses share it, because one field of a sign-in takes either. It maps every text and
// judges none, so that a name of an earlier release is still found.
std::string NameKey(std::string_view name);

// FaultOfName says why a text cannot become a username (RFC 8265 sections 3.3 and 3.5), as the end
// of a sentence that begins with the field; nullopt for a good one. Words of it may be separated by
// one space each.
std::optional<std::string> FaultOfName(std::string_view name);

// PasswordForm returns what is hashed of a password (OpaqueString, RFC 8265 section 4.2): spaces
// beyond ASCII become U+0020, then NFC. It judges nothing, as NameKey.
std::string PasswordForm(std::string_view password);

// FaultOfPassword says why a text cannot become a password (RFC 8265 section 4.2), without naming
// any character of it; nullopt for a good one.
std::optional<std::string> FaultOfPassword(std::string_view password);

// CountCodePoints counts the code points of a text; bytes where it is not UTF-8.
std::size_t CountCodePoints(std::string_view text);

}  // namespace bearward::base
