// TelemetrySettings: the settings `telemetry.*`, and the exporter that they describe.
#pragma once

#include <memory>
#include <vector>

#include "app/settings.h"
#include "base/entropy.h"
#include "telemetry/exporter.h"

namespace bearward::app {

// TelemetryRows returns the rows of the settings.
std::vector<SettingRow> TelemetryRows();

// MakeExporter returns the exporter of a configuration, nullptr without telemetry.url. It may reach
// every address, because the operator chooses it. The entropy makes the id of the process.
std::unique_ptr<telemetry::Exporter> MakeExporter(const telemetry::Exporter::Parts& parts,
                                                  const TelemetryConfig& config,
                                                  base::Entropy& entropy);

}  // namespace bearward::app
