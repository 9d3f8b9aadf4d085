#include "http/lanes.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::http {
namespace {

TEST(LanesTest, FirstByteThatDoesNotFitIsFoundWithAndWithoutTheInstruction) {
  for (unsigned first = 0; first <= kLanes; ++first) {
    for (unsigned second = first; second <= kLanes; ++second) {
      std::string text(kLanes + 1, 'a');
      text[first] = text[second] = '\xe4';
      const auto holds = LoadLanes(text.data()) == 'a';
      EXPECT_EQ(FirstUnset(holds), first) << second;
      EXPECT_EQ(FirstUnsetInHalves(holds), first) << second;
    }
  }
}

}  // namespace
}  // namespace bearward::http
