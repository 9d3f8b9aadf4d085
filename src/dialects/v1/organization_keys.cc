#include "dialects/v1/organization_keys.h"

#include "dialects/v1/guard.h"
#include "door/rest.h"
#include "door/row_members.h"

namespace bearward::dialects::v1 {
namespace {

// The paths of WorkOS' API name the owner of a key, so its description does not show it.
using model::OrganizationApiKey;
using View = json::View<OrganizationApiKey>;
constexpr View::Member kOwner[] = {View::Of<&OrganizationApiKey::organization>("organization_id"),
                                   View::Of<&OrganizationApiKey::user>("user_id")};

}  // namespace

std::vector<door::Route> OrganizationKeyRoutes(const keys::OrganizationKeys& keys,
                                               const door::Dialect& dialect) {
  door::Mount mount{dialect, TokenOrKey(), true};
  mount.schema_prefix = "Organization";
  return door::Rest(keys, "/v1/organization_api_keys", mount,
                    {.output = json::kPropertiesOf<kOwner>, .write = &door::RowMembers<kOwner>})
      .Get("v1.read_organization_api_key",
           "Read an API key of an organization or of a user in it, without its value")
      .Rows();
}

}  // namespace bearward::dialects::v1
