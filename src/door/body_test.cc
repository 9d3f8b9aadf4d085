#include "door/body.h"

#include <gtest/gtest.h>

#include <string>

#include "json/writer.h"

namespace bearward::door {
namespace {

constexpr std::string_view kJsonType = "application/json";
constexpr std::string_view kForm = "application/x-www-form-urlencoded";
constexpr Encodings kEvery = kJsonBody | kFormBody | kMultipartBody;

// Outcome returns the body as JSON text, or the reason of the refusal.
std::string Outcome(std::string_view type, std::string_view body, Encodings allowed = kEvery) {
  const auto parsed = ParseBody(type, body, allowed);
  return parsed ? json::ToText(*parsed) : parsed.error().reason;
}

Body Of(std::string_view text) {
  auto parsed = ParseBody(kJsonType, text, kJsonBody);
  EXPECT_TRUE(parsed) << text;
  return Body(parsed ? *std::move(parsed) : json::Value::Of(json::Object{}));
}

TEST(ParseBody, EveryEncodingHasTheSameObject) {
  EXPECT_EQ(Outcome(kJsonType, R"({"a":"1","b":"x y"})"), R"({"a":"1","b":"x y"})");
  EXPECT_EQ(Outcome(kForm, "a=1&b=x+y"), R"({"a":"1","b":"x y"})");
  EXPECT_EQ(Outcome("multipart/form-data; boundary=B",
                    "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                    "--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx y\r\n--B--\r\n"),
            R"({"a":"1","b":"x y"})");
  EXPECT_EQ(Outcome("Application/JSON; charset=UTF-8", R"({"a":1})"), R"({"a":1})");
}

TEST(ParseBody, AnEncodingThatIsNotAllowedIsAWrongContentType) {
  EXPECT_EQ(Outcome(kForm, "a=1", kJsonBody), "wrong_content_type");
  EXPECT_EQ(Outcome(kJsonType, "{}", kFormBody), "wrong_content_type");
  EXPECT_EQ(Outcome("text/plain", "{}"), "wrong_content_type");
  EXPECT_EQ(Outcome("", "{}"), "wrong_content_type");
  EXPECT_EQ(Outcome("application", "{}"), "wrong_content_type");
  EXPECT_EQ(Outcome("application/json; charset=latin1", "{}"), "wrong_content_type");
}

TEST(ParseBody, AnEmptyBodyIsAnEmptyObjectOfAnyType) {
  EXPECT_EQ(Outcome("", ""), "{}");
  EXPECT_EQ(Outcome("text/plain", ""), "{}");
}

TEST(ParseBody, WhatIsNotOneObjectIsMalformed) {
  for (const std::string_view body : {"{", "[]", "\"x\"", "1", "null", "{} {}", "{\"a\":\"\xff\"}",
                                      "{\"a\":\"\\ud800\"}", "{'a':1}"}) {
    EXPECT_EQ(Outcome(kJsonType, body), "malformed_body") << body;
  }
  for (const std::string_view body : {"a=%zz", "a=%00", "a=%ff", "%ff=a"}) {
    EXPECT_EQ(Outcome(kForm, body), "malformed_body") << body;
  }
  EXPECT_EQ(Outcome("multipart/form-data; boundary=B", "--C--"), "malformed_body");
}

// PostgreSQL refuses NUL in a text, so a body with NUL would be 503 there although SQLite stores
// it.
TEST(ParseBody, NulInATextIsMalformed) {
  for (const std::string_view body : {R"({"a":"\u0000"})", R"({"a":"b\u0000c"})",
                                      R"({"a\u0000":1})", R"({"a":[{"b":"\u0000"}]})"}) {
    EXPECT_EQ(Outcome(kJsonType, body), "malformed_body") << body;
  }
  EXPECT_TRUE(ParseBody(kJsonType, R"({"a":"\\u0000 \u0001"})", kJsonBody));
  const std::string part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx" +
                           std::string(1, '\0') + "\r\n--B--\r\n";
  EXPECT_EQ(Outcome("multipart/form-data; boundary=B", part), "malformed_body");
}

TEST(ParseBody, AByteOrderMarkBeforeJsonIsIgnored) {
  const std::string mark = "\xEF\xBB\xBF";
  EXPECT_TRUE(ParseBody("application/json", mark + "{}", kJsonBody));
  EXPECT_FALSE(ParseBody("application/json", mark + mark + "{}", kJsonBody));
  EXPECT_FALSE(ParseBody("application/json", "{}" + mark, kJsonBody));
}

TEST(ParseBody, ANameTwiceIsADuplicateField) {
  EXPECT_EQ(Outcome(kJsonType, R"({"a":1,"a":1})"), "duplicate_field");
  EXPECT_EQ(Outcome(kForm, "a=1&b=2&a=1"), "duplicate_field");
  const auto nested = ParseBody(kJsonType, R"({"outer":{"in":1,"in":2}})", kJsonBody);
  EXPECT_EQ(nested.error().fields, (std::vector<std::string>{"outer", "in"}));
}

std::string PartOf(const std::string& disposition, const std::string& value) {
  return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
}
constexpr std::string_view kMultipart = "multipart/form-data; boundary=b";

TEST(ParseUpload, FilesAreKeptApartAndMayHaveOneName) {
  const std::string body = PartOf(R"(name="a")", "1") +
                           PartOf(R"(name="files"; filename="x")", std::string("\0\xff", 2)) +
                           PartOf(R"(name="files"; filename="y")", "2") +
                           PartOf(R"(name="files"; filename="")", "") + "--b--";
  const auto upload = ParseUpload(kMultipart, body, kEvery);
  ASSERT_TRUE(upload.has_value());
  EXPECT_EQ(json::ToText(upload->object), R"({"a":"1"})");
  ASSERT_EQ(upload->files.size(), 2U);
  EXPECT_EQ(upload->files[0].name, "x");
  EXPECT_EQ(upload->files[0].bytes, std::string("\0\xff", 2));
  EXPECT_EQ(upload->files[1].field, "files");
}

TEST(ParseUpload, OtherEncodingsAreReadAsBodies) {
  const auto json = ParseUpload(kJsonType, R"({"a":1})", kEvery);
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json::ToText(json->object), R"({"a":1})");
  EXPECT_TRUE(ParseUpload("", "", kEvery).has_value());
  const auto reason = [](std::string_view type, std::string_view body, Encodings allowed) {
    const auto upload = ParseUpload(type, body, allowed);
    return upload ? "" : upload.error().reason;
  };
  const std::string twice = PartOf(R"(name="a")", "1") + PartOf(R"(name="a")", "1") + "--b--";
  EXPECT_EQ(reason(kMultipart, twice, kEvery), "duplicate_field");
  EXPECT_EQ(reason(kMultipart, twice, kJsonBody), "wrong_content_type");
  EXPECT_EQ(reason(kJsonType, "{}", kMultipartBody), "wrong_content_type");
  EXPECT_EQ(reason(kMultipart, "--b", kEvery), "malformed_body");
  EXPECT_EQ(reason(kMultipart, PartOf("name=\"f\"; filename=\"\xff\"", "1") + "--b--", kEvery),
            "malformed_body");
  EXPECT_EQ(reason("multipart/form-data; boundary=b; charset=latin1", "--b--", kEvery),
            "wrong_content_type");
}

TEST(Body, TextReturnsStringsOnly) {
  const Body body = Of(R"({"name":"ann","age":7,"none":null,"list":[]})");
  EXPECT_EQ(*body.Text("name"), "ann");
  EXPECT_EQ(*body.Text("none"), std::nullopt);
  EXPECT_EQ(*body.Text("absent"), std::nullopt);
  EXPECT_EQ(*body.Text("NAME"), std::nullopt);
  EXPECT_EQ(*body.Text("NAME", FieldCase::kIgnore), "ann");
  EXPECT_EQ(body.Text("age").error().reason, "wrong_type");
  EXPECT_EQ(body.Text("list").error().fields, std::vector<std::string>{"list"});
  EXPECT_EQ((*body.SecretText("name"))->Reveal(), "ann");
  EXPECT_EQ(body.SecretText("age").error().reason, "wrong_type");
}

TEST(Body, NamesThatDifferByCaseAreDuplicatesWhereCaseIsIgnored) {
  const Body body = Of(R"({"user":"a","USER":"b"})");
  EXPECT_EQ(*body.Text("user"), "a");
  EXPECT_EQ(body.Text("user", FieldCase::kIgnore).error().reason, "duplicate_field");
  EXPECT_TRUE(body.Has("User", FieldCase::kIgnore));
  EXPECT_FALSE(body.Has("User"));
}

TEST(Body, IntegersComeAsNumbersAndAsText) {
  const Body body = Of(R"({"n":28,"t":"28","m":"-3","e":"","f":28.5,"x":"2a","s":" 1",)"
                       R"("big":"9223372036854775808"})");
  EXPECT_EQ(*body.Integer("n"), 28);
  EXPECT_EQ(*body.Integer("t"), 28);
  EXPECT_EQ(*body.Integer("m"), -3);
  EXPECT_EQ(*body.Integer("e"), std::nullopt);
  EXPECT_EQ(*body.Integer("absent"), std::nullopt);
  for (const std::string_view name : {"f", "x", "s", "big"}) {
    EXPECT_EQ(body.Integer(name).error().reason, "wrong_type") << name;
  }
}

TEST(Body, ATimeIsATextOfTheIsoFormOrAbsent) {
  const Body body = Of(R"({"at":"2031-05-06T07:08:09Z","none":null,"day":"yesterday","n":1})");
  EXPECT_EQ(*body.Time("at"), base::ParseIso("2031-05-06T07:08:09Z"));
  EXPECT_EQ(*body.Time("none"), std::nullopt);
  EXPECT_EQ(*body.Time("absent"), std::nullopt);
  for (const std::string_view name : {"day", "n"}) {
    EXPECT_EQ(body.Time(name).error().reason, "wrong_type") << name;
    EXPECT_EQ(body.Time(name).error().fields, std::vector<std::string>{std::string(name)});
  }
}

TEST(Body, RequireAllNamesEverythingThatIsMissing) {
  const Body body = Of(R"({"a":"x","b":"","c":null,"d":0})");
  EXPECT_TRUE(body.RequireAll({"a", "d"}));
  const base::Status status = body.RequireAll({"a", "b", "c", "e"});
  EXPECT_EQ(status.error().reason, "missing_field");
  EXPECT_EQ(status.error().fields, (std::vector<std::string>{"b", "c", "e"}));
}

// A question of /v1/verify/batch was answered "A field has the wrong type."
TEST(Body, AnErrorNamesTheFieldAndWhatItMustBe) {
  const Body body = Of(R"({"n":[],"t":"x","twice":1,"TWICE":2,"list":[1]})");
  const auto text = [](const auto& result) { return result.error().public_text; };
  EXPECT_EQ(text(body.Text("n")), "`n` must be a string.");
  EXPECT_EQ(text(body.SecretText("n")), "`n` must be a string.");
  EXPECT_EQ(text(body.Integer("t")), "`t` must be a whole number.");
  EXPECT_EQ(text(body.Flag("t")), "`t` must be true or false.");
  EXPECT_EQ(text(body.List("t")), "`t` must be a list.");
  EXPECT_EQ(text(body.Texts("list")), "`list` must be a list of strings.");
  EXPECT_EQ(text(body.RequireAll({"t", "a", "b"})), "`a`, `b` are required.");
  EXPECT_EQ(text(body.Text("twice", FieldCase::kIgnore)), "`twice` is given more than once.");
  EXPECT_EQ(text(ParseBody(kJsonType, R"({"o":{"in":1,"in":2}})", kJsonBody)),
            "`in` is given more than once.");
}

TEST(Body, ARequiredTextIsAStringThatIsNotEmpty) {
  const Body body = Of(R"({"a":"x","b":"","c":1})");
  EXPECT_EQ(*body.RequiredText("a"), "x");
  EXPECT_EQ(body.RequiredSecret("a")->Reveal(), "x");
  for (const auto& [name, reason] : {std::pair("b", "missing_field"), std::pair("c", "wrong_type"),
                                     std::pair("d", "missing_field")}) {
    EXPECT_EQ(body.RequiredText(name).error().reason, reason) << name;
    EXPECT_EQ(body.RequiredSecret(name).error().reason, reason) << name;
  }
}

}  // namespace
}  // namespace bearward::door
