// Words: the texts of an enumeration's values, defined once for formatting, parsing and schemas.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace bearward::base {

// WordsOf is specialized next to an enumeration: `kWords` contains the text of each value, in the
// order of the values, which must be numbered from 0.
//
//   template <>
//   struct base::WordsOf<Color> {
//     static constexpr std::array<std::string_view, 2> kWords = {"red", "green"};
//   };
template <class E>
struct WordsOf;

// Worded is an enumeration with a specialization of WordsOf.
template <class E>
concept Worded = std::is_enum_v<E> && requires {
  { WordsOf<E>::kWords[0] } -> std::convertible_to<std::string_view>;
};

// Word returns the text of a value.
template <Worded E>
constexpr std::string_view Word(E value) {
  return WordsOf<E>::kWords[static_cast<std::size_t>(value)];
}

// ParseWord returns the value of a text; nullopt for any other text.
template <Worded E>
constexpr std::optional<E> ParseWord(std::string_view text) {
  for (std::size_t i = 0; i < std::size(WordsOf<E>::kWords); ++i) {
    if (WordsOf<E>::kWords[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace bearward::base
