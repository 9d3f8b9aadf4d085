// ShowSettings: the settings of a configuration, for administrators.
#pragma once

#include <vector>

#include "app/config.h"
#include "dialects/v1/settings.h"

namespace bearward::app {

// ShowSettings returns all settings in the order of the reference, without the old names.
std::vector<dialects::v1::ShownSetting> ShowSettings(const Config& config);

}  // namespace bearward::app
