// RefreshClaim: the content of a refresh token.
#pragma once

#include <cstdint>

#include "model/ids.h"

namespace bearward::verify {

// RefreshClaim is what a refresh token says, to be compared with its session.
struct RefreshClaim {
  model::EnvironmentId environment;
  model::SessionId session;
  std::int64_t generation = 0;
};

}  // namespace bearward::verify
