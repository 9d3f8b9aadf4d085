#include "access/roles.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "access/permissions.h"
#include "access/resource_type.h"
#include "base/ascii.h"
#include "base/id.h"
#include "model/check_row.h"
#include "store/authorization.h"
#include "store/roles.h"
#include "store/search.h"
#include "verify/authority.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using model::AnyRow;
using model::Role;

constexpr std::size_t kLongestSlug = 48;
constexpr std::size_t kSuffix = 6;

bool Has(const Slugs& slugs, const std::string& slug) {
  return std::ranges::find(slugs, slug) != slugs.end();
}

// CheckPermissions checks that the permissions that are new in a role exist.
base::Status CheckPermissions(store::ReadTx& tx, const Role* before, const Role& role) {
  for (const std::string& slug : role.permissions) {
    if (before != nullptr && Has(before->permissions, slug)) continue;
    BW_TRY_ASSIGN(const auto found,
                  store::Permissions().FindBy(tx, role.environment, "slug", slug));
    if (found) continue;
    base::Error error = base::NotFound("permission_not_found", "No such permission.");
    error.fields.push_back(slug);
    return base::Fail(std::move(error));
  }
  return {};
}

base::Status PrepareNew(store::WriteTx& tx, Role& role) {
  BW_TRY(CheckResourceType(tx, role.environment, role.resource_type));
  BW_TRY_ASSIGN(role.priority, store::NextRolePriority(tx, role));
  return {};
}

base::Status Prepare(store::WriteTx& tx, const Role* before, Role& role,
                     const resource::Context& /*context*/) {
  if (before == nullptr) {
    if (role.slug.starts_with(model::kOrganizationRolePrefix)) {
      return base::Fail(model::WrongValue(model::kRole, "slug",
                                          "without the prefix `org-`, which begins the slugs of "
                                          "the roles of organizations"));
    }
    BW_TRY(PrepareNew(tx, role));
  }
  return CheckPermissions(tx, before, role);
}

// Members without another role have the default role. Of all other roles, a name that is used again
// later must not grant the new role to those who had the old one.
base::Status RemoveOfEnvironment(store::WriteTx& tx, const void* row,
                                 const resource::Context& context) {
  const auto& role = *static_cast<const Role*>(row);
  if (role.slug == model::kDefaultRole) {
    return base::Fail(
        base::Conflict("role_is_default", "Members without another role have this role."));
  }
  BW_TRY_ASSIGN(const bool named, store::IsRoleNamed(tx, role.environment, role.slug, context.now));
  if (!named) return {};
  return base::Fail(
      base::Conflict("role_has_assignments",
                     "Members, groups, invitations or objects have this role. Remove it from them "
                     "first."));
}

// SlugFrom makes a slug from a name and a random suffix.
std::string SlugFrom(const std::string& name, const resource::Context& context) {
  std::string slug(model::kOrganizationRolePrefix);
  for (const char c : base::Lower(name)) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain || !slug.ends_with('-')) slug += is_plain ? c : '-';
  }
  slug.resize(std::min(slug.size(), kLongestSlug - kSuffix - 1));
  if (!slug.ends_with('-')) slug += '-';
  const std::string ulid = base::Lower(base::NewUlid(context.now, context.entropy));
  return slug + ulid.substr(ulid.size() - kSuffix);
}

// CheckCovers checks that the caller has all permissions that the role has before and after the
// change (incident class I3).
base::Status CheckCovers(store::ReadTx& tx, const model::Caller& caller, const Role* before,
                         const Role& role) {
  if (before != nullptr) {
    BW_TRY(verify::CheckCoversPermissions(tx, caller.principal(), before->permissions));
  }
  return verify::CheckCoversPermissions(tx, caller.principal(), role.permissions);
}

base::Status PrepareOfOrganization(store::WriteTx& tx, const Role* before, Role& role,
                                   const resource::Context& context) {
  if (before == nullptr) {
    if (role.slug.empty()) role.slug = SlugFrom(role.name, context);
    if (!role.slug.starts_with(model::kOrganizationRolePrefix)) {
      return base::Fail(
          model::WrongValue(model::kOrganizationRole, "slug", "a slug with the prefix `org-`"));
    }
    // A provisioning file may have created a role of the environment with such a slug.
    BW_TRY_ASSIGN(const auto same, store::FindRole(tx, role.environment, role.slug));
    if (same) {
      return base::Fail(
          base::Exists("organization_role_exists", "This organization role exists already."));
    }
    BW_TRY(PrepareNew(tx, role));
  }
  BW_TRY(CheckPermissions(tx, before, role));
  return CheckCovers(tx, context.caller, before, role);
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const auto& role = *static_cast<const Role*>(row);
  BW_TRY(CheckCovers(tx, context.caller, nullptr, role));
  BW_TRY_ASSIGN(const bool assigned,
                store::IsRoleAssigned(tx, role.environment, role.organization, role.slug));
  BW_TRY_ASSIGN(const bool on_resource,
                store::IsRoleOnResource(tx, role.environment, role.organization, role.slug));
  if (!assigned && !on_resource) return {};
  return base::Fail(base::Conflict(
      "role_has_assignments",
      "Members or groups of the organization have this role. Remove it from them first."));
}

