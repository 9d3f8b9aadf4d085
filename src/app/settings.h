// Settings: the table of settings, one row per name. Put and PrintConfig are loops over it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "base/result.h"

namespace bearward::app {

// SettingKind is the TOML type of a value.
enum class SettingKind : std::uint8_t { kText, kNumber, kFlag, kList };

// SettingRow is one setting. `meaning` describes it in the reference (setting_reference.h). `set`
// fails with kInvalid "bad_value"; `get` returns what `set` reads.
struct SettingRow {
  std::string name;
  std::string_view meaning = {};
  SettingKind kind = SettingKind::kText;
  base::Status (*set)(Config& config, const std::string& name,
                      const std::vector<std::string>& values) = nullptr;
  std::vector<std::string> (*get)(const Config& config, const std::string& name) = nullptr;
  // is_set reports whether PrintConfig prints the row; nullptr: it prints the row if `get` returns
  // a value.
  bool (*is_set)(const Config& config) = nullptr;
  // has_secret reports whether a secret has a value, which `get` does not return; nullptr: it is
  // not a secret.
  bool (*has_secret)(const Config& config) = nullptr;
  // replaced_by is the new name of a setting that is kept only for old files.
  std::string_view replaced_by = {};
  // check validates each value before `set`, with the same failures; nullptr: every text passes.
  base::Status (*check)(const std::string& value) = nullptr;
};

// SettingRows returns the table, sorted by section.
std::span<const SettingRow> SettingRows();

}  // namespace bearward::app
