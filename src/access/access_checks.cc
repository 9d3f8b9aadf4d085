#include "access/access_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/evaluation.h"
#include "access/resource_lookup.h"
#include "store/authorization.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using base::Result;
using model::AuthorizationResource;
using model::Membership;

Result<model::Permission> FindPermission(store::ReadTx& tx, const model::EnvironmentId& environment,
                                         const std::string& slug) {
  BW_TRY_ASSIGN(auto found, store::Permissions().FindBy(tx, environment, "slug", slug));
  if (found) return *std::move(found);
  base::Error error = base::NotFound("permission_not_found", "No such permission.");
  error.fields.push_back(slug);
  return base::Fail(std::move(error));
}

Result<bool> IsActive(store::ReadTx& tx, const Membership& membership) {
  if (membership.status != model::MembershipStatus::kActive) return false;
  BW_TRY_ASSIGN(const auto organization,
                store::FindOrganization(tx, membership.environment, membership.organization));
  return organization && organization->enabled;
}

// TypeOf returns the type of the resource on which a role is held.
std::string_view TypeOf(const store::AssignedRole& held,
                        const std::vector<AuthorizationResource>& ancestry) {
  const auto found = std::ranges::find(ancestry, held.resource, &AuthorizationResource::id);
  return found == ancestry.end() ? model::kOrganizationType : std::string_view(found->type);
}

// LoadFacts reads the roles of a member on the resources of an ancestry and in the organization.
Result<Facts> LoadFacts(store::ReadTx& tx, const Membership& membership,
                        const std::vector<AuthorizationResource>& ancestry) {
  Facts facts{.active = false, .resource_type = ancestry.front().type, .roles = {}};
  BW_TRY_ASSIGN(facts.active, IsActive(tx, membership));
  if (!facts.active) return facts;
  std::vector<std::string> ids;
  for (const AuthorizationResource& resource : ancestry) ids.push_back(resource.id);
  BW_TRY_ASSIGN(auto held,
                store::ListAssignedRoles(tx, membership.environment, membership.id.text, ids));
  for (const std::string& slug : membership.roles) held.push_back({.role = slug, .resource = {}});
  std::set<std::string> slugs;
  for (const store::AssignedRole& one : held) slugs.insert(one.role);
  BW_TRY_ASSIGN(const auto roles,
                store::FindRoles(tx, membership.environment, membership.organization, slugs));
  for (const store::AssignedRole& one : held) {
    const auto role = roles.find(one.role);
    if (role == roles.end()) continue;
    facts.roles.push_back({role->second, std::string(TypeOf(one, ancestry))});
  }
  return facts;
}

// Question is what a check is about: a membership, the resource that the request names, and the
// facts about both.
struct Question {
  Membership membership;
  AuthorizationResource resource;
  Facts facts;
};

Result<Question> Load(store::ReadTx& tx, const model::EnvironmentId& environment,
                      const std::string& membership, const model::ResourceReference& reference) {
  Question question;
  BW_TRY_ASSIGN(question.membership, FindMember(tx, environment, membership));
  BW_TRY_ASSIGN(question.resource,
                FindReferenced(tx, environment, question.membership.organization, reference));
  BW_TRY_ASSIGN(const auto ancestry, AncestryOf(tx, question.resource));
  BW_TRY_ASSIGN(question.facts, LoadFacts(tx, question.membership, ancestry));
  return question;
}

// GrantingRoles returns the SlugList of the roles of an organization that grant a permission.
Result<std::string> GrantingRoles(store::ReadTx& tx, const model::EnvironmentId& environment,
                                  const model::OrganizationId& organization,
                                  const model::Permission& permission) {
  BW_TRY_ASSIGN(const auto roles, store::ListUsableRoles(tx, environment, organization));
  std::vector<std::string> slugs;
  for (const model::Role& role : roles) {
    if (Grants(role, permission.slug)) slugs.push_back(role.slug);
  }
  return store::SlugList(slugs);
}

}  // namespace

Result<bool> AccessChecks::IsAllowed(const model::Caller& caller, const std::string& membership,
                                     const std::string& permission,
                                     const model::ResourceReference& resource) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(resource, kTargetMembers, false));
  return store_.Read([&](store::ReadTx& tx) -> Result<bool> {
    BW_TRY_ASSIGN(const Question question, Load(tx, caller->environment, membership, resource));
    BW_TRY_ASSIGN(const auto asked, FindPermission(tx, caller->environment, permission));
    return IsAuthorized(question.facts, asked);
  });
}

base::Status AccessChecks::PermissionsOn(const model::Caller& caller, const std::string& membership,
                                         const model::ResourceReference& resource,
                                         store::PageQuery& query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(resource, kTargetMembers, false));
  BW_TRY_ASSIGN(const Question question, store_.Read([&](store::ReadTx& tx) {
    return Load(tx, caller->environment, membership, resource);
  }));
  query.conditions.push_back(store::OfType(question.resource.type));
  const auto slugs = GrantedSlugs(question.facts);
  if (std::ranges::find(slugs, "*") == slugs.end()) {
    query.conditions.push_back(store::HasSlugIn(store::SlugList(slugs)));
  }
  return {};
}

// A role on the parent, on one of its ancestors or in the organization applies to all children of
// the type.
base::Status AccessChecks::ChildrenWith(const model::Caller& caller, const std::string& membership,
                                        const std::string& permission,
                                        const model::ResourceReference& parent,
                                        store::PageQuery& query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(parent, kParentMembers, false));
  return store_.Read([&](store::ReadTx& tx) -> base::Status {
    BW_TRY_ASSIGN(Question question, Load(tx, caller->environment, membership, parent));
    BW_TRY_ASSIGN(const auto asked, FindPermission(tx, caller->environment, permission));
    query.conditions.push_back(store::BelowResource(question.resource));
    query.conditions.push_back(store::OfType(asked.resource_type));
    if (!question.facts.active) query.conditions.push_back(store::NoRow());
    question.facts.resource_type = asked.resource_type;
    if (IsAuthorized(question.facts, asked)) return {};
    BW_TRY_ASSIGN(const std::string roles,
                  GrantingRoles(tx, caller->environment, question.membership.organization, asked));
    query.conditions.push_back(
        store::WithRoleOf(caller->environment, question.membership.id.text, roles));
    return {};
  });
}

base::Status AccessChecks::MembersWith(const model::Caller& caller, const ResourceOf& of,
                                       const std::string& permission, Reach reach,
                                       store::PageQuery& query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read([&](store::ReadTx& tx) -> base::Status {
    const model::EnvironmentId& environment = caller->environment;
    BW_TRY_ASSIGN(const AuthorizationResource resource,
                  of.organization.empty()
                      ? FindResource(tx, environment, *of.resource.id)
                      : FindReferenced(tx, environment, of.organization, of.resource));
    BW_TRY_ASSIGN(const auto asked, FindPermission(tx, environment, permission));
    BW_TRY_ASSIGN(const auto organization,
                  store::FindOrganization(tx, environment, resource.organization));
    BW_TRY_ASSIGN(const std::string roles,
                  GrantingRoles(tx, environment, resource.organization, asked));
    const bool enabled = organization && organization->enabled;
    if (!enabled || asked.resource_type != resource.type)
      query.conditions.push_back(store::NoRow());
    const bool direct = reach == Reach::kDirect && !resource.IsOrganization();
    BW_TRY_ASSIGN(const auto ancestry, AncestryOf(tx, resource));
    query.conditions.push_back(direct ? store::HasRoleOn(resource, roles)
                                      : store::HasRoleAbove(ancestry, roles));
    return {};
  });
}

}  // namespace bearward::access
