#include "access/resource_lookup.h"

#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "store/authorization.h"
#include "store/memberships.h"
#include "store/organizations.h"

namespace bearward::access {
namespace {

using base::Result;
using model::AuthorizationResource;

// OfOrganization returns the resource that represents an organization; nullopt for an unknown
// organization.
Result<std::optional<AuthorizationResource>> OfOrganization(store::ReadTx& tx,
                                                            const model::EnvironmentId& environment,
                                                            const model::OrganizationId& id) {
  BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, environment, id));
  if (!found) return std::nullopt;
  AuthorizationResource resource;
  resource.id = model::OrganizationResourceId(id);
  resource.environment = environment;
  resource.organization = id;
  resource.external_id = id.text;
  resource.name = found->name;
  resource.type = std::string(model::kOrganizationType);
  resource.created_at = found->created_at;
  resource.updated_at = found->updated_at;
  return resource;
}

Result<std::optional<AuthorizationResource>> Look(store::ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  std::string_view id) {
  BW_TRY_ASSIGN(auto found, store::AuthorizationResources().Find(tx, environment, id));
  const std::string prefix = model::OrganizationResourceId({});
  if (found || !id.starts_with(prefix)) return found;
  return OfOrganization(tx, environment, {std::string(id.substr(prefix.size()))});
}

}  // namespace

base::Error NoResource(std::string_view id) {
  base::Error error =
      base::NotFound("authorization_resource_not_found", "No such authorization resource.");
  error.fields.emplace_back(id);
  return error;
}

base::Status CheckReference(const model::ResourceReference& reference,
                            const ReferenceMembers& members, bool optional) {
  const bool by_id = reference.id && !reference.external_id && !reference.type;
  const bool by_external_id = !reference.id && reference.external_id && reference.type;
  if (by_id || by_external_id || (optional && reference.empty())) return {};
  return base::Fail(base::Invalid(
      "invalid_value",
      "Send either `" + std::string(members.id) + "`, or both `" +
          std::string(members.external_id) + "` and `" + std::string(members.type) + "`.",
      {std::string(members.id), std::string(members.external_id), std::string(members.type)}));
}

Result<AuthorizationResource> FindReferenced(store::ReadTx& tx,
                                             const model::EnvironmentId& environment,
                                             const model::OrganizationId& organization,
                                             const model::ResourceReference& reference) {
  const std::string name =
      reference.id ? *reference.id : reference.external_id.value_or(organization.text);
  std::optional<AuthorizationResource> found;
  if (reference.id) {
    BW_TRY_ASSIGN(found, Look(tx, environment, *reference.id));
  } else if (reference.type.value_or(std::string(model::kOrganizationType)) ==
             model::kOrganizationType) {
    BW_TRY_ASSIGN(found, OfOrganization(tx, environment, {name}));
  } else {
    BW_TRY_ASSIGN(found, store::FindResourceByExternalId(tx, environment, organization,
                                                         *reference.type, name));
  }
  if (found && found->organization == organization) return *std::move(found);
  return base::Fail(NoResource(name));
}

Result<AuthorizationResource> FindResource(store::ReadTx& tx,
                                           const model::EnvironmentId& environment,
                                           std::string_view id) {
  BW_TRY_ASSIGN(auto found, Look(tx, environment, id));
  if (found) return *std::move(found);
  return base::Fail(NoResource(id));
}

Result<std::vector<AuthorizationResource>> AncestryOf(store::ReadTx& tx,
                                                      const AuthorizationResource& resource) {
  if (resource.IsOrganization()) return std::vector<AuthorizationResource>{resource};
  return store::ListAncestry(tx, resource);
}

Result<model::Membership> FindMember(store::ReadTx& tx, const model::EnvironmentId& environment,
                                     std::string_view id) {
  BW_TRY_ASSIGN(auto found,
                store::FindMembershipById(tx, environment, model::MembershipId{std::string(id)}));
  if (found) return *std::move(found);
  base::Error error =
      base::NotFound("organization_membership_not_found", "No such organization membership.");
  error.fields.emplace_back(id);
  return base::Fail(std::move(error));
}

}  // namespace bearward::access
