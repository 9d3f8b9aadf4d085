// RoleAssignments: the roles that members have on resources.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/membership.h"
#include "model/role_assignment.h"
#include "resource/verbs.h"

namespace bearward::access {

// RoleAssignments adds the rules of assignments to the verbs; it is safe from any thread. A role of
// a member in the organization is a role of the membership (model/membership.h), which tokens
// contain: it appears here as an assignment with an id of its own, without a row. An assignment may
// grant more than the caller has, so only a caller that acts for the environment makes one
// (incident class I3).
class RoleAssignments : public resource::VerbsOf<model::RoleAssignment> {
 public:
  // RoleAssignments keeps references to its arguments.
  RoleAssignments(const resource::Parts& parts,
                  const resource::VerbsOf<model::Membership>& memberships);

  // Assign gives a member a role on `target`; one that it has already is returned. kNotFound
  // "organization_membership_not_found" and "authorization_resource_not_found", kInvalid
  // "invalid_role" for a role that does not exist or is for another type of resource, and
  // "role_assignment_limit_exceeded" beyond kMostAssignments.
  base::Result<model::RoleAssignment> Assign(const model::Caller& caller,
                                             model::RoleAssignment row) const;
  // Remove ends an assignment by its id. kDenied "assigned_by_group" for one of a group, which ends
  // with that of the group. RemoveMatching finds it by member, role and `target`.
  base::Result<model::RoleAssignment> Remove(const model::Caller& caller,
                                             const resource::Address& at) const;
  base::Status RemoveMatching(const model::Caller& caller,
                              const model::RoleAssignment& wanted) const;

  // ListOf lists the assignments of a membership, with `target` only those on that resource.
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& membership,
                                      const model::ResourceReference& target,
                                      store::PageQuery query) const;
  // ListOn lists the assignments on a resource, which an empty `organization` leaves to its id. The
  // roles of memberships in the organization are not among them.
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

// CheckAssignable fails with kInvalid "invalid_role" unless a role of this slug exists for the
// organization of the resource and is for resources of its type.
base::Status CheckAssignable(store::ReadTx& tx, const model::AuthorizationResource& resource,
                             const std::string& role);

}  // namespace bearward::access
