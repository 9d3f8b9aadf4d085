// Rotation: which signing keys are missing and which have expired. Pure rules; Keys executes them.
#pragma once

#include <vector>

#include "base/time.h"
#include "model/environment.h"
#include "store/signing_keys.h"
#include "token/key_schedule.h"
#include "token/profiles.h"

namespace bearward::token {

// MissingKey is a key to be created, with its times.
struct MissingKey {
  model::EnvironmentId environment;
  const Profile* profile = nullptr;
  base::Time active_from;
  base::Time retire_at;
  base::Time forget_at;
};

// StoredKeys is what a plan is computed from.
struct StoredKeys {
  std::vector<model::Environment> environments;
  std::vector<store::SigningKeyRow> rows;
};

// RotationPlan is what Rotate must write. `longer` are keys that must verify for longer than
// planned when they were created, because the configuration now has a longer lifetime. `over` are
// keys to delete.
struct RotationPlan {
  std::vector<MissingKey> missing;
  std::vector<store::SigningKeyRow> longer;
  std::vector<store::SigningKeyRow> over;

  bool empty() const { return missing.empty() && longer.empty() && over.empty(); }
};

// PlanRotation ensures that, for every environment and JWT profile, each moment from `now` until
// `now` + schedule.ahead has a key that signs. FirstKey::kAtUse leaves out RSA keys of a profile
// that has none yet.
RotationPlan PlanRotation(const StoredKeys& stored, const Profiles& profiles,
                          const KeySchedule& schedule, base::Time now);

}  // namespace bearward::token
