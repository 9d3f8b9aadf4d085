// Groups: named sets of members of an organization.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "model/group.h"
#include "resource/verbs.h"

namespace bearward::access {

// Groups adds the members to the verbs. It is safe from any thread. A change to the present state
// writes nothing. kNotFound "organization_membership_not_found" for a membership that the
// organization of the group does not have, with its id in `fields`.
class Groups : public resource::VerbsOf<model::Group> {
 public:
  explicit Groups(const resource::Parts& parts);

  // AddMember puts a membership into a group. kConflict "group_membership_limit_exceeded" beyond
  // kMostMembers.
  base::Result<model::Group> AddMember(const model::Caller& caller, const resource::Address& at,
                                       const std::string& membership) const;
  // RemoveMember takes it out. A membership that is not in the group is unknown here.
  base::Result<model::Group> RemoveMember(const model::Caller& caller, const resource::Address& at,
                                          const std::string& membership) const;
  // ListWith lists the groups of a membership that the caller may see.
  base::Result<resource::Page> ListWith(const model::Caller& caller, const std::string& membership,
                                        store::PageQuery query) const;
  // MembersIn is the condition of the memberships in a group that the caller may read.
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
