#include "base/near_miss.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"

namespace bearward::base {
namespace {

// Longer words are not compared, because the algorithm is quadratic and a hint would not help.
constexpr std::size_t kLongestWord = 64;

// Typos returns the number of letters added, dropped, replaced or swapped with an adjacent one (the
// optimal string alignment distance).
std::size_t Typos(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

std::optional<std::string_view> NearMiss(std::string_view word,
                                         std::span<const std::string_view> known) {
  if (word.empty() || word.size() > kLongestWord) return std::nullopt;
  const std::string wanted = base::Lower(word);
  std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string_view> nearest;
  for (const std::string_view candidate : known) {
    if (candidate.empty() || candidate.size() > kLongestWord || candidate == word) continue;
    const std::size_t typos = Typos(wanted, base::Lower(candidate));
    if (typos >= fewest) continue;
    fewest = typos;
    nearest = candidate;
  }
  return nearest;
}

std::string Suggest(std::string_view word, std::span<const std::string_view> known,
                    std::string_view otherwise) {
  if (const auto near = NearMiss(word, known)) {
    return " Did you mean \"" + std::string(*near) + "\"?";
  }
  return otherwise.empty() ? "" : " " + std::string(otherwise);
}

}  // namespace bearward::base
