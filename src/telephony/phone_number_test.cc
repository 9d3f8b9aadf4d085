#include "telephony/phone_number.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace bearward::telephony {
namespace {

TEST(PhoneNumber, TenDigitsAndE164AreRead) {
  for (const auto& [text, number] : {std::pair("2025550142", "+12025550142"),
                                     {"12025550142", "+12025550142"},
                                     {"+12025550142", "+12025550142"},
                                     {"(202) 555-0142", "+12025550142"},
                                     {"1 (202) 555-0142", "+12025550142"},
                                     {"202.555.0142", "+12025550142"},
                                     {"+1 202-555-0142", "+12025550142"},
                                     {"+442079460958", "+442079460958"},
                                     {"+44 20 7946 0958", "+442079460958"},
                                     {"+3726001234", "+3726001234"}}) {
    EXPECT_EQ(ParsePhoneNumber(text), number) << text;
  }
}

TEST(PhoneNumber, OtherTextsAreRefused) {
  for (const char* text : {"",
                           "+",
                           "1",
                           "555-0142",
                           "1025550142",
                           "0025550142",
                           "+0123456789",
                           "+123456",
                           "+1234567890123456",
                           "+1102555014",
                           "+1 102 555 0142",
                           "202555014x",
                           "+1202555014２",
                           "tel:+12025550142",
                           " 2025550142",
                           "2025550142 ",
                           "202--555-0142",
                           "((202)) 555-0142",
                           "(202 555-0142",
                           "202) 555-0142",
                           "() 2025550142",
                           "2025550142()",
                           "+-12025550142",
                           "2025550142;ext=1",
                           "2025550142\n",
                           "202555014200000000000000000000000000000000000000000"}) {
    EXPECT_EQ(ParsePhoneNumber(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParsePhoneNumber(std::string("2025550142\0", 11)), std::nullopt);
}

}  // namespace
}  // namespace bearward::telephony
