#include "dialects/v1/organization_keys.h"

#include <span>
#include <string>

#include "dialects/v1/guard.h"
#include "door/rest.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

// The paths of WorkOS' API name the owner of a key, so its description does not show it.
constexpr json::Property kOwner[] = {{"organization_id", json::kText},
                                     {"user_id", json::OrNull(json::kText)}};

base::Result<std::vector<std::string>> WriteOwners(const model::Caller& /*caller*/,
                                                   std::span<const model::AnyRow> rows) {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    const auto& key = *static_cast<const model::OrganizationApiKey*>(row.get());
    texts.push_back("\"organization_id\":" + json::Quote(key.organization.text) +
                    ",\"user_id\":" + (key.user ? json::Quote(key.user->text) : "null"));
  }
  return texts;
}

}  // namespace

std::vector<door::Route> OrganizationKeyRoutes(const keys::OrganizationKeys& keys,
                                               const door::Dialect& dialect) {
  door::Mount mount{dialect, TokenOrKey(), true};
  mount.schema_prefix = "Organization";
  return door::Rest(keys, "/v1/organization_api_keys", mount,
                    {.output = kOwner, .write = &WriteOwners})
      .Get("v1.read_organization_api_key",
           "Read an API key of an organization or of a user in it, without its value")
      .Rows();
}

}  // namespace bearward::dialects::v1
