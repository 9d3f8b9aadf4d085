#include "observe/trace_context.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::observe {
namespace {

constexpr std::string_view kValue = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// W3C Trace Context section 3.2.
TEST(Traceparent, HasATraceAParentAndAFlag) {
  const auto context = ParseTraceparent(kValue);
  ASSERT_TRUE(context);
  EXPECT_EQ(context->trace.front(), 0x0a);
  EXPECT_EQ(context->trace.back(), 0x9c);
  EXPECT_EQ(context->parent.front(), 0xb7);
  EXPECT_EQ(context->parent.back(), 0x31);
  EXPECT_TRUE(context->sampled);
  EXPECT_FALSE(ParseTraceparent(std::string(kValue.substr(0, 53)) + "02")->sampled);
}

TEST(Traceparent, ALaterVersionMayHaveMoreFields) {
  const std::string later = "01" + std::string(kValue.substr(2));
  EXPECT_TRUE(ParseTraceparent(later));
  EXPECT_TRUE(ParseTraceparent(later + "-more"));
  EXPECT_FALSE(ParseTraceparent(later + "more"));
}

TEST(Traceparent, EveryOtherFormIsIgnored) {
  for (const std::string value :
       {"", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g"}) {
    EXPECT_FALSE(ParseTraceparent(value)) << value;
  }
}

}  // namespace
}  // namespace bearward::observe
