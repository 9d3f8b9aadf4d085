// ASCII case and white space, independent of the locale.
#pragma once

#include <string>
#include <string_view>

namespace bearward::base {

// LowerChar converts one ASCII letter to lower case; other bytes are unchanged.
constexpr char LowerChar(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Lower converts ASCII letters to lower case; other bytes, including UTF-8, are unchanged.
inline std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = LowerChar(c);
  return out;
}

// EqualsIgnoreCase compares without the case of ASCII letters. Not for secrets: not constant-time.
constexpr bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && LowerChar(a[i]) != LowerChar(b[i])) return false;
  }
  return true;
}

// Trim removes spaces and tabs at both ends.
constexpr std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace bearward::base
