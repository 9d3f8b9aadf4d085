#include "access/authorization_resources.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "access/resource_lookup.h"
#include "base/invalid.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "store/authorization.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using base::Result;
using model::AuthorizationResource;

constexpr resource::EventTypes kEvents = {
    kAuthorizationResourceCreated, kAuthorizationResourceUpdated, kAuthorizationResourceDeleted};

Result<model::ResourceType> TypeOf(store::ReadTx& tx, const AuthorizationResource& resource) {
  BW_TRY_ASSIGN(auto type,
                store::ResourceTypes().FindBy(tx, resource.environment, "slug", resource.type));
  if (type) return *std::move(type);
  if (resource.IsOrganization()) {
    return base::Fail(model::WrongValue(
        model::kAuthorizationResource, "resource_type_slug",
        "another type than `organization`: organizations are created as organizations"));
  }
  base::Error error = base::NotFound("resource_type_not_found", "No such resource type.");
  error.fields.push_back(resource.type);
  return base::Fail(std::move(error));
}

// SetParent resolves the parent that a request names. Types form a tree, and the parent must have
// the parent type of the type. Therefore a resource never becomes its own ancestor (incident class
// J2).
base::Status SetParent(store::ReadTx& tx, const model::ResourceType& type,
                       AuthorizationResource& resource) {
  if (!resource.wanted_parent) return {};
  BW_TRY(CheckReference(*resource.wanted_parent, kParentMembers, true));
  BW_TRY_ASSIGN(
      const AuthorizationResource parent,
      FindReferenced(tx, resource.environment, resource.organization, *resource.wanted_parent));
  resource.parent.reset();
  if (parent.IsOrganization()) return {};
  if (parent.type != type.parent) {
    return base::Fail(base::Invalid("invalid_value",
                                    "The parent of a resource of type `" + type.slug +
                                        "` must have the type `" + type.parent + "`, not `" +
                                        parent.type + "`.",
                                    {"parent_resource_id"}));
  }
  resource.parent = parent.id;
  return {};
}

base::Status Prepare(store::WriteTx& tx, const AuthorizationResource* /*before*/,
                     AuthorizationResource& resource, const resource::Context& /*context*/) {
  BW_TRY_ASSIGN(const model::ResourceType type, TypeOf(tx, resource));
  return SetParent(tx, type, resource);
}

base::Error HasDependents(const std::string& text) {
  return base::Conflict("resource_has_dependents", text);
}

base::Status RefuseDependents(store::WriteTx& tx, const void* row,
                              const resource::Context& /*context*/) {
  const auto& resource = *static_cast<const AuthorizationResource*>(row);
  BW_TRY_ASSIGN(const auto children, store::ListChildren(tx, resource, 1));
  BW_TRY_ASSIGN(const bool assigned, store::HasAssignments(tx, resource));
  if (children.empty() && !assigned) return {};
  return base::Fail(
      HasDependents("The resource has children or role assignments. Delete them first, or send "
                    "`cascade_delete=true`."));
}

// ListDescendants returns the descendants of a resource. If there are more than kMostDescendants,
// it stops early and the result is incomplete.
Result<std::vector<AuthorizationResource>> ListDescendants(store::ReadTx& tx,
                                                           const AuthorizationResource& resource) {
  constexpr std::size_t kLimit = AuthorizationResources::kMostDescendants + 1;
  std::vector<AuthorizationResource> all = {resource};
  for (std::size_t next = 0; next < all.size() && all.size() <= kLimit; ++next) {
    BW_TRY_ASSIGN(auto children, store::ListChildren(tx, all[next], std::int64_t{kLimit}));
    std::ranges::move(children, std::back_inserter(all));
  }
  all.erase(all.begin());
  return all;
}

// Foreign keys delete the assignments on a deleted resource.
base::Status DeleteDependents(store::WriteTx& tx, const void* row,
                              const resource::Context& context) {
  const auto& resource = *static_cast<const AuthorizationResource*>(row);
  BW_TRY_ASSIGN(const auto descendants, ListDescendants(tx, resource));
  if (descendants.size() > AuthorizationResources::kMostDescendants) {
    return base::Fail(HasDependents("The resource has more than " +
                                    std::to_string(AuthorizationResources::kMostDescendants) +
                                    " descendants. Delete its children first."));
  }
  const model::EventBy by(context.caller, context.now);
  for (const AuthorizationResource& each : descendants) {
    BW_TRY(store::AuthorizationResources().Delete(tx, each));
    BW_TRY(tx.Append(
        by.Make(kEvents.deleted, each.id, each.organization,
                model::Changes::Of(model::kAuthorizationResource, &each, nullptr).Json())));
  }
  return {};
}

resource::Rules RulesWith(resource::Rules::Remove remove) {
  return {.read = "organizations:read",
          .write = "organizations:manage",
          .events = kEvents,
          .prepare = resource::PrepareOf(&Prepare),
          .remove = std::move(remove)};
}

}  // namespace

AuthorizationResources::AuthorizationResources(const model::RecordOf<AuthorizationResource>& record,
                                               const resource::Parts& parts)
    : VerbsOf(record, RulesWith(&RefuseDependents), parts),
      parts_(parts),
      cascading_(record, RulesWith(&DeleteDependents), parts) {}

Result<AuthorizationResource> AuthorizationResources::Read(const model::Caller& caller,
                                                           const resource::Address& at) const {
  auto found = Get(caller, at);
  if (found || found.error().code != base::Code::kNotFound) return found;
  if (!verify::IsEnvironment(caller.principal())) return found;
  model::ResourceReference reference{.id = at.text};
  model::OrganizationId organization;
  if (!at.within.empty()) {
    reference = {.external_id = at.text, .type = at.within.back().values.front()};
    organization = {at.within.front().values.front()};
    if (reference.type != model::kOrganizationType) return found;
  }
  return parts_.store.Read([&](store::ReadTx& tx) {
    if (reference.id) return FindResource(tx, caller->environment, *reference.id);
    return FindReferenced(tx, caller->environment, organization, reference);
  });
}

Result<AuthorizationResource> AuthorizationResources::Remove(const model::Caller& caller,
                                                             const resource::Address& at,
                                                             const bool& cascade) const {
  return Typed(cascade ? cascading_.Delete(caller, at) : Delete(caller, at));
}

Result<std::map<std::string, AuthorizationResource>> AuthorizationResources::FindAll(
    const model::Caller& caller, const std::vector<std::string>& ids) const {
  std::map<std::string, AuthorizationResource> found;
  if (ids.empty()) return found;
  BW_TRY_ASSIGN(auto rows, parts_.store.Read([&](store::ReadTx& tx) {
    return store::AuthorizationResources().FindAll(tx, caller->environment, ids);
  }));
  for (AuthorizationResource& row : rows) {
    if (verify::IsEnvironment(caller.principal()) || row.organization == *caller->organization) {
      found.emplace(row.id, std::move(row));
    }
  }
  return found;
}

Result<store::Condition> AuthorizationResources::ChildrenOf(
    const model::Caller& caller, const model::OrganizationId& organization,
    const model::ResourceReference& parent) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckReference(
      parent, {"parent_resource_id", "parent_external_id", "parent_resource_type_slug"}, false));
  BW_TRY_ASSIGN(const AuthorizationResource found, parts_.store.Read([&](store::ReadTx& tx) {
    if (parent.id && organization.empty()) {
      return FindResource(tx, caller->environment, *parent.id);
    }
    return FindReferenced(tx, caller->environment, organization, parent);
  }));
  return store::BelowResource(found);
}

}  // namespace bearward::access
