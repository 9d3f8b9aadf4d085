#include "base/precis_class.h"

#include <unictype.h>
#include <uninorm.h>

#include <algorithm>
#include <array>

namespace bearward::base {
namespace {

constexpr char32_t kZeroWidthNonJoiner = 0x200c;
constexpr char32_t kZeroWidthJoiner = 0x200d;
constexpr int kVirama = 9;  // Canonical_Combining_Class

bool IsBetween(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }
bool IsArabicIndicDigit(char32_t c) { return IsBetween(c, 0x660, 0x669); }
bool IsExtendedArabicIndicDigit(char32_t c) { return IsBetween(c, 0x6f0, 0x6f9); }

// The exceptions of RFC 5892 section 2.6.
bool IsExceptionallyValid(char32_t c) {
  constexpr std::array<char32_t, 6> kValid = {0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007};
  return std::ranges::find(kValid, c) != kValid.end();
}
bool IsExceptionallyContextual(char32_t c) {
  constexpr std::array<char32_t, 5> kContextual = {0xb7, 0x375, 0x5f3, 0x5f4, 0x30fb};
  return std::ranges::find(kContextual, c) != kContextual.end() || IsArabicIndicDigit(c) ||
         IsExtendedArabicIndicDigit(c);
}
bool IsExceptionallyDisallowed(char32_t c) {
  constexpr std::array<char32_t, 5> kDisallowed = {0x640, 0x7fa, 0x302e, 0x302f, 0x303b};
  return std::ranges::find(kDisallowed, c) != kDisallowed.end() || IsBetween(c, 0x3031, 0x3035);
}

// Old Hangul jamo (RFC 8264 section 9.9): leading, vowel and trailing consonants that NFC may
// combine.
bool IsOldHangulJamo(char32_t c) {
  return IsBetween(c, 0x1100, 0x11ff) || IsBetween(c, 0xa960, 0xa97c) ||
         IsBetween(c, 0xd7b0, 0xd7c6) || IsBetween(c, 0xd7cb, 0xd7fb);
}

bool HasCompatibilityForm(char32_t c) {
  const std::uint32_t from = c;
  std::array<std::uint32_t, 32> to{};
  std::size_t length = to.size();
  const std::uint32_t* form = u32_normalize(UNINORM_NFKC, &from, 1, to.data(), &length);
  // A form that does not fit into the array differs from the original.
  const bool same = form == to.data() && length == 1 && to[0] == from;
  if (form != to.data()) std::free(const_cast<std::uint32_t*>(form));
  return !same;
}

bool IsOfCategory(char32_t c, std::uint32_t mask) {
  return uc_is_general_category_withtable(c, mask);
}

constexpr std::uint32_t kLetterDigits =
    UC_CATEGORY_MASK_Ll | UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lo | UC_CATEGORY_MASK_Nd |
    UC_CATEGORY_MASK_Lm | UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Mc;
constexpr std::uint32_t kOtherLetterDigits =
    UC_CATEGORY_MASK_Lt | UC_CATEGORY_MASK_Nl | UC_CATEGORY_MASK_No | UC_CATEGORY_MASK_Me;
constexpr std::uint32_t kVisible =
    kOtherLetterDigits | UC_CATEGORY_MASK_Zs | UC_CATEGORY_MASK_S | UC_CATEGORY_MASK_P;

bool IsOfScript(char32_t c, std::initializer_list<const char*> names) {
  const uc_script_t* script = uc_script(c);
  return script != nullptr && std::ranges::any_of(names, [script](std::string_view name) {
           return name == script->name;
         });
}

bool IsAfterVirama(std::u32string_view text, std::size_t index) {
  return index > 0 && uc_combining_class(text[index - 1]) == kVirama;
}

// RFC 5892 appendix A.1: the joiner must be between a letter that joins to the left and one that
// joins to the right; transparent letters in between are ignored.
bool IsBetweenJoining(std::u32string_view text, std::size_t index) {
  std::size_t before = index;
  while (before > 0 && uc_joining_type(text[before - 1]) == UC_JOINING_TYPE_T) --before;
  if (before == 0) return false;
  std::size_t after = index + 1;
  while (after < text.size() && uc_joining_type(text[after]) == UC_JOINING_TYPE_T) ++after;
  if (after == text.size()) return false;
  const int left = uc_joining_type(text[before - 1]);
  const int right = uc_joining_type(text[after]);
  return (left == UC_JOINING_TYPE_L || left == UC_JOINING_TYPE_D) &&
         (right == UC_JOINING_TYPE_R || right == UC_JOINING_TYPE_D);
}

bool MayEndRightToLeft(int category) {
  return category == UC_BIDI_R || category == UC_BIDI_AL || category == UC_BIDI_EN ||
         category == UC_BIDI_AN;
}

bool MayStandRightToLeft(int category) {
  return MayEndRightToLeft(category) || category == UC_BIDI_ES || category == UC_BIDI_CS ||
         category == UC_BIDI_ET || category == UC_BIDI_ON || category == UC_BIDI_BN ||
         category == UC_BIDI_NSM;
}

}  // namespace

PrecisClass PrecisClassOf(char32_t c) {
  if (IsExceptionallyValid(c)) return PrecisClass::kIdentifier;
  if (IsExceptionallyContextual(c)) return PrecisClass::kContextual;
  if (IsExceptionallyDisallowed(c)) return PrecisClass::kDisallowed;
  if (IsOfCategory(c, UC_CATEGORY_MASK_Cn)) return PrecisClass::kDisallowed;
  if (IsBetween(c, 0x21, 0x7e)) return PrecisClass::kIdentifier;
  if (c == kZeroWidthNonJoiner || c == kZeroWidthJoiner) return PrecisClass::kContextual;
  const bool ignorable =
      uc_is_property_default_ignorable_code_point(c) || uc_is_property_not_a_character(c);
  if (IsOldHangulJamo(c) || ignorable || IsOfCategory(c, UC_CATEGORY_MASK_Cc)) {
    return PrecisClass::kDisallowed;
  }
  if (HasCompatibilityForm(c)) return PrecisClass::kFreeform;
  if (IsOfCategory(c, kLetterDigits)) return PrecisClass::kIdentifier;
  return IsOfCategory(c, kVisible) ? PrecisClass::kFreeform : PrecisClass::kDisallowed;
}

bool IsInContext(std::u32string_view text, std::size_t index) {
  const auto at = [text](std::size_t i) { return i < text.size() ? text[i] : U'\0'; };
  const char32_t before = index > 0 ? text[index - 1] : U'\0';
  const char32_t c = text[index];
  switch (c) {
    case kZeroWidthNonJoiner:
      return IsAfterVirama(text, index) || IsBetweenJoining(text, index);
    case kZeroWidthJoiner:
      return IsAfterVirama(text, index);
    case 0xb7:  // middle dot: Catalan l·l
      return before == U'l' && at(index + 1) == U'l';
    case 0x375:  // Greek keraia
      return IsOfScript(at(index + 1), {"Greek"});
    case 0x5f3:  // Hebrew geresh and gershayim
    case 0x5f4:
      return IsOfScript(before, {"Hebrew"});
    case 0x30fb:  // Katakana middle dot
      return std::ranges::any_of(text, [](char32_t other) {
        return other != 0x30fb && IsOfScript(other, {"Hiragana", "Katakana", "Han"});
      });
    default:
      return std::ranges::none_of(
          text, IsArabicIndicDigit(c) ? IsExtendedArabicIndicDigit : IsArabicIndicDigit);
  }
}

bool HoldsBidiRule(std::u32string_view text) {
  const auto is_right_to_left = [](char32_t c) {
    const int category = uc_bidi_category(c);
    return category == UC_BIDI_R || category == UC_BIDI_AL || category == UC_BIDI_AN;
  };
  if (std::ranges::none_of(text, is_right_to_left)) return true;
  const int first = uc_bidi_category(text.front());
  if (first != UC_BIDI_R && first != UC_BIDI_AL) return false;
  int last = UC_BIDI_NSM;
  bool european = false;
  bool arabic = false;
  for (const char32_t c : text) {
    const int category = uc_bidi_category(c);
    if (!MayStandRightToLeft(category)) return false;
    european |= category == UC_BIDI_EN;
    arabic |= category == UC_BIDI_AN;
    if (category != UC_BIDI_NSM) last = category;
  }
  return MayEndRightToLeft(last) && !(european && arabic);
}

}  // namespace bearward::base
