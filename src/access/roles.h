// Roles: the named sets of permissions that memberships and assignments refer to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/role.h"
#include "resource/verbs.h"

namespace bearward::access {

// Slugs are the slugs of permissions.
using Slugs = std::vector<std::string>;

// Roles adds the rules of roles to the verbs: of the roles of an environment, or in
// OrganizationRoles of those of an organization. It is safe from any thread. Members with
// kReadAccess may read roles; only a caller that acts for the environment may change those of the
// environment. A change of permissions takes effect at the next request of every member. kConflict
// "role_is_default" and "role_has_assignments" for deleting a role of the environment that the
// product or anything in the environment refers to (store::IsRoleNamed).
class Roles : public resource::VerbsOf<model::Role> {
 public:
  explicit Roles(const resource::Parts& parts);

  // SetPermissions replaces the permissions of a role, AddPermission and RemovePermission change
  // one. Nothing is written if the permissions stay the same. kNotFound "permission_not_found" for
  // a permission that the environment does not have.
  base::Result<model::Role> SetPermissions(const model::Caller& caller, const resource::Address& at,
                                           const Slugs& slugs) const;
  base::Result<model::Role> AddPermission(const model::Caller& caller, const resource::Address& at,
                                          const std::string& slug) const;
  base::Result<model::Role> RemovePermission(const model::Caller& caller,
                                             const resource::Address& at,
                                             const std::string& slug) const;
  // ListByPriority returns the roles below the parents in a path whose name or slug begins with
  // `search` in any case of letters, the lowest `priority` first.
  base::Result<std::vector<model::AnyRow>> ListByPriority(const model::Caller& caller,
                                                          const std::vector<store::Filter>& within,
                                                          std::string_view search = {}) const;

 protected:
  Roles(const model::RecordOf<model::Role>& record, resource::Rules rules,
        const resource::Parts& parts);

 private:
  base::Result<model::Role> ChangePermissions(const model::Caller& caller,
                                              const resource::Address& at,
                                              const std::function<void(Slugs&)>& change) const;
};

// OrganizationRoles are the roles of single organizations. A member with "organizations:manage" may
// change a role only if it has all permissions that the role has before and after the change:
// kDenied "exceeds_own_permissions". kConflict "role_has_assignments" for deleting a role that a
// member or a group has.
class OrganizationRoles : public Roles {
 public:
  // OrganizationRoles keeps a reference to the roles of the environment.
  OrganizationRoles(const resource::Parts& parts, const Roles& environment);

  // GetUsable returns the role that this slug names in an organization: the role of the
  // environment, else that of the organization, as store::FindRole does. GetUsableById returns a
  // role of either by its id. ListUsable returns the roles that GetUsable may return and that
  // `search` finds, as ListByPriority does. Members with kReadAccess may call all three.
  base::Result<model::Role> GetUsable(const model::Caller& caller,
                                      const resource::Address& at) const;
  base::Result<model::Role> GetUsableById(const model::Caller& caller, const std::string& id) const;
  base::Result<std::vector<model::AnyRow>> ListUsable(const model::Caller& caller,
                                                      const std::vector<store::Filter>& within,
                                                      std::string_view search = {}) const;

 private:
  const Roles& environment_;
};

}  // namespace bearward::access
