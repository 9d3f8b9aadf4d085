// Setting tables: the rows of settings.h, one function for each group of sections.
#pragma once

#include <vector>

#include "app/settings.h"

namespace bearward::app {

// ServerRows has the sections server, storage, tls and log.
std::vector<SettingRow> ServerRows();
// LoadRows has limits, pools, passwords, retention, egress and log_streams.
std::vector<SettingRow> LoadRows();
// DialectRows has tokens and dialects; LimitRows, which is a part of it, the limits of WorkOS' API:
// one row for each class of requests that has one.
std::vector<SettingRow> DialectRows();
std::vector<SettingRow> LimitRows();
// MailRows has mail, TelemetryRows telemetry.
std::vector<SettingRow> MailRows();
std::vector<SettingRow> TelemetryRows();
// WebRows has cors, security and gateway.
std::vector<SettingRow> WebRows();

}  // namespace bearward::app
