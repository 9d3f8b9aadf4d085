// Config environment: reads the settings of config.h from environment variables.
#include <algorithm>
#include <array>
#include <optional>
#include <ranges>

#include "app/config.h"
#include "app/read_file.h"
#include "app/settings.h"
#include "base/ascii.h"
#include "base/near_miss.h"

namespace bearward::app {
namespace {

constexpr std::string_view kMasterKeyFile = "BEARWARD_MASTER_KEY_FILE";

// VariableOf returns the name of the variable of a setting; `dot` replaces the dots within the
// section (dialects.workos).
std::string VariableOf(std::string_view setting, std::string_view dot) {
  const auto last = setting.rfind('.');
  std::string variable = "BEARWARD_";
  for (std::size_t i = 0; i < setting.size(); ++i) {
    const char c = setting[i];
    if (c == '.') {
      variable += i == last ? "__" : dot;
    } else {
      variable.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c);
    }
  }
  return variable;
}

// SpellingsOf returns the two accepted spellings; the second is that of release 0.1.0.
std::array<std::string, 2> SpellingsOf(std::string_view setting) {
  return {VariableOf(setting, "__"), VariableOf(setting, "_")};
}

std::string WithoutUnderscores(std::string_view name) {
  std::string text(name);
  std::erase(text, '_');
  return text;
}

base::Result<std::string> ReadValueFile(const std::string& variable, const std::string& path) {
  auto text = ReadWholeFile(path);
  if (!text) {
    return base::Fail(base::Invalid("bad_setting", variable + ": " + text.error().public_text));
  }
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  return text;
}

// A variable contains one text, so list members are separated by commas.
std::vector<std::string> ValuesOf(const SettingRow& row, const std::string& text) {
  if (row.kind != SettingKind::kList) return {text};
  std::vector<std::string> values;
  for (const auto part : std::views::split(text, ',')) {
    const std::string_view value = base::Trim(std::string_view(part));
    if (!value.empty()) values.emplace_back(value);
  }
  return values;
}

std::vector<std::string> KnownVariables() {
  std::vector<std::string> names = {std::string(kMasterKeyFile), std::string(kConfigVariable)};
  for (const SettingRow& row : SettingRows()) {
    names.push_back(VariableOf(row.name, "__"));
    names.push_back(names.back() + "_FILE");
  }
  return names;
}

// SameButUnderscores returns the known variable that differs only in the number of underscores.
std::optional<std::string> SameButUnderscores(std::string_view variable) {
  const std::string wanted = WithoutUnderscores(variable);
  for (std::string& known : KnownVariables()) {
    if (WithoutUnderscores(known) == wanted) return std::move(known);
  }
  return std::nullopt;
}

// Hint names the nearest known variable.
std::string Hint(std::string_view variable, std::string_view otherwise) {
  if (const auto same = SameButUnderscores(variable)) return " Did you mean \"" + *same + "\"?";
  const std::vector<std::string> names = KnownVariables();
  return base::Suggest(variable, std::vector<std::string_view>(names.begin(), names.end()),
                       otherwise);
}

base::Result<Setting> FromVariable(const std::string& variable, const std::string& value) {
  if (variable == kMasterKeyFile) return Setting{"server.master_key_file", {value}, variable};
  for (const SettingRow& row : SettingRows()) {
    for (const std::string& name : SpellingsOf(row.name)) {
      if (name == variable) return Setting{row.name, ValuesOf(row, value), variable};
      if (name + "_FILE" != variable) continue;
      BW_TRY_ASSIGN(const std::string text, ReadValueFile(variable, value));
      return Setting{row.name, ValuesOf(row, text), variable};
    }
  }
  return base::Fail(base::Invalid(
      "bad_setting", "Unknown variable " + variable + "." +
                         Hint(variable, "`bearward config print` lists the settings.")));
}

// IsServiceLink detects the variables that Kubernetes and Docker set for a service named bearward.
bool IsServiceLink(std::string_view variable, std::string_view value) {
  return variable.contains("_SERVICE_HOST") || variable.contains("_SERVICE_PORT") ||
         variable.contains("_TCP") || value.starts_with("tcp://") || value.starts_with("udp://");
}

// Variable is an environment variable whose name begins with BEARWARD_.
struct Variable {
  std::string name;
  std::string value;
};

std::vector<Variable> OurVariables(const char* const* variables) {
  std::vector<Variable> ours;
  for (; *variables != nullptr; ++variables) {
    const std::string_view line = *variables;
    const auto equals = line.find('=');
    if (!line.starts_with("BEARWARD_") || equals == std::string_view::npos) continue;
    ours.push_back({std::string(line.substr(0, equals)), std::string(line.substr(equals + 1))});
  }
  return ours;
}

// IsSetting reports whether a variable must be a known setting.
bool IsSetting(const std::string& name) {
  if (name == kConfigVariable) return false;
  return name.contains("__") || SameButUnderscores(name).has_value();
}

}  // namespace

base::Result<std::vector<Setting>> ReadEnvironment(const char* const* variables) {
  std::vector<Setting> settings;
  for (const Variable& variable : OurVariables(variables)) {
    if (!IsSetting(variable.name)) continue;
    BW_TRY_ASSIGN(Setting setting, FromVariable(variable.name, variable.value));
    settings.push_back(std::move(setting));
  }
  return settings;
}

std::string FindVariable(const char* const* variables, std::string_view name) {
  for (; *variables != nullptr; ++variables) {
    const std::string_view variable = *variables;
    const auto equals = variable.find('=');
    if (variable.substr(0, equals) == name && equals != std::string_view::npos) {
      return std::string(variable.substr(equals + 1));
    }
  }
  return {};
}

std::vector<std::string> WarnOfVariables(const char* const* variables) {
  std::vector<std::string> warnings;
  for (const auto& [name, value] : OurVariables(variables)) {
    const bool known = name == kConfigVariable || name == "BEARWARD_BIN" || name == "BEARWARD_JOBS";
    if (known || IsSetting(name) || IsServiceLink(name, value)) continue;
    warnings.push_back(name +
                       " is ignored: the variable of a setting is BEARWARD_SECTION__KEY, with two "
                       "underscores." +
                       Hint(name, ""));
  }
  return warnings;
}

}  // namespace bearward::app
