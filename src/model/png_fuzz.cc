// Fuzz target: an accepted image has a size within the limits, ends with its end chunk, and its
// data URI is accepted as the same bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "model/png.h"

namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace model = bearward::model;
  const std::string_view bytes(bearward::base::AsBytes({data, size}));
  if (const auto found = model::ReadPng(bytes)) {
    Require(found->width >= 1 && found->width <= model::kLargestSide);
    Require(found->height >= 1 && found->height <= model::kLargestSide);
    Require(bytes.size() <= model::kLongestPng && bytes.ends_with("IEND\xae\x42\x60\x82"));
    Require(model::PngOfDataUri(model::DataUriOfPng(bytes)) == bytes);
  }
  if (const auto png = model::PngOfDataUri(bytes)) Require(model::ReadPng(*png).has_value());
  return 0;
}
