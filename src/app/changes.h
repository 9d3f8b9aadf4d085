// Changes: what `apply` prints.
#pragma once

#include <string>
#include <vector>

#include "directory/apply.h"

namespace bearward::app {

// ChangeAsText describes one change without its secret, for the log.
std::string ChangeAsText(const directory::Change& change);
// ChangesAsText gives a line a change, or "no change". Generated secrets are in it: it is shown
// this once, to the person who asked for the change.
std::string ChangesAsText(const std::vector<directory::Change>& changes);
// ChangesAsJson gives the same as one JSON object with the member "changes".
std::string ChangesAsJson(const std::vector<directory::Change>& changes);

}  // namespace bearward::app
