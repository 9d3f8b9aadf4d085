#include "app/shown_settings.h"

#include <string>
#include <utility>

#include "app/reload.h"
#include "app/settings.h"

namespace bearward::app {
namespace {

std::vector<std::string> ValuesOf(const SettingRow& row, const Config& config) {
  std::vector<std::string> values = row.get(config, row.name);
  if (row.kind != SettingKind::kList && values.size() == 1 && values.front().empty()) return {};
  return values;
}

}  // namespace

std::vector<dialects::v1::ShownSetting> ShowSettings(const Config& config) {
  const Config defaults;
  std::vector<dialects::v1::ShownSetting> shown;
  for (const SettingRow& row : SettingRows()) {
    if (!row.replaced_by.empty()) continue;
    dialects::v1::ShownSetting& one = shown.emplace_back();
    one.name = row.name;
    one.meaning = row.meaning;
    one.reloads = IsReloadable(row.name);
    one.is_secret = row.has_secret != nullptr;
    if (one.is_secret) {
      one.is_set = row.has_secret(config);
      continue;
    }
    one.values = ValuesOf(row, config);
    one.is_set = one.values != ValuesOf(row, defaults);
  }
  return shown;
}

}  // namespace bearward::app
