// AuthorizationResource: a thing in the customer's product on which members have roles.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/forms.h"
#include "model/permission.h"
#include "model/record.h"

namespace bearward::model {

// ResourceReference names a resource: by `id`, or by `external_id` and `type` within an
// organization. The organization itself is a resource too: its external id is its own id, its type
// is kOrganizationType, and its id is OrganizationResourceId.
struct ResourceReference {
  std::optional<std::string> id = {};
  std::optional<std::string> external_id = {};
  std::optional<std::string> type = {};

  bool empty() const { return !id && !external_id && !type; }
};

// OrganizationResourceId returns the id of the resource that stands for an organization. It has no
// row. No generated id equals it, because a ULID contains no underscore.
inline std::string OrganizationResourceId(const OrganizationId& organization) {
  return "authz_resource_" + organization.text;
}

// AuthorizationResource belongs to one organization. Without `parent` it is directly below the
// organization. `wanted_parent` is the parent that a request names, which the rules resolve.
struct AuthorizationResource : Entity {
  OrganizationId organization;
  std::string external_id;
  std::string name;
  std::optional<std::string> description;
  std::string type;
  std::optional<std::string> parent;
  std::optional<ResourceReference> wanted_parent;

  bool IsOrganization() const { return type == kOrganizationType; }
};

// kAuthorizationResourceFields describes them.
inline constexpr Field kAuthorizationResourceFields[] = {
    F<&AuthorizationResource::organization>(kOrganizationField,
                                            kFixed | kRequired | kConstant | kFilter),
    F<&AuthorizationResource::external_id>(
        "external_id", kFixed | kRequired | kConstant | kSelective, &kExternalId),
    F<&AuthorizationResource::name>("name", kEditable | kRequired, &kShortName),
    F<&AuthorizationResource::description>("description", kEditable, &kDescription),
    F<&AuthorizationResource::type>("resource_type_slug", kFixed | kRequired | kConstant | kFilter,
                                    &kSlug),
    F<&AuthorizationResource::parent>("parent_resource_id", kStored | kShown),
};
// kAuthorizationResource is their description where requests name the id, and
// kResourceByExternalId where the path has the organization, the type and the external id.
inline constexpr RecordOf<AuthorizationResource> kAuthorizationResource({
    .object = "authorization_resource",
    .id_prefix = "authz_resource",
    .table = "authorization_resources",
    .organization = kOrganizationField,
    .fields = kAuthorizationResourceFields,
});
inline constexpr RecordOf<AuthorizationResource> kResourceByExternalId({
    .object = "authorization_resource",
    .id_prefix = "authz_resource",
    .table = "authorization_resources",
    .address = "external_id",
    .organization = kOrganizationField,
    .fields = kAuthorizationResourceFields,
});

}  // namespace bearward::model
