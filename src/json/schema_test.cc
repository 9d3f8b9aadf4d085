#include "json/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bearward::json {
namespace {

constexpr std::string_view kColors[] = {"red", "green"};
constexpr Property kCapMembers[] = {{"width", kInteger}};
constexpr Schema kCap = ObjectOf(kCapMembers, "Cap");
constexpr Schema kChoices[] = {kText, kTexts};
constexpr Schema kEither = {.type = Type::kChoice, .choices = kChoices};
constexpr Schema kLabels = {.type = Type::kMap, .items = &kText};
constexpr Property kMembers[] = {
    {"object", Word<"pen">()},
    {"color", OrNull(OneOf(kColors))},
    {"made_at", kTime},
    {"cap", OrNull(kCap)},
    Optional("tags", kTexts, "Free words."),
    Optional("owner", kEither),
    Optional("labels", kLabels),
    Optional("spare", kFlag),
    Optional("raw", kAny),
};
constexpr Schema kPen = ObjectOf(kMembers);

std::string Fault(std::string_view text) {
  auto value = Parse(text);
  return value ? Mismatch(kPen, *value) : "no JSON";
}

TEST(Schema, ValuesThatFitHaveNoMismatch) {
  EXPECT_EQ(Fault(R"({"object":"pen","color":null,"made_at":"2026-01-02T03:04:05.000Z",
                      "cap":null})"),
            "");
  EXPECT_EQ(Fault(R"({"object":"pen","color":"red","made_at":"2026-01-02T03:04:05Z",
                      "cap":{"width":3},"tags":["a"],"owner":["x"],"labels":{"k":"v"},
                      "spare":true,"raw":[1,null]})"),
            "");
}

TEST(Schema, EveryDifferenceNamesItsPlace) {
  const auto with = [](const std::string& members) {
    return Fault(R"({"object":"pen","made_at":"2026-01-02T03:04:05Z","cap":null)" + members + "}");
  };
  EXPECT_EQ(with(""), "/color: the member is missing");
  EXPECT_EQ(with(R"(,"color":"blue")"), "/color: \"blue\" is not an allowed value");
  EXPECT_EQ(with(R"(,"color":1)"), "/color: the value is not of type string");
  EXPECT_EQ(with(R"(,"color":"red","other":1)"), "/other: the member is not described");
  EXPECT_EQ(with(R"(,"color":"red","tags":["a",1])"), "/tags/1: the value is not of type string");
  EXPECT_EQ(with(R"(,"color":"red","tags":null)"), "/tags: the value is not of type array");
  EXPECT_EQ(with(R"(,"color":"red","labels":{"k":1})"),
            "/labels/k: the value is not of type string");
  EXPECT_NE(with(R"(,"color":"red","owner":1)"), "");
  EXPECT_EQ(with(R"(,"color":"red","spare":"yes")"), "/spare: the value is not of type boolean");
  EXPECT_EQ(Fault(R"({"object":"pen","color":"red","made_at":"today","cap":null})"),
            "/made_at: \"today\" is not a time");
  EXPECT_EQ(Fault(R"({"object":"pen","color":"red","made_at":"2026-01-02T03:04:05Z",
                      "cap":{"width":"3"}})"),
            "/cap/width: the value is not of type integer");
  EXPECT_EQ(Fault("[]"), "the value is not of type object");
}

TEST(Schema, AnOpenObjectMayHaveOtherMembers) {
  const Value value = *Parse(R"({"width":1,"other":2})");
  EXPECT_EQ(Mismatch(Open(kCap), value), "");
  EXPECT_EQ(Mismatch(kCap, value), "/other: the member is not described");
}

TEST(Schema, TheTextIsAnOpenApiSchema) {
  std::string text;
  Writer writer(text);
  WriteDefinition(writer, kPen);
  EXPECT_THAT(text,
              ::testing::StartsWith(
                  R"({"type":"object","properties":{"object":{"type":"string","enum":["pen"]},)"
                  R"("color":{"type":"string","nullable":true,"enum":["red","green",null]},)"
                  R"("made_at":{"type":"string","format":"date-time"},)"
                  R"("cap":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/Cap"}]},)"
                  R"("tags":{"description":"Free words.","allOf":[{"type":"array",)"));
  EXPECT_THAT(text, ::testing::EndsWith(R"("required":["object","color","made_at","cap"],)"
                                        R"("additionalProperties":false})"));
  EXPECT_THAT(text, ::testing::HasSubstr(R"("labels":{"type":"object","additionalProperties":)"
                                         R"({"type":"string"}})"));
}

}  // namespace
}  // namespace bearward::json
