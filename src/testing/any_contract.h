// AnyContract: the contract of routes that exist only in a test of the door.
#pragma once

#include "door/contract.h"

namespace bearward::testing {

// kAnyContract describes nothing: DoorClient does not check the responses of such a route.
inline constexpr door::Contract kAnyContract;
// kBlank is its address, for the tables of tests.
inline constexpr const door::Contract* kBlank = &kAnyContract;

}  // namespace bearward::testing
