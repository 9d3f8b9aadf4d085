// AccessChecks: what members may do on resources (docs/design/0011-authorization.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/authorization_resource.h"
#include "model/caller.h"
#include "resource/verbs.h"
#include "store/table.h"

namespace bearward::access {

// Reach says which roles a list of members considers. kDirect: those on the resource itself.
// kIndirect: also those on its ancestors and in the organization.
enum class Reach : std::uint8_t { kDirect, kIndirect };

// AccessChecks is safe from any thread. Only a caller that acts for the environment may call it;
// kDenied "not_the_environment" for others. Errors of the functions: kNotFound
// "organization_membership_not_found", "permission_not_found" and
// "authorization_resource_not_found" (also for a resource of another organization than that of the
// membership); kInvalid "invalid_value" for a malformed reference.
class AccessChecks {
 public:
  explicit AccessChecks(const resource::Parts& parts) : store_(parts.store) {}

  // IsAllowed says whether a membership has a permission on a resource.
  base::Result<bool> IsAllowed(const model::Caller& caller, const std::string& membership,
                               const std::string& permission,
                               const model::ResourceReference& resource) const;
  // PermissionsOn adds to `query`, which lists permissions, the condition that a membership has
  // them on a resource.
  base::Status PermissionsOn(const model::Caller& caller, const std::string& membership,
                             const model::ResourceReference& resource,
                             store::PageQuery& query) const;
  // ChildrenWith adds to `query`, which lists resources, the condition that they are children of
  // `parent` and that a membership has a permission on them.
  base::Status ChildrenWith(const model::Caller& caller, const std::string& membership,
                            const std::string& permission, const model::ResourceReference& parent,
                            store::PageQuery& query) const;

  // ResourceOf names a resource. `organization` is required for a reference by external id, and
  // otherwise may be empty.
  struct ResourceOf {
    model::OrganizationId organization;
    model::ResourceReference resource;
  };
  // MembersWith adds to `query`, which lists memberships, the condition that they have a permission
  // on a resource.
  base::Status MembersWith(const model::Caller& caller, const ResourceOf& of,
                           const std::string& permission, Reach reach,
                           store::PageQuery& query) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::access
