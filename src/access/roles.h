// Roles: the sets of permissions that memberships refer to.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/role.h"
#include "resource/verbs.h"

namespace bearward::access {

// Slugs are the slugs of permissions.
using Slugs = std::vector<std::string>;

// Roles adds the rules of roles to the verbs: those of environments, or those of organizations
// (OrganizationRoles). It is safe from any thread. Members of organizations with kReadAccess read
// roles; only a caller that acts for the environment changes those of the environment. A change of
// permissions is effective with the next request of every member.
class Roles : public resource::VerbsOf<model::Role> {
 public:
  explicit Roles(const resource::Parts& parts);

  // SetPermissions replaces the permissions of a role, and the other functions add or remove one; a
  // change to the present state writes nothing. kNotFound "permission_not_found" for a permission
  // that the environment does not have.
  base::Result<model::Role> SetPermissions(const model::Caller& caller, const resource::Address& at,
                                           const Slugs& slugs) const;
  base::Result<model::Role> AddPermission(const model::Caller& caller, const resource::Address& at,
                                          const std::string& slug) const;
  base::Result<model::Role> RemovePermission(const model::Caller& caller,
                                             const resource::Address& at,
                                             const std::string& slug) const;
  // ListByPriority returns all roles below the parents of a path.
  base::Result<std::vector<model::AnyRow>> ListByPriority(
      const model::Caller& caller, const std::vector<store::Filter>& within) const;

 protected:
  Roles(const model::RecordOf<model::Role>& record, resource::Rules rules,
        const resource::Parts& parts);

 private:
  base::Result<model::Role> ChangePermissions(const model::Caller& caller,
                                              const resource::Address& at,
                                              const std::function<void(Slugs&)>& change) const;
};

// OrganizationRoles are the roles of single organizations. A member with "organizations:manage"
// changes those whose permissions it has itself: kDenied "exceeds_own_permissions". Deleting one
// that a member has is kConflict "role_has_assignments".
class OrganizationRoles : public Roles {
 public:
  // OrganizationRoles keeps a reference to the roles of the environment.
  OrganizationRoles(const resource::Parts& parts, const Roles& environment);

  // GetUsable returns the role that the slug means in an organization: its own, or the
  // environment's; GetUsableById finds one of them by its id. ListUsable returns all that it may
  // use, by priority.
  base::Result<model::Role> GetUsable(const model::Caller& caller,
                                      const resource::Address& at) const;
  base::Result<model::Role> GetUsableById(const model::Caller& caller, const std::string& id) const;
  base::Result<std::vector<model::AnyRow>> ListUsable(
      const model::Caller& caller, const std::vector<store::Filter>& within) const;

 private:
  const Roles& environment_;
};

}  // namespace bearward::access
