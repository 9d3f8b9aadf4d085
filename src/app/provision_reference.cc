#include "app/provision_reference.h"

#include <string_view>

#include "app/provision_tables.h"

namespace bearward::app {
namespace {

constexpr std::string_view kHead = R"(# Keys of provisioning files

<!-- Written by `bearward config provisioning`. -->

All sections and keys. [provisioning.md](provisioning.md) says how a file is applied,
[examples/demo.toml](../examples/demo.toml) has every section. A key is optional unless it is
required; one that is absent leaves the value as it is, and a new row then gets the default.
)";

std::string Title(std::string_view name) {
  const std::size_t point = name.find('.');
  if (point == std::string_view::npos) return "`[[" + std::string(name) + "]]`";
  return "`" + std::string(name.substr(point + 1)) + "` of `[[" +
         std::string(name.substr(0, point)) + "]]`";
}

}  // namespace

std::string ProvisionReference() {
  std::string page(kHead);
  for (const ProvisionTable& table : ProvisionTables()) {
    page += "\n## " + Title(table.name) + "\n\n" + std::string(table.meaning) +
            "\n\n| key | value | meaning |\n|---|---|---|\n";
    for (const ProvisionKey& key : table.keys) {
      page += "| `" + std::string(key.name) + "` | " + key.type + " | " +
              (key.required ? "**Required.** " : "") + std::string(key.meaning) + " |\n";
    }
  }
  return page;
}

}  // namespace bearward::app
