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

// RANGE holds if the expression begins with the text. The expression must be that of an index.
#define RANGE(expression) expression " >= ?2 AND " expression " < ?3"

constexpr std::string_view kAboutName =
    "Only those whose name begins with this text, in any case of letters.";
constexpr std::string_view kAboutNameOrSlug =
    "Only those whose name or slug begins with this text, in any case of letters.";
constexpr std::string_view kName[] = {RANGE("lower(name)")};
constexpr std::string_view kNameOrSlug[] = {RANGE("lower(name)"), RANGE("slug")};

// The indexes of users have no empty texts, and are used only with a condition that says so.
constexpr std::string_view kUser[] = {"email_key <> '' AND " RANGE("email_key"),
                                      "username_key <> '' AND " RANGE("username_key"),
                                      "first_name <> '' AND " RANGE("lower(first_name)"),
                                      "last_name <> '' AND " RANGE("lower(last_name)")};

// MEMBERS selects the memberships of users whose column begins with the text. It reads only 2000 of
// these users, who may belong to other organizations. kMembershipSearch.walk then still finds the
// members of a small organization.
#define MEMBERS(column, expression)                                        \
  "user_id IN (SELECT id FROM users WHERE environment_id = ?1 AND " column \
  " <> '' AND " RANGE(expression) " LIMIT 2000)"

constexpr std::string_view kMember[] = {
    MEMBERS("email_key", "email_key"), MEMBERS("username_key", "username_key"),
    MEMBERS("first_name", "lower(first_name)"), MEMBERS("last_name", "lower(last_name)")};

}  // namespace

constinit const Search kApplicationSearch{kAboutName, kName};
constinit const Search kFlagSearch{kAboutNameOrSlug, kNameOrSlug};
constinit const Search kGroupSearch{kAboutName, kName};
constinit const Search kMembershipSearch{
    "Only those of users whose email address, username, first or last name begins with this text, "
    "in any case of letters.",
    kMember,
    "EXISTS (SELECT 1 FROM users AS u WHERE u.environment_id = ?1 AND u.id = found.user_id "
    "AND (" RANGE("u.email_key") " OR " RANGE("u.username_key") " OR " RANGE(
        "lower(u.first_name)") " OR " RANGE("lower(u.last_name)") "))"};
constinit const Search kOrganizationSearch{kAboutName, kName};
constinit const Search kOrganizationKeySearch{kAboutName, kName};
constinit const Search kPermissionSearch{kAboutNameOrSlug, kNameOrSlug};
constinit const Search kPolicySearch{kAboutName, kName};
constinit const Search kRoleSearch{kAboutNameOrSlug, {}};
constinit const Search kUserSearch{
    "Only those whose email address, username, first or last name begins with this text, in any "
    "case of letters.",
    kUser};

std::string PrefixBegin(std::string_view text) { return base::Lower(text); }
std::string PrefixEnd(std::string_view text) { return base::Lower(text) + std::string(kAfterAll); }

bool BeginsWith(std::string_view value, std::string_view text) {
  return base::Lower(value.substr(0, text.size())) == base::Lower(text);
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
