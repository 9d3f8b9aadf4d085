#include "http/negotiation.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace bearward::http {
namespace {

constexpr int kFullWeight = 1000;

// TakeItem removes the first item of a list from `rest` and returns it without spaces around it.
std::string_view TakeItem(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view item = base::Trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return item;
}

// ParseWeight reads a qvalue: 0 or 1 with at most three decimals, and at most 1 (RFC 9110 section
// 12.4.2). Anything else is 0.
int ParseWeight(std::string_view text) {
  constexpr std::size_t kLongest = 5;
  if (text.empty() || text.size() > kLongest || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int weight = text[0] == '1' ? kFullWeight : 0;
  int unit = kFullWeight;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    unit /= 10;
    weight += (c - '0') * unit;
  }
  return weight <= kFullWeight ? weight : 0;
}

// WeightOf returns the weight among the parameters of a listed coding.
int WeightOf(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = TakeItem(parameters, ';');
    if (base::EqualsIgnoreCase(parameter.substr(0, 2), "q=")) {
      return ParseWeight(parameter.substr(2));
    }
  }
  return kFullWeight;
}

}  // namespace

int CodingWeight(std::string_view accept_encoding, std::string_view coding) {
  int any = 0;
  while (!accept_encoding.empty()) {
    std::string_view item = TakeItem(accept_encoding, ',');
    const std::string_view name = TakeItem(item, ';');
    if (base::EqualsIgnoreCase(name, coding)) return WeightOf(item);
    if (name == "*") any = WeightOf(item);
  }
  return any;
}

bool MatchesTag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    std::string_view item = TakeItem(if_none_match, ',');
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == tag || item == "*") return true;
  }
  return false;
}

}  // namespace bearward::http
