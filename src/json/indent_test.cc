#include "json/indent.h"

#include <gtest/gtest.h>

namespace bearward::json {
namespace {

TEST(Indent, EachMemberAndElementHasItsLine) {
  EXPECT_EQ(Indent(R"({"a":1,"b":{"c":[true,null]},"d":[],"e":{}})"),
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      true,\n      null\n    ]\n  },\n"
            "  \"d\": [],\n  \"e\": {}\n}");
}

TEST(Indent, StringsAndNumbersStayAsTheyAre) {
  EXPECT_EQ(Indent(R"(["{a: [1, 2]}","\"},\\",1.50e+3])"),
            "[\n  \"{a: [1, 2]}\",\n  \"\\\"},\\\\\",\n  1.50e+3\n]");
  EXPECT_EQ(Indent("\"text\""), "\"text\"");
}

TEST(Indent, AnIndentedTextIsIndentedToItself) {
  const std::string once = Indent(R"({"a":[{"b":"\u00e9"},{}]})");
  EXPECT_EQ(Indent(once), once);
}

}  // namespace
}  // namespace bearward::json
