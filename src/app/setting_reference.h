// SettingReference: the document (docs/settings.md) and the manual page that list all settings.
#pragma once

#include <string>
#include <string_view>

namespace bearward::app {

struct SettingRow;

// SettingReference returns the page, in Markdown, from the table of settings and its defaults.
std::string SettingReference();

// SettingManual returns the manual page bearward.toml(5) in the language of man(7), from the rows
// of that document.
std::string SettingManual(std::string_view version);

// DefaultOf returns the default of a setting in Markdown, "" for an empty text.
std::string DefaultOf(const SettingRow& row);

}  // namespace bearward::app
