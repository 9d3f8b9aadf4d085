// Serve: runs the server with listeners, signals and drain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/config.h"
#include "app/reload.h"
#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::app {

// Serve runs until SIGTERM or SIGINT, which end it as shutdown.h describes. SIGHUP reloads
// the TLS files and the settings of reload.h, which `read_again` reads, and logs what it took over.
// `world` is applied first. After /readyz answers 200 it prints one line of JSON on stdout:
// {"ready":true,"http":URL,"https":URL}.
base::Status Serve(const Config& config, const ReadConfig& read_again,
                   const std::optional<provision::ProvisioningFile>& world);

// ServeMemory is Serve without a data folder, for tests of other programs: the data is in memory,
// /v1/testing/* controls the server (testing_routes.h), and HTTPS is served only with configured
// TLS files. With `seed`, ids are those of each run with that seed. The ready line also has the
// generated secrets: "secrets":[{"kind":"api key",
// "name":NAME,"environment":NAME,"secret":SECRET}].
base::Status ServeMemory(const Config& config, const ReadConfig& read_again,
                         const std::optional<provision::ProvisioningFile>& world,
                         std::optional<std::uint64_t> seed);

}  // namespace bearward::app
