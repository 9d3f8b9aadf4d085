// Tables of feature flags and their targets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/feature_flag.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// FlagTarget is an organization or a user for which a flag is on; exactly one of the two ids is
// set.
struct FlagTarget {
  std::string flag_id;
  model::OrganizationId organization = {};
  model::UserId user = {};
};

// FeatureFlags returns the table of flags.
const TableOf<model::FeatureFlag>& FeatureFlags();

// AddFlagTarget and DeleteFlagTarget return whether they changed something.
base::Result<bool> AddFlagTarget(WriteTx& tx, const model::EnvironmentId& environment,
                                 const FlagTarget& target, base::Time now);
base::Result<bool> DeleteFlagTarget(WriteTx& tx, const model::EnvironmentId& environment,
                                    std::string_view flag_id, std::string_view target_id);
// ListFlagTargets returns the targets of all flags of an environment.
base::Result<std::vector<FlagTarget>> ListFlagTargets(ReadTx& tx,
                                                      const model::EnvironmentId& environment);

// OnForOrganization selects the flags that are on for an organization. OnForUser selects those that
// are on for a user or for an organization of which the user is an active member.
Condition OnForOrganization(const model::EnvironmentId& environment, std::string_view organization);
Condition OnForUser(const model::EnvironmentId& environment, std::string_view user);
// OnForMember selects the flags that are on for a user or for this organization.
Condition OnForMember(const model::EnvironmentId& environment, std::string_view user,
                      std::string_view organization);
// ListFlagsOfMember returns the slugs of these flags in alphabetical order; `organization` is empty
// for a user that acts in no organization.
base::Result<std::vector<std::string>> ListFlagsOfMember(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view user,
                                                         std::string_view organization);
// IsEnabled selects the flags that are enabled, or those that are not.
Condition IsEnabled(bool enabled);

}  // namespace bearward::store
