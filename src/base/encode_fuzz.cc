// Fuzz target: a strict decoder accepts exactly what its encoder writes, so no text has two
// spellings.
#include "base/ascii.h"
#include "base/digest.h"
#include "base/encode.h"
#include "base/id.h"
#include "base/time.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::base;
  const std::string text(bearward::base::AsBytes({data, size}));
  const auto require = [](bool good) {
    if (!good) __builtin_trap();
  };
  if (const auto bytes = Base64UrlDecode(text)) require(Base64UrlEncode(*bytes) == text);
  if (const auto bytes = Base64Decode(text)) require(Base64Encode(*bytes) == text);
  if (const auto bytes = HexDecode(text)) require(HexEncode(*bytes) == Lower(text));
  if (const auto bytes = PercentDecode(text, true)) {
    require(bytes->find('\0') == std::string::npos);
    require(PercentDecode(PercentEncode(*bytes), true) == *bytes);
  }
  if (const auto uuid = CanonicalUuid(text)) require(CanonicalUuid(*uuid) == *uuid);
  // An offset can move a time of the year 9999 into a fifth digit, which has no text form.
  if (const auto time = ParseIso(text); time && ToMillis(*time) < 253'402'300'800'000) {
    require(ToMillis(*time) < -62'167'219'200'000 || ParseIso(FormatIsoMillis(*time)) == *time);
  }
  require(Base64UrlDecode(Base64UrlEncode(text)) == text);
  require(Base64Decode(Base64Encode(text)) == text);
  require(HexDecode(HexEncode(text)) == text);
  return 0;
}
