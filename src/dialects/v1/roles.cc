#include "dialects/v1/roles.h"

#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {

std::vector<door::Route> RoleRoutes(const access::Roles& roles, const door::Dialect& dialect) {
  return door::Rest(roles, "/v1/roles", {dialect, TokenOrKey(), true})
      .DeleteWithBody("v1.delete_role",
                      "Delete a role of the environment that nothing in it refers to")
      .Rows();
}

}  // namespace bearward::dialects::v1
