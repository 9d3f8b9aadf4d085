#include "dialects/v1/introspection_request.h"

#include <gtest/gtest.h>

#include <string>

#include "testing/must.h"

namespace bearward::dialects::v1 {
namespace {

using testing::Must;

base::Result<verify::IntrospectionRequest> Read(std::string_view text) {
  return ReadIntrospectionRequest(Must(json::Parse(text)));
}

TEST(ReadIntrospectionRequest, TakesEveryMember) {
  const verify::IntrospectionRequest inquiry =
      Must(Read(R"({"token":"t","need":["a:b","c"],"organization":"org_1",)"
                R"("audience":"https://a","scheme":"api_key"})"));
  EXPECT_EQ(inquiry.token.Reveal(), "t");
  EXPECT_EQ(inquiry.permissions, (std::vector<std::string>{"a:b", "c"}));
  EXPECT_EQ(inquiry.organization->text, "org_1");
  EXPECT_EQ(inquiry.audience, "https://a");
  EXPECT_FALSE(inquiry.any_audience);
  EXPECT_EQ(inquiry.scheme, verify::Scheme::kApiKey);
}

TEST(ReadIntrospectionRequest, NullIsAsGoodAsAbsent) {
  const verify::IntrospectionRequest inquiry =
      Must(Read(R"({"token":"t","need":null,"organization":null,"scheme":null})"));
  EXPECT_TRUE(inquiry.permissions.empty());
  EXPECT_FALSE(inquiry.organization);
  EXPECT_FALSE(inquiry.scheme);
}

TEST(ReadIntrospectionRequest, WhatCannotBeReadNamesItsField) {
  const struct {
    std::string_view text, reason, field;
  } rows[] = {
      {R"({})", "missing_field", "token"},
      {R"({"token":""})", "missing_field", "token"},
      {R"({"token":null})", "missing_field", "token"},
      {R"({"token":7})", "wrong_type", "token"},
      {R"({"token":"t","need":"a"})", "wrong_type", "need"},
      {R"({"token":"t","need":{"a":true}})", "wrong_type", "need"},
      {R"({"token":"t","need":["a",7]})", "wrong_type", "need"},
      {R"({"token":"t","need":["a",null]})", "wrong_type", "need"},
      {R"({"token":"t","organization":28})", "wrong_type", "organization"},
      {R"({"token":"t","audience":["x"]})", "wrong_type", "audience"},
      {R"({"token":"t","any_audience":true})", "unknown_field", "any_audience"},
      {R"({"token":"t","scheme":"basic"})", "unknown_scheme", "scheme"},
      {R"({"token":"t","scheme":true})", "wrong_type", "scheme"},
      // Ignoring a misspelt need would answer "allowed" without checking it.
      {R"({"token":"t","needs":["a"]})", "unknown_field", "needs"},
      {R"({"token":"t","Need":["a"]})", "unknown_field", "Need"},
      {R"({"token":"t","needs":null})", "unknown_field", "needs"},
  };
  for (const auto& row : rows) {
    const auto inquiry = Read(row.text);
    ASSERT_FALSE(inquiry) << row.text;
    EXPECT_EQ(inquiry.error().code, base::Code::kInvalid) << row.text;
    EXPECT_EQ(inquiry.error().reason, row.reason) << row.text;
    EXPECT_EQ(inquiry.error().fields, std::vector<std::string>{std::string(row.field)}) << row.text;
  }
  EXPECT_EQ(Read("[]").error().reason, "wrong_type");
}

std::string Batch(std::size_t count) {
  std::string text = R"({"questions":[)";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "{}" : ",{}";
  return text + "]}";
}

TEST(ReadInquiries, TheListIsBounded) {
  EXPECT_EQ(Must(ReadInquiries(Must(json::Parse(Batch(0))))).size(), 0U);
  EXPECT_EQ(Must(ReadInquiries(Must(json::Parse(Batch(100))))).size(), 100U);
  EXPECT_EQ(ReadInquiries(Must(json::Parse(Batch(101)))).error().reason, "too_many_questions");
}

TEST(ReadInquiries, OnlyAListIsOne) {
  for (const std::string_view text : {R"({})", R"({"questions":{}})", R"({"questions":null})",
                                      R"({"questions":[],"token":"t"})", R"({"token":"t"})"}) {
    EXPECT_FALSE(ReadInquiries(Must(json::Parse(text)))) << text;
  }
}

TEST(ReadInquiries, ABadQuestionIsItsOwnMatter) {
  const auto inquiries =
      Must(ReadInquiries(Must(json::Parse(R"({"questions":[{"token":"a"},7,{"token":"b"}]})"))));
  ASSERT_EQ(inquiries.size(), 3U);
  EXPECT_EQ(inquiries[0]->token.Reveal(), "a");
  EXPECT_FALSE(inquiries[1]);
  EXPECT_EQ(inquiries[2]->token.Reveal(), "b");
}

}  // namespace
}  // namespace bearward::dialects::v1
