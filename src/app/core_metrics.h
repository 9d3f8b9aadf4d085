// CoreMetrics: what the parts of the program count, as metrics.
#pragma once

#include "base/time.h"
#include "observe/metrics.h"
#include "policies/policy_cache.h"
#include "store/store.h"
#include "verify/passwords.h"
#include "verify/verifier.h"

namespace bearward::app {

// Measured are the parts that the metrics read. All of them must outlive the last response with
// metrics.
struct Measured {
  observe::Registry& metrics;
  verify::Verifier& verifier;
  const verify::Passwords& passwords;
  const policies::PolicyCache& policy_cache;
  const store::Store& store;
};

// AddCoreMetrics adds the metrics; `now` is the time of the start.
void AddCoreMetrics(const Measured& parts, base::Time now);

}  // namespace bearward::app
