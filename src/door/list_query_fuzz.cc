// Any query is refused as invalid, or parses to values within their bounds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "door/list_query.h"
#include "model/fields.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace door = bearward::door;
  constexpr std::string_view kFilters[] = {"type", "target"};
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto list = door::ParseListQuery(text, kFilters, true);
  if (!list) {
    if (list.error().code != bearward::base::Code::kInvalid) __builtin_trap();
    return 0;
  }
  if (list->page.limit < 1 || list->page.limit > bearward::store::kLongestPage) __builtin_trap();
  for (const door::FilterValues& filter : list->filters) {
    if (std::ranges::find(kFilters, filter.name) == std::end(kFilters)) __builtin_trap();
    if (filter.values.empty() || filter.values.size() > bearward::model::kMostItems) {
      __builtin_trap();
    }
  }
  return 0;
}
