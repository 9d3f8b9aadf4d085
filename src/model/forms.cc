#include "model/forms.h"

#include <algorithm>

#include "base/utf8.h"
#include "model/rate_limit.h"

namespace bearward::model {
namespace {

constexpr std::size_t kLongestDomain = 253;
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestSlug = 48;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestWord = 128;

constexpr bool IsLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return IsLetterOrDigit(c) || c == '-'; });
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
  constexpr std::string_view kMarks = "-_:.";
  return !text.empty() && text.size() <= kLongestSlug && IsLetterOrDigit(text.front()) &&
         std::ranges::all_of(
             text, [&](char c) { return IsLetterOrDigit(c) || kMarks.find(c) != kMarks.npos; });
}

bool IsName(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  // Counts characters: UTF-8 continuation bytes are not counted.
  const auto length = std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  return length >= 1 && static_cast<std::size_t>(length) <= kLongestName && base::IsUtf8(text) &&
         std::ranges::none_of(text, is_control);
}

bool IsWord(std::string_view text, std::string_view punctuation) {
  return !text.empty() && text.size() <= kLongestWord && std::ranges::all_of(text, [&](char c) {
    return IsLetterOrDigit(c) || (c >= 'A' && c <= 'Z') || punctuation.contains(c);
  });
}

bool IsPermission(std::string_view text) { return IsWord(text, "._-+@~:*"); }

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

bool IsRateLimit(std::string_view text) { return ParseRateLimit(text).has_value(); }

}  // namespace bearward::model
