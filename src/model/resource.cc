#include "model/resource.h"

#include <algorithm>
#include <cstddef>

namespace bearward::model {
namespace {

constexpr std::size_t kLongest = 200;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool IsResource(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && text.size() <= kLongest &&
         std::ranges::all_of(text.substr(0, colon), IsAlphanumeric) &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
}

}  // namespace bearward::model
