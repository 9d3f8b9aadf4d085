// GroupRoleAssignments: the roles that all members of a group have on a resource.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/role_assignment.h"
#include "resource/verbs.h"

namespace bearward::access {

// GroupRoleAssignments adds the rules to the verbs; it is safe from any thread. Only a caller that
// acts for the environment may make an assignment (incident class I3). Each assignment of a group
// also is a role assignment of every member, until the member leaves the group or the assignment of
// the group is deleted.
class GroupRoleAssignments : public resource::VerbsOf<model::GroupRoleAssignment> {
 public:
  explicit GroupRoleAssignments(const resource::Parts& parts);

  // Assign adds a role of a group on `target`; an empty `target` is the organization. Errors as for
  // RoleAssignments::Assign; kNotFound "group_not_found", kExists "group_role_assignment_exists",
  // kInvalid "role_assignment_limit_exceeded" beyond kMostAssignments or kMostRows.
  base::Result<model::AnyRow> Assign(const model::Caller& caller,
                                     model::GroupRoleAssignment row) const;
  // Replace deletes the assignments of a group that are not in `wanted`, makes those that the group
  // does not have, and returns all, in one transaction. Errors as for Assign.
  base::Result<std::vector<model::AnyRow>> Replace(
      const model::Caller& caller, const std::string& group,
      const std::vector<model::GroupRoleAssignment>& wanted) const;
  // RemoveMatching deletes the assignment with this group, role and `target`; kNotFound
  // "group_role_assignment_not_found" if there is none.
  base::Status RemoveMatching(const model::Caller& caller,
                              const model::GroupRoleAssignment& wanted) const;
  // ListOf lists the assignments of a group.
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& group,
                                      store::PageQuery query) const;

  static constexpr std::int64_t kMostAssignments = 100;
  // kMostRows limits the number of members times the number of assignments of a group, because one
  // write changes all these rows (incident class J2).
  static constexpr std::int64_t kMostRows = 10'000;

 private:
  resource::Parts parts_;
};

}  // namespace bearward::access
