#include "app/operator_door.h"

#include "base/invalid.h"

namespace bearward::app {
namespace {

// Few threads: operators are few. A profile occupies one of them.
constexpr door::PoolSizes kPools = {.workers = 2, .hashers = 1};

// No route of this door asks for an environment.
base::Result<model::EnvironmentId> NoEnvironment() {
  return base::Fail(base::Internal("the operators' listener has no environment"));
}

}  // namespace

OperatorDoor::~OperatorDoor() {
  if (door_) door_->Stop();
}

base::Result<std::unique_ptr<OperatorDoor>> OperatorDoor::Make(const Parts& parts) {
  std::unique_ptr<OperatorDoor> made(new OperatorDoor());
  BW_TRY_ASSIGN(made->door_, door::Door::Make({.verifier = parts.verifier,
                                               .request_log = parts.request_log,
                                               .metrics = made->metrics_,
                                               .clock = parts.clock,
                                               .entropy = parts.entropy},
                                              parts.dialects.HealthRows(),
                                              parts.dialects.fallback(), &NoEnvironment, kPools));
  return made;
}

}  // namespace bearward::app
