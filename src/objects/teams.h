// Teams: the objects of an environment with their members, for its administrators.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "store/objects.h"
#include "store/store.h"

namespace bearward::objects {

// kMostMembers limits the members of one object that requests make.
inline constexpr std::size_t kMostMembers = 1000;

// MemberKey names a member of an object: an organization as a whole, or one user of it.
struct MemberKey {
  model::OrganizationId organization;
  std::optional<model::UserId> user = std::nullopt;
};

// Teams is safe from any thread. Only a caller that acts for the environment may use it: kDenied
// "not_the_environment". kNotFound "object_not_found" for an object of another environment, as for
// an unknown one. Each change appends object.updated.
class Teams {
 public:
  Teams(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // List returns a page of the objects of a kind. The environment of the query is replaced.
  base::Result<store::KeysetPage<model::Object>> List(const model::Caller& caller,
                                                      store::KindQuery query) const;
  base::Result<model::Object> Read(const model::Caller& caller, const model::ObjectId& id) const;
  // Members returns a page of the members of an object. The environment of the query is replaced.
  base::Result<store::KeysetPage<model::ObjectMember>> Members(
      const model::Caller& caller, store::ObjectMemberQuery query) const;
  // SetMember adds a member or replaces its level and state. kInvalid "organization_not_found",
  // "user_not_found" for a user that is not in the organization, "object_is_private" for a kind
  // that only its owner may see, "too_many_members"; kConflict "owner_stays" for the owner itself.
  base::Result<model::ObjectMember> SetMember(const model::Caller& caller,
                                              const model::ObjectId& id, const MemberKey& key,
                                              model::AccessLevel level,
                                              model::MemberState state) const;
  // RemoveMember fails with kNotFound "member_not_found" or kConflict "owner_stays".
  base::Status RemoveMember(const model::Caller& caller, const model::ObjectId& id,
                            const MemberKey& key) const;

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace bearward::objects
