// Fuzz target: what Parse accepts must be equal after writing and parsing, and the written text
// must not change when it is written again.
#include "base/digest.h"
#include "json/reader.h"
#include "json/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::json;
  const auto value = Parse(bearward::base::AsBytes({data, size}));
  if (!value) {
    if (value.error().code != bearward::base::Code::kInvalid) __builtin_trap();
    return 0;
  }
  const std::string text = ToText(*value);
  // Escapes can make the written text longer, so only the size limit is adapted to it.
  const auto again = Parse(text, {.max_size = text.size()});
  if (!again || !(*again == *value) || ToText(*again) != text) __builtin_trap();
  return 0;
}
