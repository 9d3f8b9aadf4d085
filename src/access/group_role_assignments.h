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
// acts for the environment makes an assignment (incident class I3). Each is a role assignment of
// every member of the group as well, as long as the member is in the group. Deleting one ends
// these.
class GroupRoleAssignments : public resource::VerbsOf<model::GroupRoleAssignment> {
 public:
  explicit GroupRoleAssignments(const resource::Parts& parts);

  // Assign gives a group a role on `target`, which may be empty for the organization. Errors as for
  // RoleAssignments::Assign; kNotFound "group_not_found", kExists "group_role_assignment_exists",
  // kInvalid "role_assignment_limit_exceeded" beyond kMostAssignments.
  base::Result<model::AnyRow> Assign(const model::Caller& caller,
                                     model::GroupRoleAssignment row) const;
  // Replace ends the assignments of a group that are not in the list, makes those that it lacks,
  // and returns all. Either all of this happens or nothing.
  base::Result<std::vector<model::AnyRow>> Replace(
      const model::Caller& caller, const std::string& group,
      const std::vector<model::GroupRoleAssignment>& wanted) const;
  // RemoveMatching ends the assignment with this group, role and `target`; kNotFound
  // "group_role_assignment_not_found" without one.
  base::Status RemoveMatching(const model::Caller& caller,
                              const model::GroupRoleAssignment& wanted) const;
  // ListOf lists the assignments of a group.
  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& group,
                                      store::PageQuery query) const;

  static constexpr std::int64_t kMostAssignments = 100;
  // kMostRows limits members times assignments, because one write changes all of them (J2).
  static constexpr std::int64_t kMostRows = 10'000;

 private:
  resource::Parts parts_;
};

}  // namespace bearward::access
