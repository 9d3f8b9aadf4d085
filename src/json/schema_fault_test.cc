#include "json/schema_fault.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "testing/must.h"

namespace bearward::json {
namespace {

using testing::Must;

std::string Fault(std::string_view schema, std::string_view value) {
  return SchemaFault(Must(json::Parse(schema)), Must(json::Parse(value)));
}

TEST(JsonSchema, TypesAreChecked) {
  EXPECT_EQ(Fault(R"({"type":"integer"})", "3"), "");
  EXPECT_EQ(Fault(R"({"type":"integer"})", "3.0"), "");
  EXPECT_EQ(Fault(R"({"type":"integer"})", "3.5"), "/ has the wrong type");
  EXPECT_EQ(Fault(R"({"type":["string","null"]})", "null"), "");
  EXPECT_EQ(Fault(R"({"type":["string","null"]})", "1"), "/ has the wrong type");
  EXPECT_EQ(Fault(R"({"type":"unknown"})", "1"), "/ has the wrong type");
  EXPECT_EQ(Fault("{}", "1"), "");
}

TEST(JsonSchema, LimitsAndWordsAreChecked) {
  EXPECT_EQ(Fault(R"({"maxLength":2})", R"("éé")"), "") << "code points";
  EXPECT_EQ(Fault(R"({"maxLength":2})", R"("abc")"), "/ has a wrong length");
  EXPECT_EQ(Fault(R"({"minLength":1})", R"("")"), "/ has a wrong length");
  EXPECT_EQ(Fault(R"({"minimum":1,"maximum":2})", "3"), "/ is out of range");
  EXPECT_EQ(Fault(R"({"enum":["a",1]})", R"("b")"), "/ is not an allowed value");
  EXPECT_EQ(Fault(R"({"enum":["a",1]})", "1"), "");
}

TEST(JsonSchema, MembersAndItemsAreChecked) {
  const char* object = R"({"properties":{"a":{"type":"string"}},"required":["a"],)"
                       R"("additionalProperties":false})";
  EXPECT_EQ(Fault(object, R"({"a":"x"})"), "");
  EXPECT_EQ(Fault(object, "{}"), "/a is missing");
  EXPECT_EQ(Fault(object, R"({"a":"x","b":1})"), "/b is not allowed");
  EXPECT_EQ(Fault(object, R"({"a":1})"), "/a has the wrong type");
  EXPECT_EQ(Fault(R"({"additionalProperties":{"type":"null"}})", R"({"a":1})"),
            "/a has the wrong type");
  EXPECT_EQ(Fault(R"({"items":{"type":"integer"}})", R"([1,"x"])"), "/1 has the wrong type");
  EXPECT_EQ(Fault(R"({"items":[{"type":"integer"}],"additionalItems":false})", "[1,2]"),
            "/1 is not allowed");
  EXPECT_EQ(Fault(R"({"items":[{"type":"integer"}],"additionalItems":{"type":"null"}})", "[1,2]"),
            "/1 has the wrong type");
  EXPECT_EQ(Fault(R"({"maxItems":1})", "[1,2]"), "/ has a wrong number of items");
}

TEST(JsonSchema, MalformedKeywordsAreIgnored) {
  for (const char* schema :
       {R"({"type":7})", R"({"enum":"a"})", R"({"required":"a"})", R"({"properties":[]})",
        R"({"items":7})", R"({"maxLength":"x"})", R"({"additionalProperties":null})", "7"}) {
    EXPECT_EQ(Fault(schema, R"({"a":[1,"x"]})"), "") << schema;
  }
}

}  // namespace
}  // namespace bearward::json
