// Ids: prefix and ULID for Bearward's own ids, UUID v4 where a vendor's API requires it. Each kind
// of id has its own type, so that a user id cannot be passed where an organization id is required.
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

// Id is a string typed by its purpose. Print it with `.text`; never convert between two purposes.
template <class Tag>
struct Id {
  std::string text;

  bool empty() const { return text.empty(); }
  auto operator<=>(const Id&) const = default;
};

// NewUlid creates 26 upper-case Crockford characters: 48 bits of milliseconds, then 80 random bits.
// Ids created later sort later, with millisecond resolution.
std::string NewUlid(Time now, Entropy& entropy);
// IsUlid accepts exactly the canonical form that NewUlid creates.
bool IsUlid(std::string_view text);

// UlidBytes are the 128 bits of a ULID. PackUlid returns them, or nullopt for a text that IsUlid
// does not accept; UnpackUlid formats them without allocation.
using UlidBytes = std::array<std::uint8_t, 16>;
inline constexpr std::size_t kUlidLength = 26;
std::optional<UlidBytes> PackUlid(std::string_view text);
std::array<char, kUlidLength> UnpackUlid(const UlidBytes& bytes);

// NewUuid creates a version 4 UUID, lower case with hyphens (RFC 9562 section 5.4): 122 random
// bits.
std::string NewUuid(Entropy& entropy);
// UuidFromBytes makes a version 4 UUID from 16 given bytes and overwrites the six fixed bits.
std::string UuidFromBytes(std::string_view sixteen_bytes);
// CanonicalUuid returns the lower-case form of a hyphenated UUID of any case; nullopt for any other
// text, including the forms with braces or as a URN.
std::optional<std::string> CanonicalUuid(std::string_view text);

}  // namespace bearward::base
