#include "dialects/v1/organizations.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/rest.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using organizations::Organizations;

constexpr json::Property kStateMembers[] = {
    {"number", json::kInteger},
    {"enabled", json::kFlag, true, "A disabled organization refuses every credential of it."},
    {"rate_limit", json::OrNull(json::kText), true, "Shared by all its principals; null: none."}};

Result<std::vector<std::string>> WriteStates(const model::Caller& /*caller*/,
                                             std::span<const model::AnyRow> rows) {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    const auto& organization = *static_cast<const model::Organization*>(row.get());
    std::string text;
    json::Writer writer(text);
    writer.BeginObject().Key("number").Int(organization.number);
    writer.Key("enabled").Bool(organization.enabled).Key("rate_limit");
    if (organization.rate_limit) {
      writer.String(model::RateLimitText(*organization.rate_limit));
    } else {
      writer.Null();
    }
    writer.EndObject();
    texts.push_back(resource::MembersOf(std::move(text)));
  }
  return texts;
}

}  // namespace

std::vector<door::Route> OrganizationRoutes(const Organizations& organizations,
                                            const organizations::Domains& domains,
                                            const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  auto routes =
      door::Rest(organizations, "/v1/organizations", mount,
                 {.output = kStateMembers, .write = &WriteStates})
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
