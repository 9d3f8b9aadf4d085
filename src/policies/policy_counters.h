// PolicyCounters: how the gateways decided for each policy, as a metric with a bounded number of
// series.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/words.h"
#include "observe/metrics.h"

namespace bearward::policies {

// GatewayDecision is the outcome of a request for one policy; its word is the label `decision`.
enum class GatewayDecision : std::uint8_t {
  kAllow,
  kInvalid,
  kUnauthenticated,
  kDenied,
  kLimited,
  kUnknown,
};
inline constexpr std::size_t kGatewayDecisions = 6;

// PolicyCounter counts the decisions of one policy. Add is one relaxed atomic operation.
class PolicyCounter {
 public:
  explicit PolicyCounter(std::array<observe::Counter*, kGatewayDecisions> by_decision)
      : by_decision_(by_decision) {}
  void Add(GatewayDecision decision) const {
    by_decision_[static_cast<std::size_t>(decision)]->Add();
  }
  std::uint64_t count(GatewayDecision decision) const {
    return by_decision_[static_cast<std::size_t>(decision)]->Value();
  }

 private:
  std::array<observe::Counter*, kGatewayDecisions> by_decision_;
};

// PolicyCounters is safe from any thread. The first `most` policies since the start of the process
// have series of their own, also after they were deleted. All later ones share those of the policy
// "other" in the environment "other".
class PolicyCounters {
 public:
  static constexpr std::size_t kMostPolicies = 1000;

  // The labels are the names of environments and policies: `most` is 0 where the metrics are public
  // (incident class I2).
  explicit PolicyCounters(observe::Registry& metrics, std::size_t most = kMostPolicies);

  // Of returns the counter of a policy, by the name of its environment. It lives as long as this
  // object.
  const PolicyCounter& Of(std::string_view environment, std::string_view policy);
  // has_allowed returns whether a request was allowed, for any policy, since the start of the
  // process.
  bool has_allowed() const;

 private:
  using Name = std::pair<std::string, std::string>;
  const PolicyCounter& Add(Name name);

  observe::Registry& metrics_;
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::map<Name, PolicyCounter> by_name_;  // guarded by mutex_
  const PolicyCounter& other_;
};

}  // namespace bearward::policies

template <>
struct bearward::base::WordsOf<bearward::policies::GatewayDecision> {
  static constexpr std::array<std::string_view, bearward::policies::kGatewayDecisions> kWords = {
      "allow", "invalid", "unauthenticated", "denied", "limited", "unknown"};
};
