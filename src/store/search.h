// Search: conditions of lists that a person filters by typing.
#pragma once

#include <string_view>

#include "store/page.h"

namespace bearward::store {

// NamesContaining selects the rows of a table with the columns `name` and `slug` in which one of
// them contains the text. The case of ASCII letters is ignored in all functions.
Condition NamesContaining(std::string_view text);
// MembersContaining selects the memberships whose user has the text in the name, the username or
// the email address.
Condition MembersContaining(std::string_view text);
// MembersWithRole selects the memberships that have a role.
Condition MembersWithRole(std::string_view slug);

}  // namespace bearward::store
