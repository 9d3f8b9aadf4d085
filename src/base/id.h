// Ids: prefix + ULID for what we name, UUID v4 for the vendors' forms. Each kind of id has its own
// type, so that a user's id cannot be passed where an organization's is wanted.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/time.h"

namespace bearward::base {

// Id is a string with a purpose. Compare, copy, print with `.text`; never mix two purposes.
template <class Tag>
struct Id {
  std::string text;

  bool empty() const { return text.empty(); }
  auto operator<=>(const Id&) const = default;
};

// NewUlid makes 26 upper-case Crockford characters: 48 bits of milliseconds, 80 random bits. Ids
// made later sort later (to the millisecond).
std::string NewUlid(Time now, Entropy& entropy);
// IsUlid accepts exactly the canonical form NewUlid makes.
bool IsUlid(std::string_view text);

// UlidBytes are the 128 bits of a ULID. PackUlid gives them, or nothing for another form than that
// of IsUlid; UnpackUlid writes the text back and allocates nothing.
using UlidBytes = std::array<std::uint8_t, 16>;
inline constexpr std::size_t kUlidLength = 26;
std::optional<UlidBytes> PackUlid(std::string_view text);
std::array<char, kUlidLength> UnpackUlid(const UlidBytes& bytes);

// NewUuid makes a version 4 UUID, lower case with hyphens (RFC 9562 section 5.4): 122 random bits.
std::string NewUuid(Entropy& entropy);
// UuidFromBytes forms a version 4 UUID of 16 given bytes, overwriting the six fixed bits.
std::string UuidFromBytes(std::string_view sixteen_bytes);
// CanonicalUuid gives the lower-case form of a hyphenated UUID of any case; no braces, no URN form.
std::optional<std::string> CanonicalUuid(std::string_view text);

}  // namespace bearward::base
