// Hyperscaler: a model of what the hyperscalers answer. No request leaves the server. Internal to
// the module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "json/reader.h"
#include "partner_data/co_sell.h"
#include "partner_data/marketplace.h"

namespace bearward::partner_data {

// IsMarketplace says whether actions know this marketplace; IsPartnerProgram whether co-selling
// knows this partner.
bool IsMarketplace(std::string_view type);
// IsSameMarketplace compares types in any case; Google is both gcp and google (contracts: WorkSpan
// 2.9).
bool IsSameMarketplace(std::string_view a, std::string_view b);
bool IsPartnerProgram(std::string_view partner);

// IsInProgress says whether an action that began at `start` is not complete yet.
bool IsInProgress(base::Time start, base::Time now);

// CheckUsage returns what is wrong with the usage of a project.
std::vector<UsageFault> CheckUsage(const json::Object& usage);

// FindPickList returns the values of a field of the partner's forms; nullopt if it has none.
std::optional<PickList> FindPickList(std::string_view field);

// CheckOpportunity returns what a hyperscaler refuses in an opportunity. Unknown fields are
// ignored.
std::vector<FieldFault> CheckOpportunity(const json::Object& opportunity);

}  // namespace bearward::partner_data
