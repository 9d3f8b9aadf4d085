// Serve: runs the server with listeners, signals and drain.
#pragma once

#include <optional>
#include <string>

#include "app/config.h"
#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::app {

// Serve runs until SIGTERM or SIGINT, which end it as shutdown.h describes. SIGHUP reloads the TLS
// files. `world` is applied first. After /readyz answers 200 it prints one line of JSON on stdout:
// {"ready":true,"http":URL,"https":URL}.
base::Status Serve(const Config& config, const std::optional<provision::ProvisioningFile>& world);

}  // namespace bearward::app
