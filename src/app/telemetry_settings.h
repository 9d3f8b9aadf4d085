// TelemetrySettings: the exporter that the settings `telemetry.*` describe.
#pragma once

#include <memory>

#include "app/telemetry_config.h"
#include "base/entropy.h"
#include "telemetry/exporter.h"

namespace bearward::app {

// MakeExporter returns the exporter of a configuration, nullptr without telemetry.url. It may reach
// every address, because the operator chooses it. The entropy makes the id of the process.
std::unique_ptr<telemetry::Exporter> MakeExporter(const telemetry::Exporter::Parts& parts,
                                                  const TelemetryConfig& config,
                                                  base::Entropy& entropy);

}  // namespace bearward::app
