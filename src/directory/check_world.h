// Check world: the rules of a world that need no store. Internal to the room.
#pragma once

#include "base/result.h"
#include "directory/world.h"

namespace bearward::directory {

// CheckWorld finds the first malformed or missing value: kInvalid "FILE:LINE: what. Hint.".
base::Status CheckWorld(const World& world);

}  // namespace bearward::directory
