#include "model/forms.h"

#include <algorithm>

#include "base/precis.h"
#include "base/utf8.h"
#include "model/rate_limit.h"

namespace bearward::model {
namespace {

constexpr std::size_t kLongestDomain = 253;
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestSlug = 48;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestWord = 128;
constexpr std::size_t kLongestShortName = 48;
constexpr std::size_t kLongestGroupName = 256;
constexpr std::size_t kLongestDescription = 150;
constexpr std::size_t kLongestEmail = 254;
constexpr std::size_t kLongestLocale = 35;

constexpr bool IsLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return IsLetterOrDigit(c) || c == '-'; });
}

// IsSlugOf accepts 1 to kLongestSlug lower-case letters, digits and `marks`.
bool IsSlugOf(std::string_view text, std::string_view marks) {
  return !text.empty() && text.size() <= kLongestSlug && std::ranges::all_of(text, [&](char c) {
    return IsLetterOrDigit(c) || marks.find(c) != std::string_view::npos;
  });
}

// LengthOf counts characters: UTF-8 continuation bytes are not counted.
std::size_t LengthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// IsLine accepts 1 to `longest` displayable characters.
bool IsLine(std::string_view text, std::size_t longest) {
  return !text.empty() && LengthOf(text) <= longest && base::IsDisplayable(text);
}

}  // namespace

bool IsDomainName(std::string_view text) {
  if (text.size() > kLongestDomain) return false;
  std::size_t labels = 0;
  while (true) {
    const std::size_t end = text.find('.');
    if (!IsLabel(text.substr(0, end))) return false;
    ++labels;
    if (end == std::string_view::npos) return labels > 1;
    text.remove_prefix(end + 1);
  }
}

bool IsSlug(std::string_view text) {
  return IsSlugOf(text, "-_:.") && IsLetterOrDigit(text.front());
}

bool IsPermissionSlug(std::string_view text) { return IsSlugOf(text, "-_:.*"); }
bool IsRoleSlug(std::string_view text) { return IsSlugOf(text, "-_"); }

bool IsDescription(std::string_view text) {
  return text.empty() || IsLine(text, kLongestDescription);
}

bool IsWord(std::string_view text, std::string_view punctuation) {
  return !text.empty() && text.size() <= kLongestWord && std::ranges::all_of(text, [&](char c) {
    return IsLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || punctuation.contains(c);
  });
}

bool IsPermission(std::string_view text) { return IsWord(text, "._-+@~:*"); }

bool IsName(std::string_view text) { return IsLine(text, kLongestName); }
bool IsShortName(std::string_view text) { return IsLine(text, kLongestShortName); }
bool IsGroupName(std::string_view text) { return IsLine(text, kLongestGroupName); }

bool IsHttpsUrl(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) return false;
  const std::string_view rest = text.substr(kScheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  const auto is_plain = [](char c) { return c > 0x20 && c < 0x7f && c != '\\' && c != '#'; };
  return !authority.empty() && authority.find('@') == std::string_view::npos &&
         std::ranges::all_of(rest, is_plain);
}

bool IsExternalId(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool IsOptionalName(std::string_view text) { return text.empty() || IsName(text); }

bool IsEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= kLongestEmail && at != std::string_view::npos && at > 0 &&
         at + 1 < text.size() && text.find_first_of("@ ", at + 1) == std::string_view::npos &&
         text.find(' ') == std::string_view::npos && !base::FaultOfName(text);
}

bool IsLocale(std::string_view text) {
  if (text.size() > kLongestLocale) return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  const std::string_view language = text.substr(0, text.find_first_of("-_"));
  if (language.size() < 2 || language.size() > 3 || !std::ranges::all_of(language, is_letter)) {
    return false;
  }
  for (std::string_view rest = text.substr(language.size()); !rest.empty();) {
    const std::string_view part = rest.substr(1, rest.find_first_of("-_", 1) - 1);
    if (part.empty() || part.size() > 8 || !std::ranges::all_of(part, is_part)) return false;
    rest.remove_prefix(part.size() + 1);
  }
  return true;
}

bool IsStoredPassword(std::string_view text) { return text.empty() || text.starts_with('$'); }

bool IsRateLimit(std::string_view text) { return ParseRateLimit(text).has_value(); }

}  // namespace bearward::model
