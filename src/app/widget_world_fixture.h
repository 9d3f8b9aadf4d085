// WidgetWorld: the callers of the tests of WorkOS' client GraphQL API.
#pragma once

namespace bearward::app {

// kWidgetWorld describes the callers, for a provisioning file.
inline constexpr const char* kWidgetWorld = R"(
[[roles]]
slug = "team-admin"
name = "Team admin"
permissions = ["organizations:manage", "organizations:read", "users:manage", "forms:read"]
[[roles]]
slug = "table"
permissions = ["widgets:users-table:manage"]
[[roles]]
slug = "plain"
name = "Plain"
permissions = ["forms:read"]
[[roles]]
slug = "mighty"
permissions = ["*"]
[[organizations]]
name = "Widgets"
id = "org_widgets"
[[organizations]]
name = "Neighbor"
id = "org_neighbor"
[[users]]
username = "tessa"
id = "user_tessa"
email = "tessa@widgets.example"
first_name = "Tessa"
last_name = "Admin"
password = "tessa's password"
memberships = [{ organization = "Widgets", roles = ["team-admin", "plain"] }]
[[users]]
username = "peter"
id = "user_peter"
email = "peter@widgets.example"
password = "peter's password"
memberships = [{ organization = "Widgets", roles = ["plain"] }]
[[users]]
username = "tabea"
id = "user_tabea"
memberships = [{ organization = "Widgets", roles = ["table", "plain"] }]
[[users]]
username = "max"
id = "user_max"
memberships = [{ organization = "Widgets", roles = ["mighty"] }]
[[users]]
username = "nora"
id = "user_nora"
email = "nora@neighbor.example"
password = "nora's password"
memberships = [{ organization = "Neighbor", roles = ["team-admin"] }]
[[feature_flags]]
slug = "beta"
name = "Beta pages"
description = "New pages"
tags = ["pages"]
enabled = true
[[feature_flags]]
slug = "always"
enabled = true
default_value = true
[[feature_flags]]
slug = "dark"
)";

}  // namespace bearward::app
