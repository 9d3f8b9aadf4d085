// Groups: named sets of members of an organization.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "model/group.h"
#include "resource/verbs.h"

namespace bearward::access {

// Groups adds the members of groups to the verbs. It is safe from any thread. kNotFound
// "organization_membership_not_found", with the id in `fields`, for a membership that is not in the
// organization of the group.
class Groups : public resource::VerbsOf<model::Group> {
 public:
  explicit Groups(const resource::Parts& parts);

  // AddMember adds a membership to a group; nothing is written if it is in the group already.
  // kConflict "group_membership_limit_exceeded" beyond kMostMembers or
  // GroupRoleAssignments::kMostRows.
  base::Result<model::Group> AddMember(const model::Caller& caller, const resource::Address& at,
                                       const std::string& membership) const;
  // RemoveMember removes a membership from a group; kNotFound "organization_membership_not_found"
  // if it is not in the group.
  base::Result<model::Group> RemoveMember(const model::Caller& caller, const resource::Address& at,
                                          const std::string& membership) const;
  // ListWith lists the groups that contain a membership; the membership must exist for the caller.
  base::Result<resource::Page> ListWith(const model::Caller& caller, const std::string& membership,
                                        store::PageQuery query) const;
  // MembersIn returns the condition that selects the memberships in a group; the caller must be
  // allowed to read the group.
  base::Result<store::Condition> MembersIn(const model::Caller& caller,
                                           const resource::Address& at) const;

  static constexpr std::int64_t kMostMembers = 10'000;

 private:
  using Edit = std::function<base::Result<bool>(store::WriteTx&, const model::Group&)>;
  base::Result<model::Group> ChangeMembers(const model::Caller& caller, const resource::Address& at,
                                           const std::string& membership, model::EventType event,
                                           const Edit& edit) const;

  resource::Parts parts_;
};

}  // namespace bearward::access
