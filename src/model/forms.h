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
// IsName accepts 1 to 255 characters of UTF-8 without control characters.
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
// IsRateLimit accepts what ParseRateLimit parses.
bool IsRateLimit(std::string_view text);

inline constexpr Check kDomainName{&IsDomainName, "a domain name such as example.com"};
inline constexpr Check kSlug{&IsSlug, "1 to 48 of a-z, 0-9, '-', '_', ':' and '.'"};
inline constexpr Check kName{&IsName, "1 to 255 characters without control characters"};
inline constexpr Check kExternalId{&IsExternalId, "1 to 128 printable ASCII characters"};
inline constexpr Check kRateLimit{&IsRateLimit, "a limit such as 100/60s"};
inline constexpr Check kHttpsUrl{&IsHttpsUrl, "an https URL"};
inline constexpr Check kPermission{&IsPermission, "a permission, written like forms:read"};
inline constexpr Check kResource{
    &IsResource, "an absolute URI without a fragment, like https://api.acme.example"};

}  // namespace bearward::model
