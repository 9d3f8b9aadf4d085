#include "policies/policy_counters.h"

#include <algorithm>

namespace bearward::policies {
namespace {

constexpr const char* kOther = "other";

}  // namespace

PolicyCounters::PolicyCounters(observe::Registry& metrics, std::size_t most)
    : metrics_(metrics), most_(most), other_(Add({kOther, kOther})) {}

const PolicyCounter& PolicyCounters::Of(std::string_view environment, std::string_view policy) {
  Name name(environment, policy);
  const std::lock_guard lock(mutex_);
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  // One of the rows is that of all others.
  if (by_name_.size() > most_) return other_;
  return Add(std::move(name));
}

bool PolicyCounters::has_allowed() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(
      by_name_, [](const auto& entry) { return entry.second.count(GatewayDecision::kAllow) > 0; });
}

const PolicyCounter& PolicyCounters::Add(Name name) {
  std::array<observe::Counter*, kGatewayDecisions> counters{};
  for (std::size_t i = 0; i < kGatewayDecisions; ++i) {
    counters[i] = &metrics_.AddCounter(
        "bearward_policy_decisions_total", "Decisions for gateways by policy.",
        {{"environment", name.first},
         {"policy", name.second},
         {"decision", std::string(base::Word(static_cast<GatewayDecision>(i)))}});
  }
  return by_name_.emplace(std::move(name), PolicyCounter(counters)).first->second;
}

}  // namespace bearward::policies
