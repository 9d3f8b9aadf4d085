#include "app/setting_reference.h"

#include <string_view>
#include <vector>

#include "app/settings.h"

namespace bearward::app {
namespace {

constexpr std::string_view kHead = R"(# Settings

<!-- Written by `bearward config reference`. -->

All settings, with their defaults. [running.md](running.md#settings) says how a file, variables and
flags set them; `bearward config print` prints those that are in use.
)";

std::string SectionOf(std::string_view name) { return std::string(name.substr(0, name.find('.'))); }

}  // namespace

std::string DefaultOf(const SettingRow& row) {
  const std::vector<std::string> values = row.get(Config(), row.name);
  if (row.kind == SettingKind::kList) return values.empty() ? "none" : "`" + values.front() + "`";
  if (values.empty() || values.front().empty()) return "";
  return "`" + values.front() + "`";
}

std::string SettingReference() {
  std::string page(kHead);
  std::string open_section;
  for (const SettingRow& row : SettingRows()) {
    if (!row.replaced_by.empty()) continue;
    if (const std::string section = SectionOf(row.name); section != open_section) {
      open_section = section;
      page += "\n## " + section + "\n\n| setting | default | meaning |\n|---|---|---|\n";
    }
    page += "| `" + row.name + "` | " + DefaultOf(row) + " | " + std::string(row.meaning) + " |\n";
  }
  return page;
}

}  // namespace bearward::app
