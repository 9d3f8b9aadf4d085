#include "dialects/v1/policies.h"

#include <algorithm>
#include <iterator>

#include "base/invalid.h"
#include "dialects/v1/guard.h"
#include "door/rest.h"

namespace bearward::dialects::v1 {
namespace {

// A policy without requirements lets every live credential pass, so at least one requirement must
// be given, even if it is empty.
base::Status ReadPolicy(const json::Value& body, const model::Record& record,
                        resource::Purpose purpose, void* row) {
  BW_TRY(resource::ReadObject(body, record, purpose, row));
  for (const char* field : {"credentials", "permissions", "organization_id", "audience"}) {
    const json::Value* const value = body.Find(field);
    if (value != nullptr && !value->IsNull()) return {};
  }
  return base::Fail(base::Invalid("missing_field",
                                  "The policy has no requirement. Give permissions, credentials, "
                                  "organization_id or audience. `\"permissions\": []` lets every "
                                  "live credential pass.",
                                  {"permissions"}));
}

}  // namespace

std::vector<door::Route> PolicyRoutes(const policies::Policies& policies,
                                      const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true, &ReadPolicy};
  auto rows =
      door::Rest(policies, "/v1/policies", mount, {.search = &store::kPolicySearch})
          .List("v1.list_policies", "List the gateway policies in order of name")
          .Create(201, "v1.create_policy", "Create a gateway policy")
          .Get("v1.read_policy", "Read a gateway policy")
          .Replace("v1.replace_policy",
                   "Replace a gateway policy; it applies from the next request on")
          .DeleteWithBody("v1.delete_policy",
                          "Delete a gateway policy; gateways that name it refuse every request")
          .Rows();
  // A change keeps the requirements that it does not name, so it need not name one.
  auto changes = door::Rest(policies, "/v1/policies", {dialect, TokenOrKey(), true})
                     .Update(http::Method::kPatch, "v1.update_policy",
                             "Change the given fields of a gateway policy; it applies from the "
                             "next request on")
                     .Rows();
  std::ranges::move(changes, std::back_inserter(rows));
  return rows;
}

}  // namespace bearward::dialects::v1
