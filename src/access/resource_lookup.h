// Finds the resources and memberships that a request names.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/authorization_resource.h"
#include "model/membership.h"
#include "store/transaction.h"

namespace bearward::access {

// NoResource is kNotFound "authorization_resource_not_found".
base::Error NoResource(std::string_view id);

// ReferenceMembers are the names of the JSON members or parameters of a reference in a request, for
// error messages.
struct ReferenceMembers {
  std::string_view id, external_id, type;
};
inline constexpr ReferenceMembers kTargetMembers = {"resource_id", "resource_external_id",
                                                    "resource_type_slug"};
inline constexpr ReferenceMembers kParentMembers = {
    "parent_resource_id", "parent_resource_external_id", "parent_resource_type_slug"};
// CheckReference fails with kInvalid "invalid_value" unless the reference has either only the id,
// or both the external id and the type. If `optional` is set, an empty reference is allowed too.
base::Status CheckReference(const model::ResourceReference& reference,
                            const ReferenceMembers& members, bool optional);

// FindReferenced returns the resource of an organization that a reference names. The organization
// itself is a resource of the type `organization` without a row; an empty reference names it.
// kNotFound "authorization_resource_not_found" if the organization has no such resource.
base::Result<model::AuthorizationResource> FindReferenced(
    store::ReadTx& tx, const model::EnvironmentId& environment,
    const model::OrganizationId& organization, const model::ResourceReference& reference);
// FindResource returns the resource with this id, of any organization of the environment. Error as
// for FindReferenced.
base::Result<model::AuthorizationResource> FindResource(store::ReadTx& tx,
                                                        const model::EnvironmentId& environment,
                                                        std::string_view id);
// AncestryOf is store::ListAncestry; the ancestry of an organization is the organization alone.
base::Result<std::vector<model::AuthorizationResource>> AncestryOf(
    store::ReadTx& tx, const model::AuthorizationResource& resource);

// FindMember returns a membership of the environment; kNotFound
// "organization_membership_not_found".
base::Result<model::Membership> FindMember(store::ReadTx& tx,
                                           const model::EnvironmentId& environment,
                                           std::string_view id);

}  // namespace bearward::access
