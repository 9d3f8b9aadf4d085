// Lenient: the settings of tests that are not about limits or passwords.
#pragma once

#include "app/config.h"
#include "testing/name_server.h"

namespace bearward::app {

// TestNameServer is the name server of all cores of a test program that have lenient settings.
inline testing::NameServer& TestNameServer() {
  static testing::NameServer server;
  return server;
}

// Lenient removes the minimum strength of passwords, and the limits of classes of requests, because
// the clock of a suite stands still. The limit of codes is enforced as before it was a setting. A
// core asks TestNameServer, so that no test depends on the network.
inline Config Lenient(Config config) {
  const auto codes = config.workos_limits[model::LimitScope::kCodes];
  config.password_strength.of_products = 0;
  config.workos_limits = {};
  config.workos_limits[model::LimitScope::kCodes] = codes;
  config.egress.nameserver = TestNameServer().address();
  return config;
}

}  // namespace bearward::app
