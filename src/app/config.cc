#include "app/config.h"

#include <algorithm>
#include <sstream>

#include "app/listeners.h"
#include "app/settings.h"
#include "base/near_miss.h"

namespace bearward::app {
namespace {

// SplitName splits a name into section and key. The name of a profile or dialect is part of the
// section.
std::pair<std::string, std::string> SplitName(const std::string& name) {
  const auto dot = name.rfind('.');
  return {name.substr(0, dot), name.substr(dot + 1)};
}

base::Error Complain(const Setting& setting, const std::string& text) {
  return base::Invalid("bad_setting", setting.origin + ": " + setting.name + " " + text);
}

std::string TomlText(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string TomlValue(const SettingRow& row, const std::vector<std::string>& values) {
  if (row.kind == SettingKind::kText) return TomlText(values.front());
  if (row.kind != SettingKind::kList) return values.front();
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() > 1 ? ", " : "") + TomlText(value);
  return out + "]";
}

}  // namespace

base::Status Put(Config& config, const Setting& setting) {
  const auto rows = SettingRows();
  const auto row = std::ranges::find(rows, setting.name, &SettingRow::name);
  if (row == rows.end()) {
    std::vector<std::string_view> names;
    for (const SettingRow& known : rows) names.emplace_back(known.name);
    const std::string hint =
        base::Suggest(setting.name, names, "`bearward config print` lists the settings.");
    return base::Fail(base::Invalid(
        "bad_setting", setting.origin + ": Unknown setting " + setting.name + "." + hint));
  }
  // The check knows the range of a number better than `set`, which complains about several values.
  const bool one = setting.values.size() == 1 || row->kind == SettingKind::kList;
  for (const std::string& value : setting.values) {
    if (row->check == nullptr || !one) break;
    if (auto status = row->check(value); !status) {
      return base::Fail(Complain(setting, status.error().public_text));
    }
  }
  if (auto status = row->set(config, setting.name, setting.values); !status) {
    return base::Fail(Complain(setting, status.error().public_text));
  }
  if (!row->replaced_by.empty()) {
    config.warnings.push_back(setting.origin + ": " + setting.name +
                              " is the old name of this setting. Write " +
                              std::string(row->replaced_by) + " instead.");
  }
  return {};
}

std::string PrintConfig(const Config& config) {
  std::ostringstream out;
  std::string open_section;
  for (const SettingRow& row : SettingRows()) {
    const auto values = row.get(config, row.name);
    if (row.is_set != nullptr ? !row.is_set(config) : values.empty()) continue;
    const auto [section, key] = SplitName(row.name);
    if (section != open_section) out << (open_section.empty() ? "[" : "\n[") << section << "]\n";
    open_section = section;
    out << key << " = " << TomlValue(row, values) << "\n";
  }
  return out.str();
}

std::string IssuerOf(const Config& config) {
  if (!config.issuer.empty()) return config.issuer;
  if (HasFixedPort(config.http)) return "http://" + config.http;
  if (HasFixedPort(config.https)) return "https://" + config.https;
  return "https://bearward.localhost";
}

}  // namespace bearward::app
