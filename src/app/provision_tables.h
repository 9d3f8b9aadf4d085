// ProvisionTables: the tables and keys that a provisioning file may have, for the reference.
// provision_file.cc defines it beside the parser, from the same readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bearward::app {

// ProvisionKey is one key of a table. `type` and `meaning` are Markdown.
struct ProvisionKey {
  std::string_view name;
  std::string type;
  bool required = false;
  std::string_view meaning;
};

// ProvisionTable is one table of the file: a section, or a table inside of one
// ("users.memberships").
struct ProvisionTable {
  std::string_view name;
  std::string_view meaning;
  std::vector<ProvisionKey> keys;
};

// ProvisionTables returns all tables that the file may have.
std::vector<ProvisionTable> ProvisionTables();

}  // namespace bearward::app
