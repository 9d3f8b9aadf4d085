#include "dialects/v1/organizations.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "dialects/v1/guard.h"
#include "dialects/v1/rate_limit_form.h"
#include "door/rest.h"
#include "door/row_members.h"

namespace bearward::dialects::v1 {
namespace {

using organizations::Organizations;

using model::Organization;
using View = json::View<Organization>;
constexpr View::Member kState[] = {
    View::Of<&Organization::number>("number"),
    View::Of<&Organization::enabled>("enabled",
                                     "A disabled organization refuses every credential of it."),
    View::Of<&Organization::rate_limit>("rate_limit", "Shared by all its principals; null: none.")};

}  // namespace

std::vector<door::Route> OrganizationRoutes(const Organizations& organizations,
                                            const organizations::Domains& domains,
                                            const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  auto routes =
      door::Rest(organizations, "/v1/organizations", mount,
                 {.output = json::kPropertiesOf<kState>, .write = &door::RowMembers<kState>})
          .Action(http::Method::kGet, "", 200, door::Typed(organizations, &Organizations::Read),
                  "v1.read_organization", "Read an organization and whether it is enabled")
          .Rows();
  // The description of organizations states no permission, because the other verbs need a caller
  // that acts for the environment.
  for (door::Route& route : routes) {
    route.guard.need = model::Need::All({organizations::kReadOrganization});
  }
  auto of_domains = door::Rest(domains, "/v1/organizations/{organization_id}/domains", mount)
                        .List("v1.list_organization_domains", "List the domains of an organization")
                        .Rows();
  std::ranges::move(of_domains, std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::v1
