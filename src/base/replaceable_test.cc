#include "base/replaceable.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace bearward::base {
namespace {

TEST(Replaceable, ReferenceToAnEarlierValueStaysValid) {
  Replaceable<std::string> text("first value, which is long enough to be on the heap");
  const std::string& first = text.current();
  text.Replace("second");
  EXPECT_EQ(first, "first value, which is long enough to be on the heap");
  EXPECT_EQ(text.current(), "second");
}

TEST(ReplaceableConcurrency, ReadersSeeWholeValues) {
  Replaceable<std::string> text(std::string(100, 'a'));
  std::thread reader([&text] {
    for (int i = 0; i < 1000; ++i) {
      const std::string& seen = text.current();
      EXPECT_EQ(seen, std::string(100, seen.front()));
    }
  });
  for (char letter = 'b'; letter <= 'z'; ++letter) text.Replace(std::string(100, letter));
  reader.join();
}

}  // namespace
}  // namespace bearward::base
