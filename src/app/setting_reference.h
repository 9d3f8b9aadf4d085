// SettingReference: the document that lists all settings (docs/settings.md).
#pragma once

#include <string>

namespace bearward::app {

// SettingReference returns the page, in Markdown, from the table of settings and its defaults.
std::string SettingReference();

}  // namespace bearward::app
