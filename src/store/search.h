// Search: conditions for lists that users filter by a text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "store/page.h"

namespace bearward::store {

// kMostFound limits the rows that each range of a search reads, and so its time: a text that more
// rows match finds this number of them. kMostWalked limits those that Search::walk reads.
inline constexpr int kMostFound = 5000;
inline constexpr int kMostWalked = 2000;

// Search describes how a list finds rows by the beginning of a text, ignoring the case of ASCII
// letters. `ranges` are literal conditions on the rows, of which each reads an index: ?1 is the
// environment, ?2 the text in lower case, and ?3 the end of the texts that begin with it. `walk`,
// unless empty, is such a condition without an index; it is evaluated for kMostWalked rows of the
// list. `about` describes the parameter of requests. A list without pages has neither: it is read
// whole, and BeginsWith selects the rows that it returns.
struct Search {
  std::string_view about;
  std::span<const std::string_view> ranges;
  std::string_view walk = {};
};

// The lists that can be searched: by the name; keys of organizations and users by theirs;
// permissions, roles and flags also by the slug; users by email address, username, first or last
// name; and memberships by their users.
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

// The rows with the ids that a filter has (Filter::through), in lists that show names for ids.
inline constexpr std::string_view kApplicationsById =
    "SELECT id FROM applications WHERE environment_id = ?1 AND id";
inline constexpr std::string_view kOrganizationsById =
    "SELECT id FROM organizations WHERE environment_id = ?1 AND id";
inline constexpr std::string_view kUsersById =
    "SELECT id FROM users WHERE environment_id = ?1 AND id";

// FirstOf and LastOf are the values of ?2 and ?3.
std::string FirstOf(std::string_view text);
std::string LastOf(std::string_view text);

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
