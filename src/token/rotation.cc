#include "token/rotation.h"

#include <algorithm>
#include <optional>

namespace bearward::token {
namespace {

// One hour covers clock differences and caches of the JWKS.
constexpr std::chrono::hours kMargin{1};

base::Time ForgetAt(const Profiles& profiles, std::string_view keys, base::Time retire_at) {
  return retire_at + profiles.LongestLifetime(keys) + kMargin;
}

// A key whose algorithm the profile no longer uses still verifies but does not sign.
bool SignsFor(const store::SigningKeyRow& row, const model::Environment& environment,
              const Profile& profile) {
  return row.environment == environment.id && row.profile == profile.name &&
         row.algorithm == base::Word(profile.algorithm);
}

// A key with a creation time in the future shows that the wall clock was set back. The key is
// published, so it may sign before its start; no verifier would know a new key.
bool Covers(const store::SigningKeyRow& key, base::Time moment, base::Time now) {
  const bool started = key.active_from <= moment || (moment == now && key.created_at > now);
  return started && moment < key.retire_at;
}

// Rules are the inputs of a plan that do not change.
struct Rules {
  const Profiles& profiles;
  const KeySchedule& schedule;
  base::Time now;
};

// Finds the gaps between the keys of one environment and profile, and plans keys to fill them.
void Cover(const model::Environment& environment, const Profile& profile,
           const std::vector<store::SigningKeyRow>& keys, const Rules& rules, RotationPlan& plan) {
  const auto& [profiles, schedule, now] = rules;
  base::Time covered = now;
  while (covered <= now + schedule.ahead) {
    std::optional<base::Time> until;
    base::Time gap_end = covered + schedule.signs;
    for (const store::SigningKeyRow& key : keys) {
      if (key.active_from > covered) gap_end = std::min(gap_end, key.active_from);
      if (Covers(key, covered, now)) {
        until = std::max(until.value_or(key.retire_at), key.retire_at);
      }
    }
    if (!until) {
      plan.missing.push_back(
          {environment.id, &profile, covered, gap_end, ForgetAt(profiles, profile.name, gap_end)});
    }
    covered = until.value_or(gap_end);
  }
}

void Extend(const store::SigningKeyRow& row, const Rules& rules, RotationPlan& plan) {
  const base::Time forget_at = ForgetAt(rules.profiles, row.profile, row.retire_at);
  if (row.retire_at <= rules.now || row.forget_at >= forget_at) return;
  plan.longer.push_back(row);
  plan.longer.back().forget_at = forget_at;
}

}  // namespace

RotationPlan PlanRotation(const StoredKeys& stored, const Profiles& profiles,
                          const KeySchedule& schedule, base::Time now) {
  RotationPlan plan;
  const Rules rules{profiles, schedule, now};
  for (const store::SigningKeyRow& row : stored.rows) {
    if (row.forget_at <= now) {
      plan.over.push_back(row);
    } else if (profiles.Find(row.profile) != nullptr) {
      Extend(row, rules, plan);
    }
  }
  for (const model::Environment& environment : stored.environments) {
    for (const Profile& profile : profiles.rows()) {
      if (profile.format != Format::kJwt || !profile.keys.empty()) continue;
      std::vector<store::SigningKeyRow> keys;
      std::ranges::copy_if(
          stored.rows, std::back_inserter(keys),
          [&](const store::SigningKeyRow& row) { return SignsFor(row, environment, profile); });
      const bool waits = schedule.first == FirstKey::kAtUse && keys.empty() &&
                         profile.algorithm == crypto::Algorithm::kRs256;
      if (!waits) Cover(environment, profile, keys, rules, plan);
    }
  }
  return plan;
}

}  // namespace bearward::token
