// Search: conditions for lists that users filter by a text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "store/page.h"

namespace bearward::store {

// kMostFound limits the rows that each range of a search reads, and so its time. If more rows
// match, the search finds only this number of them. kMostWalked limits the rows that Search::walk
// tests.
inline constexpr int kMostFound = 5000;
inline constexpr int kMostWalked = 2000;

// Search describes how a list finds rows by the beginning of a text, ignoring the case of ASCII
// letters. `ranges` are conditions in SQL, each of which reads one index; a row is found if one of
// them holds. ?1 is the environment; ?2 and ?3 are PrefixBegin and PrefixEnd of the text. `walk`,
// unless empty, is such a condition without an index, which is tested for kMostWalked rows of the
// list. `about` describes the parameter in /openapi.json. A list without pages has neither: it is
// read whole, and BeginsWith selects the rows that it returns.
struct Search {
  std::string_view about;
  std::span<const std::string_view> ranges;
  std::string_view walk = {};
};

// The searches of lists. They compare the name; those of permissions, roles and flags also the
// slug. That of users compares the email address, the username, and the first and last name; that
// of memberships these texts of their users.
extern const Search kApplicationSearch;
extern const Search kFlagSearch;
extern const Search kGroupSearch;
extern const Search kMembershipSearch;
extern const Search kOrganizationSearch;
extern const Search kOrganizationKeySearch;
extern const Search kPermissionSearch;
extern const Search kPolicySearch;
extern const Search kRoleSearch;
extern const Search kUserSearch;

// Values of Filter::through for the parameter `ids`, by which pages read the names of many ids.
inline constexpr std::string_view kApplicationsById =
    "SELECT id FROM applications WHERE environment_id = ?1 AND id";
inline constexpr std::string_view kOrganizationsById =
    "SELECT id FROM organizations WHERE environment_id = ?1 AND id";
inline constexpr std::string_view kUsersById =
    "SELECT id FROM users WHERE environment_id = ?1 AND id";

// A text that begins with `text` is at least PrefixBegin and less than PrefixEnd.
std::string PrefixBegin(std::string_view text);
std::string PrefixEnd(std::string_view text);

// BeginsWith says whether a value begins with the text of a search, as a range compares them.
bool BeginsWith(std::string_view value, std::string_view text);

// NamesContaining selects the rows of a table with the columns `name` and `slug` in which one of
// them contains the text. NamesContaining and MembersContaining ignore the case of ASCII letters.
Condition NamesContaining(std::string_view text);
// MembersContaining selects the memberships whose user has the text in the name, the username or
// the email address.
Condition MembersContaining(std::string_view text);
// MembersWithRole selects the memberships that have a role.
Condition MembersWithRole(std::string_view slug);

}  // namespace bearward::store
