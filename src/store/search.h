// Search: conditions for lists that users filter by a text.
#pragma once

#include <string_view>

#include "store/page.h"

namespace bearward::store {

// NamesContaining selects the rows of a table with the columns `name` and `slug` in which one of
// them contains the text. NamesContaining and MembersContaining ignore the case of ASCII letters.
Condition NamesContaining(std::string_view text);
// MembersContaining selects the memberships whose user has the text in the name, the username or
// the email address.
Condition MembersContaining(std::string_view text);
// MembersWithRole selects the memberships that have a role.
Condition MembersWithRole(std::string_view slug);

}  // namespace bearward::store