const std::string& SlugOf(const AnyRow& row) { return static_cast<const Role*>(row.get())->slug; }

// Found returns the rows that a search finds, by priority.
std::vector<AnyRow> Found(std::vector<AnyRow> rows, std::string_view search) {
  std::erase_if(rows, [search](const AnyRow& row) {
    const auto& role = *static_cast<const Role*>(row.get());
    return !store::BeginsWith(role.name, search) && !store::BeginsWith(role.slug, search);
  });
  std::ranges::stable_sort(
      rows, {}, [](const AnyRow& row) { return static_cast<const Role*>(row.get())->priority; });
  return rows;
}

}  // namespace

Roles::Roles(const resource::Parts& parts)
    : Roles(model::kRole,
            {.read = {},
             .write = {},
             .events = {kRoleCreated, kRoleUpdated, kRoleDeleted},
             .prepare = resource::PrepareOf(&Prepare),
             .remove = &RemoveOfEnvironment,
             .shared = kReadAccess,
             .widget_read = verify::kUsersTableWidget},
            parts) {}

Roles::Roles(const model::RecordOf<Role>& record, resource::Rules rules,
             const resource::Parts& parts)
    : VerbsOf(record, std::move(rules), parts) {}

base::Result<Role> Roles::ChangePermissions(const model::Caller& caller,
                                            const resource::Address& at,
                                            const std::function<void(Slugs&)>& change) const {
  BW_TRY_ASSIGN(Role present, Get(caller, at));
  Slugs wanted = present.permissions;
  change(wanted);
  if (wanted == present.permissions) return present;
  return Update(caller, at, [&change](Role& role) -> base::Status {
    change(role.permissions);
    return {};
  });
}

base::Result<Role> Roles::SetPermissions(const model::Caller& caller, const resource::Address& at,
                                         const Slugs& slugs) const {
  return ChangePermissions(caller, at, [&slugs](Slugs& permissions) {
    permissions.clear();
    for (const std::string& slug : slugs) {
      if (!Has(permissions, slug)) permissions.push_back(slug);
    }
  });
}

base::Result<Role> Roles::AddPermission(const model::Caller& caller, const resource::Address& at,
                                        const std::string& slug) const {
  return ChangePermissions(caller, at, [&slug](Slugs& permissions) {
    if (!Has(permissions, slug)) permissions.push_back(slug);
  });
}

base::Result<Role> Roles::RemovePermission(const model::Caller& caller, const resource::Address& at,
                                           const std::string& slug) const {
  return ChangePermissions(caller, at,
                           [&slug](Slugs& permissions) { std::erase(permissions, slug); });
}

base::Result<std::vector<AnyRow>> Roles::ListByPriority(const model::Caller& caller,
                                                        const std::vector<store::Filter>& within,
                                                        std::string_view search) const {
  BW_TRY_ASSIGN(auto rows, ListAll(caller, within));
  return Found(std::move(rows), search);
}

OrganizationRoles::OrganizationRoles(const resource::Parts& parts, const Roles& environment)
    : Roles(
          model::kOrganizationRole,
          {.read = kReadAccess,
           .write = "organizations:manage",
           .events = {kOrganizationRoleCreated, kOrganizationRoleUpdated, kOrganizationRoleDeleted},
           .prepare = resource::PrepareOf(&PrepareOfOrganization),
           .remove = &Remove,
           .widget_read = verify::kUsersTableWidget},
          parts),
      environment_(environment) {}

base::Result<Role> OrganizationRoles::GetUsable(const model::Caller& caller,
                                                const resource::Address& at) const {
  auto own = Get(caller, at);
  if (!own && own.error().reason != "organization_role_not_found") return own;
  const auto shared = environment_.GetShared(caller, at.text);
  return shared || shared.error().code != base::Code::kNotFound ? Typed(shared) : own;
}

base::Result<Role> OrganizationRoles::GetUsableById(const model::Caller& caller,
                                                    const std::string& id) const {
  auto own = GetById(caller, id);
  if (own || own.error().code != base::Code::kNotFound) return own;
  return environment_.GetById(caller, id);
}

base::Result<std::vector<AnyRow>> OrganizationRoles::ListUsable(
    const model::Caller& caller, const std::vector<store::Filter>& within,
    std::string_view search) const {
  BW_TRY_ASSIGN(auto own, ListAll(caller, within));
  BW_TRY_ASSIGN(auto rows, environment_.ListAllShared(caller));
  std::set<std::string> taken;
  for (const AnyRow& row : rows) taken.insert(SlugOf(row));
  std::erase_if(own, [&taken](const AnyRow& row) { return taken.contains(SlugOf(row)); });
  std::ranges::move(own, std::back_inserter(rows));
  // Only now: a role of the environment hides one of the same slug, also if no search finds it.
  return Found(std::move(rows), search);
}

}  // namespace bearward::access
