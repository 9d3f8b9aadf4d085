// Setting members: the rows of settings that are plain members of Config. Internal to the tables of
// settings (setting_tables.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "app/setting_scalars.h"

namespace bearward::app {

// MemberAt returns the member that one or two member pointers lead to.
template <auto kFirst, auto... kRest>
auto& MemberAt(auto& config) {
  if constexpr (sizeof...(kRest) == 0) {
    return config.*kFirst;
  } else {
    return MemberAt<kRest...>(config.*kFirst);
  }
}

// Member returns the row of a member; `check` is SettingRow::check.
template <auto... kPath>
SettingRow Member(std::string_view name, std::string_view meaning,
                  base::Status (*check)(const std::string& text) = nullptr) {
  using T = std::remove_cvref_t<decltype(MemberAt<kPath...>(std::declval<Config&>()))>;
  SettingRow row{
      .name = std::string(name),
      .meaning = meaning,
      .kind = Scalar<T>::kKind,
      .set = [](Config& config, const std::string&, const SettingValues& values) -> base::Status {
        if (values.size() != 1) return base::Fail(BadValue("one value"));
        return Scalar<T>::Read(values.front(), MemberAt<kPath...>(config));
      },
      .get =
          [](const Config& config, const std::string&) {
            return SettingValues{Scalar<T>::Write(MemberAt<kPath...>(config))};
          },
      .check = check};
  if constexpr (std::is_same_v<T, base::Secret>) {
    row.is_set = [](const Config&) { return false; };
    row.has_secret = [](const Config& config) { return !MemberAt<kPath...>(config).empty(); };
  }
  return row;
}

// List returns the row of a list; `check` applies to each of its values.
template <auto... kPath>
SettingRow List(std::string_view name, std::string_view meaning,
                base::Status (*check)(const std::string& text) = nullptr) {
  return {
      .name = std::string(name),
      .meaning = meaning,
      .kind = SettingKind::kList,
      .set = [](Config& config, const std::string&, const SettingValues& values) -> base::Status {
        MemberAt<kPath...>(config) = values;
        return {};
      },
      .get = [](const Config& config, const std::string&) -> SettingValues {
        return MemberAt<kPath...>(config);
      },
      .is_set = [](const Config& config) { return !MemberAt<kPath...>(config).empty(); },
      .check = check};
}

// CheckFrom accepts a whole number from `kFewest` to `kMost`.
template <std::int64_t kFewest, std::int64_t kMost>
base::Status CheckFrom(const std::string& text) {
  if (ReadNumber(text, kMost).value_or(-1) >= kFewest) return {};
  return base::Fail(
      BadValue("a whole number from " + std::to_string(kFewest) + " to " + std::to_string(kMost)));
}

}  // namespace bearward::app
