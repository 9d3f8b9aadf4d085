// Lenient: the settings of tests that are not about limits or passwords.
#pragma once

#include "app/config.h"

namespace bearward::app {

// Lenient removes the minimum strength of passwords, and the limits of classes of requests, because
// the clock of a suite stands still. The limit of codes is enforced as before it was a setting.
inline Config Lenient(Config config) {
  const auto codes = config.workos_limits[model::LimitScope::kCodes];
  config.password_strength.of_products = 0;
  config.workos_limits = {};
  config.workos_limits[model::LimitScope::kCodes] = codes;
  return config;
}

}  // namespace bearward::app
