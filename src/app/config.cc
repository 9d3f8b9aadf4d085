#include "app/config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ranges>
#include <sstream>

#include "app/settings.h"
#include "base/ascii.h"
#include "base/near_miss.h"

namespace bearward::app {
namespace {

// Section and key of a name: a profile's or dialect's own name stays with the section.
std::pair<std::string, std::string> SplitName(const std::string& name) {
  const auto dot = name.rfind('.');
  return {name.substr(0, dot), name.substr(dot + 1)};
}

base::Error Complain(const Setting& setting, const std::string& text) {
  return base::Invalid("bad_setting", setting.origin + ": " + setting.name + " " + text);
}

// VariableOf gives the name of the variable that sets a setting.
std::string VariableOf(const std::string& name) {
  const auto [section, key] = SplitName(name);
  std::string variable = "BEARWARD_" + section + "__" + key;
  for (char& c : variable) {
    if (c == '.') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return variable;
}

base::Result<std::string> ReadValueFile(const std::string& variable, const std::string& path) {
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return base::Fail(base::Invalid("bad_setting", variable + ": cannot read " + path));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// A variable holds one text, so the members of a list stand in it with commas between them.
std::vector<std::string> ValuesOf(const SettingRow& row, const std::string& text) {
  if (row.kind != SettingKind::kList) return {text};
  std::vector<std::string> values;
  for (const auto part : std::views::split(text, ',')) {
    const std::string_view value = base::Trim(std::string_view(part));
    if (!value.empty()) values.emplace_back(value);
  }
  return values;
}

base::Result<Setting> FromVariable(const std::string& variable, const std::string& value) {
  if (variable == "BEARWARD_MASTER_KEY_FILE") {
    return Setting{"server.master_key_file", {value}, variable};
  }
  for (const SettingRow& row : SettingRows()) {
    if (VariableOf(row.name) == variable) {
      return Setting{row.name, ValuesOf(row, value), variable};
    }
    if (VariableOf(row.name) + "_FILE" == variable) {
      BW_TRY_ASSIGN(const std::string text, ReadValueFile(variable, value));
      return Setting{row.name, ValuesOf(row, text), variable};
    }
  }
  return base::Fail(base::Invalid("bad_setting", variable + ": there is no such setting"));
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

// FixedPort says whether an address names a port that stays the same between starts.
bool FixedPort(const std::string& address) { return address != "off" && !address.ends_with(":0"); }

}  // namespace

base::Status Put(Config& config, const Setting& setting) {
  const auto rows = SettingRows();
  const auto row = std::ranges::find(rows, setting.name, &SettingRow::name);
  if (row == rows.end()) {
    std::vector<std::string_view> names;
    for (const SettingRow& known : rows) names.emplace_back(known.name);
    const std::string hint = base::Suggest(setting.name, names, "");
    return base::Fail(Complain(setting, "is no setting." + hint));
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

base::Result<std::vector<Setting>> ReadEnvironment(const char* const* variables) {
  std::vector<Setting> settings;
  for (; *variables != nullptr; ++variables) {
    const std::string line = *variables;
    const auto equals = line.find('=');
    const std::string name = line.substr(0, equals);
    const bool ours = name == "BEARWARD_MASTER_KEY_FILE" ||
                      (name.starts_with("BEARWARD_") && name.contains("__"));
    if (!ours || equals == std::string::npos) continue;
    BW_TRY_ASSIGN(Setting setting, FromVariable(name, line.substr(equals + 1)));
    settings.push_back(std::move(setting));
  }
  return settings;
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
  if (FixedPort(config.http)) return "http://" + config.http;
  if (FixedPort(config.https)) return "https://" + config.https;
  return "https://bearward.localhost";
}

}  // namespace bearward::app
