// A value that ParseTraceparent accepts has lower-case digits and lines at fixed places, and ids
// that are not zero.
#include <algorithm>

#include "base/digest.h"
#include "observe/trace_context.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto context = bearward::observe::ParseTraceparent(text);
  if (!context) return 0;
  const std::string_view known = text.substr(0, 55);
  for (std::size_t i = 0; i < known.size(); ++i) {
    const bool line = i == 2 || i == 35 || i == 52;
    const bool digit = (known[i] >= '0' && known[i] <= '9') || (known[i] >= 'a' && known[i] <= 'f');
    if (line ? known[i] != '-' : !digit) __builtin_trap();
  }
  if (known.size() != 55 || known.starts_with("ff")) __builtin_trap();
  if (std::ranges::count(context->trace, 0) == 16) __builtin_trap();
  if (std::ranges::count(context->parent, 0) == 8) __builtin_trap();
  return 0;
}
