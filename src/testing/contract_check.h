// ContractCheck: compares a response with the contract of its route, which is what /openapi.json
// says about it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "door/route.h"
#include "json/reader.h"
#include "json/schema.h"
#include "testing/any_contract.h"

namespace bearward::testing {

// BodyFault returns how a body differs from the documented forms; "" when it fits one of them.
// Without any form the body must be empty.
inline std::string BodyFault(std::span<const door::Content> forms, std::string_view content_type,
                             std::string_view body) {
  if (forms.empty()) return body.empty() ? "" : "The body is not documented.";
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  const auto form = std::ranges::find(forms, type, &door::Content::type);
  if (form == forms.end()) return "The type \"" + std::string(type) + "\" is not documented.";
  if (!type.ends_with("json")) return {};
  const auto value = json::Parse(body);
  return value ? json::Mismatch(*form->schema, *value) : "The body is not JSON.";
}

// ContractFault returns how a response differs from the contract of its route; "" when it fits. All
// statuses below 500 must be documented.
inline std::string ContractFault(const door::Route& route, int status,
                                 std::string_view content_type, std::string_view body) {
  if (status >= 400) {
    const std::vector<int> documented = door::ErrorStatuses(route);
    if (status < 500 && std::ranges::find(documented, status) == documented.end()) {
      return "The status is not documented.";
    }
    return BodyFault(route.errors().contents, content_type, body);
  }
  std::vector<door::Content> forms;
  bool found = false;
  for (const door::Success& success : route.contract->successes) {
    if (success.status != status) continue;
    found = true;
    if (success.schema != nullptr) forms.push_back({success.type, success.schema});
  }
  return found ? BodyFault(forms, content_type, body) : "The status is not documented.";
}

// CheckContract fails the test when the response differs from the contract of its route. It checks
// nothing for a request without a route and for the routes of kAnyContract.
inline void CheckContract(const door::Route* route, int status, std::string_view content_type,
                          std::string_view body) {
  if (route == nullptr || route->contract == &kAnyContract) return;
  const std::string fault = ContractFault(*route, status, content_type, body);
  EXPECT_EQ(fault, "") << route->operation << " answers " << status << " with "
                       << body.substr(0, 400) << ", which differs from its contract.";
}

}  // namespace bearward::testing
