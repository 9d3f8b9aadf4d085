#include "access/permissions.h"

#include <string>
#include <vector>

#include "access/resource_type.h"
#include "model/changes.h"
#include "store/roles.h"

namespace bearward::access {
namespace {

using enum model::EventType;
using model::Permission;
using model::Role;

base::Status CheckNotSystem(const Permission& permission) {
  if (!permission.system) return {};
  return base::Fail(
      base::Denied("system_permission",
                   "A system permission cannot be changed or deleted: '" + permission.slug + "'."));
}

base::Status Prepare(store::WriteTx& /*tx*/, const Permission* before, Permission& permission,
                     const resource::Context& /*context*/) {
  if (before != nullptr) return CheckNotSystem(*before);
  return CheckResourceType(permission.resource_type);
}

// RemoveFrom removes a permission from the roles of one table, each with its event.
base::Status RemoveFrom(const store::TableOf<Role>& table, model::EventType event,
                        const Permission& permission, const resource::Context& context,
                        store::WriteTx& tx) {
  const model::EventBy by(context.caller, context.now);
  while (true) {
    BW_TRY_ASSIGN(const auto found,
                  store::FindRoleWith(tx, table, permission.environment, permission.slug));
    if (!found) return {};
    Role role = *found;
    std::erase(role.permissions, permission.slug);
    role.updated_at = context.now;
    BW_TRY(table.Update(tx, role));
    std::optional<model::OrganizationId> organization;
    if (!role.organization.text.empty()) organization = role.organization;
    BW_TRY(tx.Append(
        by.Make(event, role.id, organization, model::Changes::Between(*found, role).Json())));
  }
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const auto& permission = *static_cast<const Permission*>(row);
  BW_TRY(CheckNotSystem(permission));
  BW_TRY(RemoveFrom(store::Roles(), kRoleUpdated, permission, context, tx));
  return RemoveFrom(store::OrganizationRoles(), kOrganizationRoleUpdated, permission, context, tx);
}

}  // namespace

Permissions::Permissions(const resource::Parts& parts)
    : VerbsOf(model::kPermissionRecord,
              {.read = {},
               .write = {},
               .events = {kPermissionCreated, kPermissionUpdated, kPermissionDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove},
              parts) {}

}  // namespace bearward::access
