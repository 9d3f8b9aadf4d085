// Config file: reads the settings of config.h from TOML, in a separate file because toml++ is a
// large header.
#include <fmt/format.h>

#include "app/config.h"
#include "app/toml.h"

namespace bearward::app {
namespace {

std::string At(const std::string& file, const toml::source_region& region) {
  return file + ":" + std::to_string(region.begin.line);
}

// ScalarText returns the text of one value; `about` is the place and the name of the setting.
base::Result<std::string> ScalarText(const toml::node& node, const std::string& about) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return std::string(flag->get() ? "true" : "false");
  return base::Fail(base::Invalid(
      "bad_setting", about + " must be a text in quotes, a whole number, true or false"));
}

base::Result<std::vector<std::string>> ValuesOf(const toml::node& node, const std::string& about) {
  std::vector<std::string> values;
  if (const auto* array = node.as_array()) {
    for (const toml::node& item : *array) {
      BW_TRY_ASSIGN(std::string text, ScalarText(item, about));
      values.push_back(std::move(text));
    }
    return values;
  }
  BW_TRY_ASSIGN(std::string text, ScalarText(node, about));
  values.push_back(std::move(text));
  return values;
}

base::Status Collect(const toml::table& table, const std::string& prefix, const std::string& file,
                     std::vector<Setting>& settings) {
  for (const auto& [key, node] : table) {
    const std::string name =
        prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      BW_TRY(Collect(*inner, name, file, settings));
      continue;
    }
    const std::string origin = At(file, node.source());
    BW_TRY_ASSIGN(auto values, ValuesOf(node, fmt::format("{}: {}", origin, name)));
    settings.push_back({name, std::move(values), origin});
  }
  return {};
}

}  // namespace

base::Result<std::vector<Setting>> ReadConfigText(std::string_view text, const std::string& file) {
  BW_TRY_ASSIGN(const toml::table table, ParseToml(text, file, "bad_setting"));
  std::vector<Setting> settings;
  BW_TRY(Collect(table, "", file, settings));
  return settings;
}

}  // namespace bearward::app
