#include "app/core_metrics.h"

#include <string>
#include <utility>

#include "app/version.h"
#include "observe/process.h"
#include "store/node.h"
#include "verify/limiter.h"
#include "verify/refusal_log.h"
#include "verify/usage.h"

namespace bearward::app {
namespace {

// The outcomes do not distinguish unknown users from wrong passwords, because metrics may be
// public.
void AddLoginMetrics(const Measured& parts) {
  using verify::SignInOutcome;
  for (const auto& [of, name] : {std::pair(SignInOutcome::kSuccess, "success"),
                                 std::pair(SignInOutcome::kRefused, "refused"),
                                 std::pair(SignInOutcome::kThrottled, "throttled")}) {
    parts.metrics.AddComputedCounter(
        "bearward_logins_total", "Passwords checked, by outcome.",
        [parts, outcome = of] { return static_cast<double>(parts.passwords.attempts(outcome)); },
        {{"outcome", name}});
  }
  const verify::ClientSecrets& secrets = parts.verifier.client_secrets();
  parts.metrics.AddComputedCounter(
      "bearward_client_authentication_failures_total", "Client secrets refused.",
      [&secrets] { return static_cast<double>(secrets.failed()); }, {{"outcome", "refused"}});
  parts.metrics.AddComputedCounter(
      "bearward_client_authentication_failures_total", "Client secrets refused.",
      [&secrets] { return static_cast<double>(secrets.throttled()); }, {{"outcome", "throttled"}});
  parts.metrics.AddComputedCounter(
      "bearward_login_lockouts_total", "Users locked out by failed sign-ins.",
      [parts] { return static_cast<double>(parts.passwords.lockouts()); });
}

void AddLimitMetrics(const Measured& parts) {
  using model::LimitMode;
  using model::LimitScope;
  const verify::Verifier& verifier = parts.verifier;
  for (const std::string_view word : base::WordsOf<LimitScope>::kWords) {
    // The limit of codes is enforced by the store and has no counter here.
    const LimitScope scope = *base::ParseWord<LimitScope>(word);
    if (scope == LimitScope::kCodes) continue;
    for (const auto mode : {LimitMode::kEnforce, LimitMode::kMonitor}) {
      parts.metrics.AddComputedCounter(
          "bearward_rate_limited_total",
          "Requests that a rate limit refused or, in monitor mode, would have refused.",
          [&verifier, scope, mode] {
            return static_cast<double>(verifier.rate_limited(scope, mode));
          },
          {{"scope", std::string(word)},
           {"mode", mode == LimitMode::kEnforce ? "enforce" : "monitor"}});
    }
  }
  parts.metrics.AddComputed(
      "bearward_rate_limit_buckets", "Rate limits that are in use.",
      [&verifier] { return static_cast<double>(verifier.rate_limit_buckets()); });
}

void AddProcessAndVerdicts(const Measured& parts, base::Time now) {
  observe::AddProcessMetrics(parts.metrics, now);
  parts.metrics
      .AddGauge("bearward_build_info", "1, with the version as a label.",
                {{"version", std::string(kVersion)}})
      .Set(1);
  parts.metrics.AddComputed("bearward_cached_verdicts", "Verdicts in the cache.", [parts] {
    return static_cast<double>(parts.verifier.cached_verdicts());
  });
  parts.metrics.AddComputed(
      "bearward_cached_verdict_bytes",
      "Approximate memory of the verdict cache in bytes, principals included.",
      [parts] { return static_cast<double>(parts.verifier.cached_bytes()); });
  parts.metrics.AddComputed(
      "bearward_uses_waiting", "Uses of keys and secrets that are not written yet.",
      [parts] { return static_cast<double>(parts.verifier.usage().waiting()); });
  parts.metrics.AddComputedCounter(
      "bearward_refusals_total", "Refused sign-ins, client authentications and management calls.",
      [parts] { return static_cast<double>(parts.verifier.refusals().noted()); });
  parts.metrics.AddComputedCounter(
      "bearward_refusals_aggregated_total", "Refusals that share an event with others.",
      [parts] { return static_cast<double>(parts.verifier.refusals().aggregated()); });
  parts.metrics.AddComputed(
      "bearward_refusals_waiting", "Refusals that no event reports yet.",
      [parts] { return static_cast<double>(parts.verifier.refusals().waiting()); });
  parts.metrics.AddComputed("bearward_policies_outdated",
                            "1 while the newest policies cannot be read from the store.",
                            [parts] { return parts.policy_cache.outdated() ? 1.0 : 0.0; });
}

// Without PostgreSQL there are no nodes, and so no rows.
void AddNodeMetrics(const Measured& parts) {
  if (!parts.store.node_state()) return;
  const auto add = [parts](const char* name, const char* help, auto read) {
    parts.metrics.AddComputed(name, help,
                              [parts, read] { return read(*parts.store.node_state()); });
  };
  const auto seconds = [](std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
  };
  add("bearward_nodes", "Nodes of the database that hold a lease or may hold one, with this one.",
      [](const store::NodeState& state) { return static_cast<double>(state.live); });
  add("bearward_lease_seconds", "Time until this node may no longer answer from memory.",
      [seconds](const store::NodeState& state) { return seconds(state.lease); });
  add("bearward_event_lag_seconds", "Time since the start of the last successful look at the log.",
      [seconds](const store::NodeState& state) { return seconds(state.lag); });
}

}  // namespace

void AddCoreMetrics(const Measured& parts, base::Time now) {
  AddProcessAndVerdicts(parts, now);
  AddLimitMetrics(parts);
  AddLoginMetrics(parts);
  AddNodeMetrics(parts);
}

}  // namespace bearward::app
