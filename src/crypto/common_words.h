// CommonWords: common passwords, words and names with their ranks. The build takes the lists from
// the package python3-zxcvbn of Debian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bearward::crypto {

// kLongestWord is the maximum length in bytes of a word that is found.
inline constexpr std::size_t kLongestWord = 24;

// RankOfWord returns the best rank of a word in lower case in one of the lists, the most common one
// is 1; nullopt for a text that is in none. The first call reads the lists, which takes about 20 ms
// and 4 MB. Safe from any thread.
std::optional<std::uint32_t> RankOfWord(std::string_view word);

// WordLists returns the text of the lists, as the package has them.
std::string_view WordLists();

}  // namespace bearward::crypto
