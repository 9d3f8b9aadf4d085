// Flags: the feature flags of an environment and their targets.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/feature_flag.h"
#include "resource/verbs.h"
#include "store/feature_flags.h"

namespace bearward::feature_flags {

// Rule is a flag with all its targets, from which a client decides by itself.
struct Rule {
  model::FeatureFlag flag;
  std::vector<store::FlagTarget> targets;
};

// Flags adds the switches and the targets to the verbs. It is safe from any thread. Members with
// the permission "organizations:read" read flags; only a caller that acts for the environment may
// perform the other operations. A change to the present state writes nothing.
class Flags : public resource::VerbsOf<model::FeatureFlag> {
 public:
  explicit Flags(const resource::Parts& parts);

  base::Result<model::FeatureFlag> Enable(const model::Caller& caller,
                                          const resource::Address& at) const;
  base::Result<model::FeatureFlag> Disable(const model::Caller& caller,
                                           const resource::Address& at) const;
  // AddTarget switches the flag on for an organization or a user. kNotFound "flag_target_not_found"
  // if the id is neither.
  base::Result<model::FeatureFlag> AddTarget(const model::Caller& caller,
                                             const resource::Address& at,
                                             const std::string& target) const;
  // RemoveTarget reverts that. kNotFound "flag_target_not_found" for an id that is no target.
  base::Result<model::FeatureFlag> RemoveTarget(const model::Caller& caller,
                                                const resource::Address& at,
                                                const std::string& target) const;
  // ListForOrganization and ListForUser list the flags that are on for an organization, and for a
  // user or any organization that the user is an active member of. kNotFound
  // "organization_not_found" and "user_not_found".
  base::Result<resource::Page> ListForOrganization(const model::Caller& caller,
                                                   const std::string& organization,
                                                   store::PageQuery query) const;
  base::Result<resource::Page> ListForUser(const model::Caller& caller, const std::string& user,
                                           store::PageQuery query) const;
  // EvaluateForMember lists the flags that are on for a user or the organization of the caller: for
  // the caller itself, or for another member if verify::CheckReadsMember allows it.
  base::Result<resource::Page> EvaluateForMember(const model::Caller& caller,
                                                 const std::string& user,
                                                 store::PageQuery query) const;
  // ListRules returns all flags with their targets, from old to new.
  base::Result<std::vector<Rule>> ListRules(const model::Caller& caller) const;

 private:
  base::Result<model::FeatureFlag> Switch(const model::Caller& caller, const resource::Address& at,
                                          bool enabled) const;
  base::Result<model::FeatureFlag> ChangeTargets(
      const model::Caller& caller, const resource::Address& at, const std::string& target,
      const std::function<base::Result<bool>(store::WriteTx&, const model::FeatureFlag&)>& change)
      const;

  resource::Parts parts_;
};

}  // namespace bearward::feature_flags
