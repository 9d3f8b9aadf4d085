// Fuzz target: any text is read to its end as XML, or refused.
#include <cstddef>
#include <cstdint>

#include "base/digest.h"
#include "base/utf8.h"
#include "partner_data/xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace pd = bearward::partner_data;
  pd::Xml xml(bearward::base::AsBytes({data, size}));
  for (;;) {
    const auto token = xml.Next();
    if (!token || !*token) return 0;
    (void)pd::AttributeOf((*token)->attributes, "r");
    const auto text = pd::Unescape((*token)->text);
    if (text && !bearward::base::IsUtf8(*text)) __builtin_trap();
  }
}
