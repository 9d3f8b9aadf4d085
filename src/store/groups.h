// Table of the members of groups.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// AddGroupMember and DeleteGroupMember return whether they changed something.
base::Result<bool> AddGroupMember(WriteTx& tx, const model::EnvironmentId& environment,
                                  std::string_view group, const model::MembershipId& membership,
                                  base::Time now);
base::Result<bool> DeleteGroupMember(WriteTx& tx, const model::EnvironmentId& environment,
                                     std::string_view group, const model::MembershipId& membership);
// CountGroupMembers returns the number of members of a group.
base::Result<std::int64_t> CountGroupMembers(ReadTx& tx, const model::EnvironmentId& environment,
                                             std::string_view group);
// InGroup selects the memberships in a group, and WithMember the groups that contain a membership.
Condition InGroup(const model::EnvironmentId& environment, std::string_view group);
Condition WithMember(const model::EnvironmentId& environment, std::string_view membership);

}  // namespace bearward::store
