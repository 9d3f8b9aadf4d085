// Policies: the requirements of gateways, as rows that administrators write.
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
  std::string after;  // cursor: the name before the next page; empty: no next page
};

// kLongestPage is the maximum size of a Page, kUsualPage the default.
inline constexpr int kLongestPage = 100;
inline constexpr int kUsualPage = 10;

// Policies is safe from any thread. A policy guards an API for every organization of its
// environment, so every operation needs a key of that environment: otherwise kDenied
// "not_the_environment", whatever permissions a role of an organization grants (incident class I2).
// Gateways apply a change from the next request on.
class Policies {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit Policies(Parts parts) : parts_(parts) {}

  // Create creates a policy and sets its environment and times. kInvalid "invalid_policy" as
  // model::CheckPolicy or for an organization that does not exist, kExists "policy_exists".
  base::Result<model::Policy> Create(const model::Caller& caller, model::Policy policy);
  // Update replaces all members of the policy except the name; kNotFound "policy_not_found".
  base::Result<model::Policy> Update(const model::Caller& caller, model::Policy policy);
  // Delete deletes it: gateways that use its name then refuse every request.
  base::Status Delete(const model::Caller& caller, std::string_view name);
  // List returns up to `limit` policies whose names come after a name. kInvalid "invalid_limit" for
  // a limit that is not from 1 to kLongestPage.
  base::Result<Page> List(const model::Caller& caller, std::string_view after, std::int64_t limit);
  // Find returns one; kNotFound "policy_not_found".
  base::Result<model::Policy> Find(const model::Caller& caller, std::string_view name);

 private:
  Parts parts_;
};

}  // namespace bearward::policies
