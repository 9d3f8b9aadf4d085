// RoleAssignments: the roles that members have on resources.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/membership.h"
#include "model/role_assignment.h"
#include "resource/verbs.h"

namespace bearward::access {

// RoleAssignments adds the rules of assignments to the verbs; it is safe from any thread. The roles
// of a member in its organization are stored in the membership (model/membership.h) and contained
// in tokens. Here each of them appears as an assignment with its own id but without a row. An
// assignment may grant more than the caller has, so only a caller that acts for the environment may
// make one (incident class I3).
class RoleAssignments : public resource::VerbsOf<model::RoleAssignment> {
 public:
  // RoleAssignments keeps references to its arguments.
  RoleAssignments(const resource::Parts& parts,
                  const resource::VerbsOf<model::Membership>& memberships);

  // Assign adds a role of a member on `target`. If the member has it already, the existing
  // assignment is returned. kNotFound "organization_membership_not_found" and
  // "authorization_resource_not_found", kInvalid "invalid_role" for a role that does not exist or
  // is for another type of resource, and "role_assignment_limit_exceeded" beyond kMostAssignments.
  base::Result<model::RoleAssignment> Assign(const model::Caller& caller,
                                             model::RoleAssignment row) const;
  // Remove deletes an assignment by its id. kDenied "assigned_by_group" for one that comes from an
  // assignment of a group and is deleted only with it. RemoveMatching deletes the assignment with
  // this member, role and `target`. kNotFound "role_assignment_not_found".
  base::Result<model::RoleAssignment> Remove(const model::Caller& caller,
                                             const resource::Address& at) const;
  base::Status RemoveMatching(const model::Caller& caller,
                              const model::RoleAssignment& wanted) const;

  // ListOf lists the assignments of a membership; if `target` is not empty, only those on that
  // resource.
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& membership,
                                      const model::ResourceReference& target,
                                      const store::PageQuery& query) const;
  // ListOn lists the assignments on a resource. If `organization` is empty, `target` must have the
  // id of the resource. For the resource of an organization it lists only assignments that come
  // from groups, not the roles of memberships.
  base::Result<resource::Page> ListOn(const model::Caller& caller,
                                      const model::OrganizationId& organization,
                                      const model::ResourceReference& target,
                                      store::PageQuery query) const;

  static constexpr std::int64_t kMostAssignments = 1'000;

 private:
  base::Result<model::RoleAssignment> ChangeMembership(const model::Caller& caller,
                                                       const model::RoleAssignment& row,
                                                       bool add) const;

  resource::Parts parts_;
  const resource::VerbsOf<model::Membership>& memberships_;
};

// CheckAssignable fails with kInvalid "invalid_role" unless the organization of the resource may
// use a role with this slug, and the role is for the type of the resource.
base::Status CheckAssignable(store::ReadTx& tx, const model::AuthorizationResource& resource,
                             const std::string& role);

}  // namespace bearward::access
