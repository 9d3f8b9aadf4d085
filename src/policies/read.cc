// Find and List.
#include <utility>

#include "policies/manage.h"
#include "policies/policies.h"
#include "store/policies.h"
#include "verify/authority.h"

namespace bearward::policies {

base::Result<model::Policy> Policies::Find(const model::Caller& caller, std::string_view name) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return parts_.store.Read([&](store::ReadTx& tx) { return FindExisting(tx, caller, name); });
}

base::Result<Page> Policies::List(const model::Caller& caller, std::string_view after,
                                  std::int64_t limit) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  if (limit < 1 || limit > kLongestPage) {
    base::Error error = base::Invalid("invalid_limit", "`limit` is a number from 1 to 100.");
    error.fields.emplace_back("limit");
    return base::Fail(std::move(error));
  }
  const int wanted = static_cast<int>(limit);
  Page page;
  // One more row than requested shows whether there is a next page.
  BW_TRY_ASSIGN(page.policies, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListPolicies(tx, caller->environment, after, wanted + 1);
  }));
  if (page.policies.size() <= static_cast<std::size_t>(wanted)) return page;
  page.policies.pop_back();
  page.after = page.policies.back().name;
  return page;
}

}  // namespace bearward::policies
