// EgressSettings: the settings of requests to addresses that clients choose.
#pragma once

#include "app/settings.h"

namespace bearward::app {

// EgressAllow returns the row of `egress.allow`.
SettingRow EgressAllow();

}  // namespace bearward::app
