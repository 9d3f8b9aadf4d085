#include "store/search.h"

#include <string>

#include "base/ascii.h"

namespace bearward::store {
namespace {

// PatternOf returns the LIKE pattern of the texts that contain `text`; `!` escapes its wildcards.
std::string PatternOf(std::string_view text) {
  std::string pattern = "%";
  for (const char c : base::Lower(text)) {
    if (c == '!' || c == '%' || c == '_') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

Condition NamesContaining(std::string_view text) {
  const std::string pattern = PatternOf(text);
  return {"(lower(name) LIKE ? ESCAPE '!' OR lower(slug) LIKE ? ESCAPE '!')", {pattern, pattern}};
}

Condition MembersContaining(const model::EnvironmentId& environment, std::string_view text) {
  const std::string pattern = PatternOf(text);
  return {
      "user_id IN (SELECT id FROM users WHERE environment_id = ? AND "
      "(lower(first_name || ' ' || last_name) LIKE ? ESCAPE '!' "
      "OR lower(username) LIKE ? ESCAPE '!' OR lower(email) LIKE ? ESCAPE '!'))",
      {environment.text, pattern, pattern, pattern}};
}

Condition MembersWithRole(std::string_view slug) {
  const std::string line = "\n" + std::string(slug) + "\n";
  return {"replace(? || roles || ?, ?, '') <> ? || roles || ?", {"\n", "\n", line, "\n", "\n"}};
}

}  // namespace bearward::store
