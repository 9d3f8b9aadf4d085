// Near miss: the word that was probably meant, for hints in error messages.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bearward::base {

// NearMiss gives that known word which is reached from `word` by the fewest typing errors, if they
// are few for its length; nullopt otherwise. Case counts for nothing, and the word itself is no
// near miss. The view is one of `known`.
std::optional<std::string_view> NearMiss(std::string_view word,
                                         std::span<const std::string_view> known);

// Suggest makes a hint of it: ` Did you mean "Acme"?`, or `otherwise`.
std::string Suggest(std::string_view word, std::span<const std::string_view> known,
                    std::string_view otherwise);

}  // namespace bearward::base
