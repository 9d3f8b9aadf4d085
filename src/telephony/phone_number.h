// PhoneNumber: parses the phone numbers that clients send (contracts: TeleTracker section 5, point
// 10).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::telephony {

// kShortestNumber and kLongestNumber limit the digits of a number in E.164, with its country code.
// kLongestNumberText limits the text that is parsed, in bytes.
inline constexpr std::size_t kShortestNumber = 7;
inline constexpr std::size_t kLongestNumber = 15;
inline constexpr std::size_t kLongestNumberText = 40;

// ParsePhoneNumber returns a number in E.164, for example +12025550142; nullopt for any other text.
// It reads `+` with 7 to 15 digits, of which the first is not 0, and the ten digits of a number of
// the North American plan, also after a 1. Such a number has an area code that does not begin with
// 0 or 1. One space, hyphen or point may stand between two digits, and one group of digits may be
// in parentheses, as people write them.
std::optional<std::string> ParsePhoneNumber(std::string_view text);

}  // namespace bearward::telephony
