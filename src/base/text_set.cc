#include "base/text_set.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace bearward::base {

std::vector<std::string> SortedUnique(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  const auto rest = std::ranges::unique(texts);
  texts.erase(rest.begin(), rest.end());
  return texts;
}

TextSet::TextSet(std::vector<std::string> texts) : texts_(SortedUnique(std::move(texts))) {}

TextSet::TextSet(std::initializer_list<std::string> texts)
    : TextSet(std::vector<std::string>(texts)) {}

bool TextSet::Contains(std::string_view text) const {
  return std::ranges::binary_search(texts(), text, std::less<>());
}

}  // namespace bearward::base
