#include "base/precis.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "base/ascii.h"
#include "base/precis_class.h"
#include "base/utf8.h"

namespace bearward::base {
namespace {

// kLongestName limits the work for an untrusted name, in bytes; stored names have at most 200.
constexpr std::size_t kLongestName = 1024;
// kRounds: RFC 8264 section 7 requires up to three more rounds until a mapping changes nothing.
constexpr int kRounds = 4;

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Taken copies a result allocated by libunistring into a string; null means out of memory.
template <class Unit>
std::basic_string<Unit> Taken(const void* units, std::size_t length) {
  if (units == nullptr) throw std::bad_alloc();
  const std::unique_ptr<const void,
                        decltype([](const void* p) { std::free(const_cast<void*>(p)); })>
      owned(units);
  return {static_cast<const Unit*>(units), length};
}

const std::uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::u32string ToUtf32(std::string_view text) {
  if (text.empty()) return {};
  std::size_t length = 0;
  const std::uint32_t* units = u8_to_u32(Bytes(text), text.size(), nullptr, &length);
  return Taken<char32_t>(units, length);
}

std::string ToUtf8(std::u32string_view text) {
  if (text.empty()) return {};
  std::size_t length = 0;
  const auto* units = reinterpret_cast<const std::uint32_t*>(text.data());
  const std::uint8_t* bytes = u32_to_u8(units, text.size(), nullptr, &length);
  return Taken<char>(bytes, length);
}

// ToNfc requires a non-empty text: libunistring may return null for an empty result.
std::string ToNfc(std::string_view text) {
  std::size_t length = 0;
  const void* bytes = u8_normalize(UNINORM_NFC, Bytes(text), text.size(), nullptr, &length);
  return Taken<char>(bytes, length);
}

// Lower case without locale-specific rules, then NFC.
std::string ToLowerNfc(std::string_view text) {
  std::size_t length = 0;
  const void* bytes = u8_tolower(Bytes(text), text.size(), nullptr, UNINORM_NFC, nullptr, &length);
  return Taken<char>(bytes, length);
}

// WithoutWidth decomposes fullwidth and halfwidth forms only (RFC 8265 section 3.3.2).
char32_t WithoutWidth(char32_t c) {
  std::array<ucs4_t, UC_DECOMPOSITION_MAX_LENGTH> parts{};
  int tag = 0;
  const int count = uc_decomposition(c, &tag, parts.data());
  return count == 1 && (tag == UC_DECOMP_WIDE || tag == UC_DECOMP_NARROW) ? parts[0] : c;
}

std::string MapName(std::string_view name) {
  std::u32string wide = ToUtf32(name);
  std::ranges::transform(wide, wide.begin(), WithoutWidth);
  return ToLowerNfc(ToUtf8(wide));
}

bool HasNoForm(std::string_view text) { return text.empty() || !IsUtf8(text); }

std::string CodePoint(char32_t c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text = "U+";
  for (int shift = c > 0xffff ? 20 : 12; shift >= 0; shift -= 4) text += kHex[(c >> shift) & 0xf];
  return text;
}

// FirstRefused returns the first code point that the class does not allow in its context.
std::optional<char32_t> FirstRefused(std::u32string_view text, bool freeform) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const PrecisClass found = PrecisClassOf(text[i]);
    const bool allowed = found == PrecisClass::kIdentifier ||
                         (found == PrecisClass::kFreeform && freeform) ||
                         (found == PrecisClass::kContextual && IsInContext(text, i));
    if (!allowed) return text[i];
  }
  return std::nullopt;
}

std::optional<std::string> FaultOfWord(std::u32string_view word) {
  if (word.empty())
    return "has a space at an end, or two in a row. Use single spaces between words";
  if (const auto refused = FirstRefused(word, false)) {
    return "has the character " + CodePoint(*refused) +
           ", which names cannot have (RFC 8265 section 3.3). Use letters, digits and ASCII marks";
  }
  if (HoldsBidiRule(word)) return std::nullopt;
  return "mixes writing directions in a way that RFC 5893 section 2 does not allow";
}

}  // namespace

std::string NameKey(std::string_view name) {
  if (IsAscii(name) || name.size() > kLongestName || HasNoForm(name)) return Lower(name);
  std::string key = MapName(name);
  for (int round = 1; round < kRounds; ++round) {
    std::string next = MapName(key);
    if (next == key) break;
    key = std::move(next);
  }
  return key;
}

std::optional<std::string> FaultOfName(std::string_view name) {
  if (name.empty()) return "is empty";
  if (!IsUtf8(name)) return "is not UTF-8";
  const std::u32string key = ToUtf32(NameKey(name));
  std::u32string_view rest = key;
  while (true) {
    const std::size_t space = rest.find(U' ');
    if (auto fault = FaultOfWord(rest.substr(0, space))) return fault;
    if (space == std::u32string_view::npos) return std::nullopt;
    rest.remove_prefix(space + 1);
  }
}

std::string PasswordForm(std::string_view password) {
  if (IsAscii(password) || HasNoForm(password)) return std::string(password);
  std::u32string text = ToUtf32(password);
  std::ranges::replace_if(
      text, [](char32_t c) { return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs); },
      U' ');
  return ToNfc(ToUtf8(text));
}

std::optional<std::string> FaultOfPassword(std::string_view password) {
  if (password.empty()) return "is empty";
  if (!IsUtf8(password)) return "is not UTF-8";
  if (!FirstRefused(ToUtf32(PasswordForm(password)), true)) return std::nullopt;
  return "has a character that passwords cannot have (RFC 8265 section 4.2): a control character, "
         "or one that is invisible or not assigned in Unicode";
}

std::size_t CountCodePoints(std::string_view text) {
  if (!IsUtf8(text)) return text.size();
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

}  // namespace bearward::base
