// Forms: text formats of fields, as checks for descriptions (model/fields.h).
#pragma once

#include <cstddef>
#include <string_view>

#include "model/fields.h"
#include "model/resource.h"

namespace bearward::model {

// IsDomainName accepts lower-case host names of two labels or more (RFC 1035 section 2.3.1, labels
// may begin with a digit), internationalized ones in their ASCII form, at most 253 characters.
bool IsDomainName(std::string_view text);
// IsSlug accepts 1 to 48 lower-case letters, digits, '-', '_', ':' and '.'; the first is a letter
// or digit.
bool IsSlug(std::string_view text);
// IsPermissionSlug accepts 1 to 48 lower-case letters, digits, '-', '_', ':', '.' and '*'.
bool IsPermissionSlug(std::string_view text);
// IsRoleSlug accepts 1 to 48 lower-case letters, digits, '-' and '_'.
bool IsRoleSlug(std::string_view text);
// IsShortName accepts what IsName accepts, up to 48 characters. IsDescription accepts up to 150
// characters of UTF-8, or none.
bool IsShortName(std::string_view text);
bool IsDescription(std::string_view text);
// IsGroupName accepts what IsName accepts, and 256 characters.
bool IsGroupName(std::string_view text);
// IsName accepts 1 to 255 characters of a text that base::IsDisplayable accepts.
bool IsName(std::string_view text);
// IsWord accepts 1 to 128 ASCII letters, digits and characters of `punctuation`.
bool IsWord(std::string_view text, std::string_view punctuation);
// IsPermission accepts the name of a permission such as "forms:read"; "*" stands for all.
bool IsPermission(std::string_view text);
// IsHttpsUrl accepts an absolute https URL without user information and without a fragment.
bool IsHttpsUrl(std::string_view text);

// IsExternalId accepts 1 to 128 printable ASCII characters: the id of a row in a system of the
// customer.
bool IsExternalId(std::string_view text);
// IsOptionalName accepts what IsName accepts, and the empty text.
bool IsOptionalName(std::string_view text);
// IsEmail accepts an address of at most 254 bytes with one '@' and no space, whose two parts are
// not empty; the characters are those of a username (base::FaultOfName).
bool IsEmail(std::string_view text);
// IsLocale accepts a language tag such as en or pt-BR (RFC 5646), at most 35 characters, also with
// '_' as its separator.
bool IsLocale(std::string_view text);
// IsStoredPassword accepts the column of a password: a text that begins with '$', or no text.
bool IsStoredPassword(std::string_view text);
// IsRateLimit accepts what ParseRateLimit parses.
bool IsRateLimit(std::string_view text);

inline constexpr Check kDomainName{&IsDomainName, "a domain name such as example.com"};
inline constexpr Check kSlug{&IsSlug, "1 to 48 of a-z, 0-9, '-', '_', ':' and '.'"};
inline constexpr Check kPermissionSlug{&IsPermissionSlug,
                                       "1 to 48 of a-z, 0-9, '-', '_', ':', '.' and '*'"};
inline constexpr Check kRoleSlug{&IsRoleSlug, "1 to 48 of a-z, 0-9, '-' and '_'"};
inline constexpr Check kShortName{&IsShortName, "1 to 48 characters without control characters"};
inline constexpr Check kGroupName{&IsGroupName, "1 to 256 characters without control characters"};
inline constexpr Check kDescription{&IsDescription, "at most 150 characters"};
inline constexpr Check kName{&IsName, "1 to 255 characters without control characters"};
inline constexpr Check kExternalId{&IsExternalId, "1 to 128 printable ASCII characters"};
inline constexpr Check kOptionalName{&IsOptionalName,
                                     "at most 255 characters without control characters"};
inline constexpr Check kEmail{&IsEmail, "an email address such as ann@example.com"};
inline constexpr Check kLocale{&IsLocale, "a language tag such as en or pt-BR"};
inline constexpr Check kStoredPassword{&IsStoredPassword, "a password hash"};
inline constexpr Check kRateLimit{&IsRateLimit, "a limit such as 100/60s"};
inline constexpr Check kHttpsUrl{&IsHttpsUrl, "an https URL"};
inline constexpr Check kPermission{&IsPermission, "a permission, written like forms:read"};
inline constexpr Check kResource{
    &IsResource, "an absolute URI without a fragment, like https://api.acme.example"};

}  // namespace bearward::model
