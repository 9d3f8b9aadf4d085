// Search: conditions for lists that users filter by a text.
#pragma once

#include <string_view>

#include "store/page.h"

namespace bearward::store {

// OrganizationsStartingWith selects the organizations of an environment whose name begins with a
// text, UsersStartingWith the users whose email address, username, first or last name does. They
// ignore the case of ASCII letters, and read an index.
Condition OrganizationsStartingWith(const model::EnvironmentId& environment, std::string_view text);
Condition UsersStartingWith(const model::EnvironmentId& environment, std::string_view text);

// NamesContaining selects the rows of a table with the columns `name` and `slug` in which one of
// them contains the text. NamesContaining and MembersContaining ignore the case of ASCII letters.
Condition NamesContaining(std::string_view text);
// MembersContaining selects the memberships whose user has the text in the name, the username or
// the email address.
Condition MembersContaining(std::string_view text);
// MembersWithRole selects the memberships that have a role.
Condition MembersWithRole(std::string_view slug);

}  // namespace bearward::store
