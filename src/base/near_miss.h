// Near miss: the word that was probably intended, for hints in error messages.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bearward::base {

// NearMiss returns the known word with the smallest edit distance from `word`, if that distance is
// small for the word's length; nullopt otherwise. Case is ignored; a word equal to `word` is not a
// near miss. The returned view is an element of `known`.
std::optional<std::string_view> NearMiss(std::string_view word,
                                         std::span<const std::string_view> known);

// Suggest returns a hint, for example ` Did you mean "Acme"?`, or `otherwise` if there is none.
std::string Suggest(std::string_view word, std::span<const std::string_view> known,
                    std::string_view otherwise);

}  // namespace bearward::base
