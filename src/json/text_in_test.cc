#include "json/text_in.h"

#include <gtest/gtest.h>

namespace bearward::json {
namespace {

TEST(TextIn, AMemberThatIsNoTextIsLikeAnAbsentOne) {
  const Value object = Parse(R"({"a":"x","empty":"","n":1,"null":null})").value();
  EXPECT_EQ(TextIn(object, "a", "other"), "x");
  EXPECT_EQ(TextIn(object, "empty", "other"), "");
  for (const char* name : {"n", "null", "absent"}) {
    EXPECT_EQ(TextIn(object, name, "other"), "other") << name;
    EXPECT_EQ(TextIn(object, name), "") << name;
  }
  EXPECT_EQ(TextIn(Value::String("a"), "a"), "") << "no object";
}

}  // namespace
}  // namespace bearward::json
