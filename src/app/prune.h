// Prune: removes the rows that earlier provisioning files made and that the present one does not
// name, by the requests that the command line would send: rules, events and the end of sessions are
// those of `bearward user delete` and the like.
#pragma once

#include <functional>
#include <vector>

#include "app/command_client.h"
#include "base/result.h"
#include "provision/apply.h"

namespace bearward::app {

// AskCommand answers a request of the command line.
using AskCommand = std::function<base::Result<CommandAnswer>(const CommandAsk&)>;

// HasRemovals says whether some rows are to be removed.
bool HasRemovals(const std::vector<provision::Change>& changes);
// Remove removes the rows of the changes `kRemoved` that are also in `confirmed`, in their order. A
// row that is not removed becomes `kKept` with the reason as its note; returns whether all were
// removed.
bool Remove(std::vector<provision::Change>& changes,
            const std::vector<provision::Change>& confirmed, const AskCommand& ask);

}  // namespace bearward::app
