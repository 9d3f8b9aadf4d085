// Changes: what `apply` prints.
#pragma once

#include <string>
#include <vector>

#include "provision/apply.h"

namespace bearward::app {

// ChangeAsText describes one change without its secret, for the log.
std::string ChangeAsText(const provision::Change& change);
// ChangesAsText returns one line per change, or "no change". It contains the generated secrets,
// which are shown only once, to the operator who ran the command.
std::string ChangesAsText(const std::vector<provision::Change>& changes);
// ChangesAsJson returns the same as one JSON object with the member "changes".
std::string ChangesAsJson(const std::vector<provision::Change>& changes);

// PlanAsText and PlanAsJson return what `apply --dry-run` prints: each change without its secret,
// then the values of the changed fields before and after.
std::string PlanAsText(const provision::Plan& plan);
std::string PlanAsJson(const provision::Plan& plan);

}  // namespace bearward::app
