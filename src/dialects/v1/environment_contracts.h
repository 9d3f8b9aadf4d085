// The contracts of environments.h.
#pragma once

#include "door/contract.h"

namespace bearward::dialects::v1 {

extern const door::Contract kListEnvironments;
extern const door::Contract kReadEnvironment;
extern const door::Contract kCreateEnvironment;
extern const door::Contract kUpdateEnvironment;

}  // namespace bearward::dialects::v1
