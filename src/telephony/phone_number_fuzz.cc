// Fuzz target: a parsed number is in E.164, has only digits of the input, and parses to itself.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "telephony/phone_number.h"

namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace telephony = bearward::telephony;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto number = telephony::ParsePhoneNumber(text);
  if (!number) return 0;
  const std::string_view digits = std::string_view(*number).substr(1);
  Require(number->front() == '+' && std::ranges::all_of(digits, IsDigit));
  Require(digits.size() >= telephony::kShortestNumber &&
          digits.size() <= telephony::kLongestNumber);
  const auto sent = static_cast<std::size_t>(std::ranges::count_if(text, IsDigit));
  Require(sent == digits.size() || sent + 1 == digits.size());
  Require(telephony::ParsePhoneNumber(*number) == number);
  return 0;
}
