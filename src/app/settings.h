// The table of settings: one row a name. Put and PrintConfig are loops over it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace bearward::app {

// SettingKind says how a value is written in TOML.
enum class SettingKind : std::uint8_t { kText, kNumber, kFlag, kList };

// SettingRow is one setting. `set` fails with kInvalid "bad_value"; `get` gives what `set` reads.
struct SettingRow {
  std::string name;
  SettingKind kind = SettingKind::kText;
  base::Status (*set)(Config& config, const std::string& name,
                      const std::vector<std::string>& values) = nullptr;
  std::vector<std::string> (*get)(const Config& config, const std::string& name) = nullptr;
  // is_set says whether PrintConfig prints the row; nullptr: it does if `get` returns a value.
  bool (*is_set)(const Config& config) = nullptr;
  // replaced_by is the name that takes the place of this one, which is kept for old files.
  std::string_view replaced_by = {};
  // check judges each value after `set`, with the same failures; nullptr: every text passes.
  base::Status (*check)(const std::string& value) = nullptr;
};

// SettingRows gives the table, sorted by section.
std::span<const SettingRow> SettingRows();

}  // namespace bearward::app
