// Limit settings: the rows of the table of settings (settings.h) for dialects.workos.limits.
#pragma once

#include <vector>

#include "app/settings.h"

namespace bearward::app {

// LimitRows returns one row for each class of requests that has a limit in WorkOS.
std::vector<SettingRow> LimitRows();

}  // namespace bearward::app
