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

// kAfterAll is greater than every text that may follow a prefix.
constexpr std::string_view kAfterAll = "\U0010FFFF";

}  // namespace

Condition OrganizationsStartingWith(const model::EnvironmentId& environment,
                                    std::string_view text) {
  const std::string first = base::Lower(text);
  return {
      "id IN (SELECT id FROM organizations WHERE environment_id = ? AND lower(name) >= ? "
      "AND lower(name) < ?)",
      {environment.text, first, first + std::string(kAfterAll)}};
}

Condition UsersStartingWith(const model::EnvironmentId& environment, std::string_view text) {
  const std::string first = base::Lower(text);
  const std::string last = first + std::string(kAfterAll);
  Condition condition{
      "id IN (SELECT id FROM users WHERE environment_id = ? AND email_key <> '' "
      "AND email_key >= ? AND email_key < ? "
      "UNION ALL SELECT id FROM users WHERE environment_id = ? AND username_key <> '' "
      "AND username_key >= ? AND username_key < ? "
      "UNION ALL SELECT id FROM users WHERE environment_id = ? AND first_name <> '' "
      "AND lower(first_name) >= ? AND lower(first_name) < ? "
      "UNION ALL SELECT id FROM users WHERE environment_id = ? AND last_name <> '' "
      "AND lower(last_name) >= ? AND lower(last_name) < ?)"};
  for (int column = 0; column < 4; ++column) {
    condition.values.insert(condition.values.end(), {environment.text, first, last});
  }
  return condition;
}

Condition NamesContaining(std::string_view text) {
  const std::string pattern = PatternOf(text);
  return {"(lower(name) LIKE ? ESCAPE '!' OR lower(slug) LIKE ? ESCAPE '!')", {pattern, pattern}};
}

Condition MembersContaining(std::string_view text) {
  const std::string pattern = PatternOf(text);
  return {
      "EXISTS (SELECT 1 FROM users AS u WHERE u.environment_id = memberships.environment_id "
      "AND u.id = memberships.user_id "
      "AND (memberships.status <> 'pending' "
      "AND (lower(u.first_name || ' ' || u.last_name) LIKE ? ESCAPE '!' "
      "OR lower(u.username) LIKE ? ESCAPE '!' OR lower(u.email) LIKE ? ESCAPE '!') "
      "OR memberships.status = 'pending' AND EXISTS (SELECT 1 FROM invitations AS i "
      "WHERE i.environment_id = u.environment_id AND i.email_key = u.email_key "
      "AND i.organization_id = memberships.organization_id "
      "AND lower(i.email) LIKE ? ESCAPE '!')))",
      {pattern, pattern, pattern, pattern}};
}

Condition MembersWithRole(std::string_view slug) {
  return {"replace('\n' || roles || '\n', ?, '') <> '\n' || roles || '\n'",
          {"\n" + std::string(slug) + "\n"}};
}

}  // namespace bearward::store
