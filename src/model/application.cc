#include "model/application.h"

#include <algorithm>
#include <array>

namespace bearward::model {
namespace {

constexpr std::array<std::string_view, 2> kFormats = {"jwt", "reference"};

}  // namespace

std::string_view TokenFormatName(TokenFormat format) {
  return kFormats.at(static_cast<std::size_t>(format));
}

std::optional<TokenFormat> ParseTokenFormat(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name);
  if (found == kFormats.end()) return std::nullopt;
  return static_cast<TokenFormat>(found - kFormats.begin());
}

}  // namespace bearward::model
