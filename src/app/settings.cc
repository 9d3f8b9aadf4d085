#include "app/settings.h"

#include <algorithm>
#include <iterator>

#include "app/setting_tables.h"

namespace bearward::app {
namespace {

std::vector<SettingRow> MakeRows() {
  std::vector<SettingRow> rows;
  for (auto* group : {&ServerRows, &LoadRows, &DialectRows, &MailRows, &TelemetryRows, &WebRows}) {
    std::ranges::move(group(), std::back_inserter(rows));
  }
  return rows;
}

}  // namespace

std::span<const SettingRow> SettingRows() {
  static const std::vector<SettingRow> kRows = MakeRows();
  return kRows;
}

}  // namespace bearward::app
