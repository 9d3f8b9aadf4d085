// Setting scalars: the conversion between the text of a setting and its C++ type. Internal to the
// tables of settings (setting_tables.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "app/setting_checks.h"
#include "app/settings.h"
#include "base/secret.h"
#include "base/words.h"

namespace bearward::app {

using SettingValues = std::vector<std::string>;

// AlternativesOf returns the words of an enumeration for a message: "a, b or c".
template <base::Worded E>
std::string AlternativesOf() {
  const auto& words = base::WordsOf<E>::kWords;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// Scalar converts one C++ type to and from text.
template <class T>
struct Scalar;

template <>
struct Scalar<std::string> {
  static constexpr SettingKind kKind = SettingKind::kText;
  static base::Status Read(const std::string& text, std::string& out) {
    out = text;
    return {};
  }
  static std::string Write(const std::string& value) { return value; }
};

template <>
struct Scalar<bool> {
  static constexpr SettingKind kKind = SettingKind::kFlag;
  static base::Status Read(const std::string& text, bool& out) {
    if (text != "true" && text != "false") return base::Fail(BadValue("true or false"));
    out = text == "true";
    return {};
  }
  static std::string Write(bool value) { return value ? "true" : "false"; }
};

template <base::Worded E>
struct Scalar<E> {
  static constexpr SettingKind kKind = SettingKind::kText;
  static base::Status Read(const std::string& text, E& out) {
    const auto value = base::ParseWord<E>(text);
    if (!value) return base::Fail(NotAllowed(text, AlternativesOf<E>()));
    out = *value;
    return {};
  }
  static std::string Write(E value) { return std::string(base::Word(value)); }
};

template <class T>
  requires(std::is_unsigned_v<T> && !std::is_same_v<T, bool>)
struct Scalar<T> {
  static constexpr SettingKind kKind = SettingKind::kNumber;
  static base::Status Read(const std::string& text, T& out) {
    constexpr std::int64_t kHighest = std::numeric_limits<std::uint32_t>::max();
    BW_TRY_ASSIGN(const std::int64_t number, ReadNumber(text, kHighest));
    out = static_cast<T>(number);
    return {};
  }
  static std::string Write(T value) { return std::to_string(value); }
};

template <class Rep, class Period>
struct Scalar<std::chrono::duration<Rep, Period>> {
  static constexpr SettingKind kKind = SettingKind::kNumber;
  static base::Status Read(const std::string& text, std::chrono::duration<Rep, Period>& out) {
    constexpr std::int64_t kHighest = std::numeric_limits<std::int32_t>::max();
    BW_TRY_ASSIGN(const std::int64_t number, ReadNumber(text, kHighest));
    out = std::chrono::duration<Rep, Period>(static_cast<Rep>(number));
    return {};
  }
  static std::string Write(std::chrono::duration<Rep, Period> value) {
    return std::to_string(value.count());
  }
};

// Secrets are not printed: their rows have `is_set` that returns false.
template <>
struct Scalar<base::Secret> {
  static constexpr SettingKind kKind = SettingKind::kText;
  static base::Status Read(const std::string& text, base::Secret& out) {
    out = base::Secret(text);
    return {};
  }
  static std::string Write(const base::Secret& /*value*/) { return {}; }
};

}  // namespace bearward::app
