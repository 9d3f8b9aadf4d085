#include "crypto/common_words.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace bearward::crypto {
namespace {

using Ranks = boost::unordered_flat_map<std::string_view, std::uint32_t>;

// AddList adds the words of a list, which are separated by commas, in order of their rank.
void AddList(std::string_view list, Ranks& ranks) {
  for (std::uint32_t rank = 1; !list.empty(); ++rank) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    if (word.empty() || word.size() > kLongestWord) continue;
    const auto [place, is_new] = ranks.try_emplace(word, rank);
    if (!is_new && rank < place->second) place->second = rank;
  }
}

// A line of the text is `"name": "word,word,...".split(","),`.
Ranks ReadLists() {
  Ranks ranks;
  std::string_view text = WordLists();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t begin = line.find("\": \"");
    const std::size_t finish = line.find("\".split(");
    if (begin == std::string_view::npos || finish == std::string_view::npos) continue;
    AddList(line.substr(begin + 4, finish - begin - 4), ranks);
  }
  return ranks;
}

}  // namespace

std::optional<std::uint32_t> RankOfWord(std::string_view word) {
  static const Ranks kRanks = ReadLists();
  const auto found = kRanks.find(word);
  if (found == kRanks.end()) return std::nullopt;
  return found->second;
}

}  // namespace bearward::crypto
