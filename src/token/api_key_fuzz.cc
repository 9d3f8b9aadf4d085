// Any text that is accepted has the published form, and no longer or shorter text is accepted.
#include "base/digest.h"
#include "token/api_key.h"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  if (!token::LooksLikeApiKey(text)) return 0;
  if (!text.starts_with("bw_") || (size != 51 && size != 52)) __builtin_trap();
  if (token::LooksLikeApiKey(text.substr(1)) || token::LooksLikeApiKey(std::string(text) + "0")) {
    __builtin_trap();
  }
  if (token::ObfuscatedApiKey(text).size() != 10) __builtin_trap();
  return 0;
}
