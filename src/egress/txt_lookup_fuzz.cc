// What ParseTxt accepts is a response without a failure, and its texts are bytes of the message.
#include "base/digest.h"
#include "egress/txt_lookup.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto texts = bearward::egress::ParseTxt({data, size});
  if (!texts) return 0;
  const bool is_response = size >= 12 && (data[2] & 0x80) != 0;
  const bool is_truncated = is_response && (data[2] & 0x02) != 0;
  const int code = is_response ? data[3] & 0x0f : -1;
  if (is_truncated || (code != 0 && code != 3)) __builtin_trap();
  if (code == 3 && !texts->empty()) __builtin_trap();
  size_t total = 0;
  for (const std::string& text : *texts) total += text.size();
  if (total > size) __builtin_trap();
  return 0;
}
