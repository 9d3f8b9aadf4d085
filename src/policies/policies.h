// Policies: what gateways ask of requests, as rows that administrators write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/policy.h"
#include "store/store.h"

namespace bearward::policies {

// Page is a part of a list in order of name.
struct Page {
  std::vector<model::Policy> policies;
  std::string after;  // the name to go on after; empty: that was all
};

// kLongestPage bounds Page, kUsualPage is what whoever says nothing gets.
inline constexpr int kLongestPage = 100;
inline constexpr int kUsualPage = 10;

// Policies is safe from any thread. A policy guards an API for every organization of its
// environment, so every verb needs a key of that environment: kDenied "not_the_environment"
// otherwise, whatever permissions an organization's role gives (incident class I2).
// Gateways heed a change from the next request on.
class Policies {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit Policies(Parts parts) : parts_(parts) {}

  // Create makes a policy; its environment and times are given here. kInvalid "invalid_policy" as
  // model::CheckPolicy or for an organization that is not there, kExists "policy_exists".
  base::Result<model::Policy> Create(const model::Caller& caller, model::Policy policy);
  // Update replaces all of the policy of that name but the name; kNotFound "policy_not_found".
  base::Result<model::Policy> Update(const model::Caller& caller, model::Policy policy);
  // Delete removes it: gateways that ask by its name refuse everybody from then on.
  base::Status Delete(const model::Caller& caller, std::string_view name);
  // List gives up to `limit` policies whose names come after a name. kInvalid "invalid_limit" for a
  // limit that is not from 1 to kLongestPage.
  base::Result<Page> List(const model::Caller& caller, std::string_view after, std::int64_t limit);
  // Find gives one; kNotFound "policy_not_found".
  base::Result<model::Policy> Find(const model::Caller& caller, std::string_view name);

 private:
  Parts parts_;
};

}  // namespace bearward::policies
