#include "access/permissions.h"

#include <string>
#include <vector>

#include "access/resource_type.h"
#include "model/changes.h"
#include "store/organization_api_keys.h"
#include "store/roles.h"
#include "verify/authority.h"

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

base::Status Prepare(store::WriteTx& tx, const Permission* before, Permission& permission,
                     const resource::Context& /*context*/) {
  if (before != nullptr) return CheckNotSystem(*before);
  return CheckResourceType(tx, permission.environment, permission.resource_type);
}

// RemoveFrom removes a permission from all rows of one table and appends an event for each. `find`
// returns any row that has the permission.
template <class Row, class Find>
base::Status RemoveFrom(const store::TableOf<Row>& table, model::EventType event,
                        const Permission& permission, const resource::Context& context,
                        store::WriteTx& tx, const Find& find) {
  const model::EventBy by(context.caller, context.now);
  while (true) {
    BW_TRY_ASSIGN(const std::optional<Row> found, find());
    if (!found) return {};
    Row row = *found;
    std::erase(row.permissions, permission.slug);
    row.updated_at = context.now;
    BW_TRY(table.Update(tx, row));
    std::optional<model::OrganizationId> organization;
    if (!row.organization.text.empty()) organization = row.organization;
    BW_TRY(tx.Append(
        by.Make(event, row.id, organization, model::Changes::Between(*found, row).Json())));
  }
}

base::Status RemoveFromRoles(const store::TableOf<Role>& table, model::EventType event,
                             const Permission& permission, const resource::Context& context,
                             store::WriteTx& tx) {
  return RemoveFrom(table, event, permission, context, tx, [&] {
    return store::FindRoleWith(tx, table, permission.environment, permission.slug);
  });
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const auto& permission = *static_cast<const Permission*>(row);
  BW_TRY(CheckNotSystem(permission));
  BW_TRY(RemoveFromRoles(store::Roles(), kRoleUpdated, permission, context, tx));
  BW_TRY(RemoveFromRoles(store::OrganizationRoles(), kOrganizationRoleUpdated, permission, context,
                         tx));
  return RemoveFrom(store::OrganizationApiKeys(), kApiKeyUpdated, permission, context, tx, [&] {
    return store::FindOrganizationApiKeyWith(tx, permission.environment, permission.slug);
  });
}

}  // namespace

Permissions::Permissions(const resource::Parts& parts)
    : VerbsOf(model::kPermissionRecord,
              {.read = {},
               .write = {},
               .events = {kPermissionCreated, kPermissionUpdated, kPermissionDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove,
               .shared = kReadAccess,
               .widget_read = verify::kUsersTableWidget},
              parts) {}

}  // namespace bearward::access
