// Visitor: a person who is not signed in, in an environment.
#pragma once

#include "model/event.h"
#include "model/ids.h"

namespace bearward::users {

// Visitor is where a request of such a person comes from.
struct Visitor {
  model::EnvironmentId environment;
  model::Origin origin;
};

}  // namespace bearward::users
