// Cell: the value of one field independent of its C++ type, in the form that columns and JSON
// share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "base/words.h"

namespace bearward::model {

// Metadata is a set of names and values that the customer defines.
using Metadata = std::map<std::string, std::string>;

// Cell is the value of one field, independent of its C++ type: monostate is "no value", a flag is 0
// or 1, a time is in milliseconds since 1970, a word is its text.
using Cell =
    std::variant<std::monostate, std::int64_t, std::string, std::vector<std::string>, Metadata>;

// Kind determines how a cell is written in a column, in JSON and in a schema.
enum class Kind : std::uint8_t { kText, kInteger, kFlag, kTime, kWord, kTexts, kWords, kMetadata };

// CellOf converts one C++ type to cells and back. It covers text, ids, numbers, flags, times,
// words, lists of texts and of words, metadata, and each of these when it is optional.
template <class T>
struct CellOf;

// ScalarCell is the conversion for a type that a cell can hold directly.
template <class T, Kind K>
struct ScalarCell {
  static constexpr Kind kKind = K;
  static constexpr bool kNullable = false;
  static Cell Get(const T& value) { return value; }
  static bool Set(T& value, Cell&& cell) {
    T* held = std::get_if<T>(&cell);
    if (held != nullptr) value = std::move(*held);
    return held != nullptr;
  }
};

template <>
struct CellOf<std::string> : ScalarCell<std::string, Kind::kText> {};
template <>
struct CellOf<std::int64_t> : ScalarCell<std::int64_t, Kind::kInteger> {};
template <>
struct CellOf<std::vector<std::string>> : ScalarCell<std::vector<std::string>, Kind::kTexts> {};
template <>
struct CellOf<Metadata> : ScalarCell<Metadata, Kind::kMetadata> {};

template <class Tag>
struct CellOf<base::Id<Tag>> {
  static constexpr Kind kKind = Kind::kText;
  static constexpr bool kNullable = false;
  static Cell Get(const base::Id<Tag>& id) { return id.text; }
  static bool Set(base::Id<Tag>& id, Cell&& cell) {
    return CellOf<std::string>::Set(id.text, std::move(cell));
  }
};

template <>
struct CellOf<bool> {
  static constexpr Kind kKind = Kind::kFlag;
  static constexpr bool kNullable = false;
  static Cell Get(bool value) { return std::int64_t{value}; }
  static bool Set(bool& value, Cell&& cell) {
    const auto* held = std::get_if<std::int64_t>(&cell);
    if (held != nullptr) value = *held != 0;
    return held != nullptr;
  }
};

template <>
struct CellOf<base::Time> {
  static constexpr Kind kKind = Kind::kTime;
  static constexpr bool kNullable = false;
  static Cell Get(base::Time value) { return base::ToMillis(value); }
  static bool Set(base::Time& value, Cell&& cell) {
    const auto* held = std::get_if<std::int64_t>(&cell);
    if (held != nullptr) value = base::FromMillis(*held);
    return held != nullptr;
  }
};

template <base::Worded E>
struct CellOf<E> {
  static constexpr Kind kKind = Kind::kWord;
  static constexpr bool kNullable = false;
  static constexpr std::span<const std::string_view> kWords = base::WordsOf<E>::kWords;
  static Cell Get(E value) { return std::string(base::Word(value)); }
  static bool Set(E& value, Cell&& cell) {
    const auto* held = std::get_if<std::string>(&cell);
    const auto parsed = held != nullptr ? base::ParseWord<E>(*held) : std::nullopt;
    if (parsed) value = *parsed;
    return parsed.has_value();
  }
};

template <base::Worded E>
struct CellOf<std::vector<E>> {
  static constexpr Kind kKind = Kind::kWords;
  static constexpr bool kNullable = false;
  static constexpr std::span<const std::string_view> kWords = base::WordsOf<E>::kWords;
  static Cell Get(const std::vector<E>& values) {
    std::vector<std::string> texts;
    for (const E value : values) texts.emplace_back(base::Word(value));
    return texts;
  }
  static bool Set(std::vector<E>& values, Cell&& cell) {
    const auto* held = std::get_if<std::vector<std::string>>(&cell);
    if (held == nullptr) return false;
    std::vector<E> parsed;
    for (const std::string& text : *held) {
      const auto value = base::ParseWord<E>(text);
      if (!value) return false;
      parsed.push_back(*value);
    }
    values = std::move(parsed);
    return true;
  }
};

template <class T>
struct CellOf<std::optional<T>> : CellOf<T> {
  static constexpr bool kNullable = true;
  static Cell Get(const std::optional<T>& value) { return value ? CellOf<T>::Get(*value) : Cell(); }
  static bool Set(std::optional<T>& value, Cell&& cell) {
    if (std::holds_alternative<std::monostate>(cell)) {
      value.reset();
      return true;
    }
    T held{};
    if (!CellOf<T>::Set(held, std::move(cell))) return false;
    value = std::move(held);
    return true;
  }
};

}  // namespace bearward::model
