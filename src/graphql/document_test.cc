#include "graphql/document.h"

#include <gtest/gtest.h>

#include "graphql/input.h"

namespace bearward::graphql {
namespace {

bool Parses(std::string_view text) { return Document::Parse(text).has_value(); }

Error ErrorOf(std::string_view text, const Limits& limits = {}) {
  const auto document = Document::Parse(text, limits);
  return document ? Error{.message = "accepted"} : document.error();
}

TEST(Document, ContainsTheSelectionsOfTheText) {
  const auto document =
      Document::Parse("query A($x: [Int!] = [1]) @d { a: b(c: $x) { ... on T { d } ...F } }");
  ASSERT_TRUE(document);
  const OperationNode& operation = document->operations().front();
  EXPECT_EQ(operation.name.text, "A");
  EXPECT_EQ(operation.variables.front().name.text, "x");
  EXPECT_EQ(PrintLiteral(*operation.variables.front().default_value), "[1]");
  EXPECT_EQ(operation.directives.front().name.text, "d");
  const Selection& field = operation.selections.front();
  EXPECT_EQ(field.response_key(), "a");
  EXPECT_EQ(field.name.text, "b");
  EXPECT_EQ(field.selections[0].type_condition.text, "T");
  EXPECT_EQ(field.selections[1].name.text, "F");
}

TEST(Document, LocationsCountLinesAndCharacters) {
  const auto document = Document::Parse("{\r\n  \"é\"\n  x\r y }");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().locations.front(), (Location{2, 3}));
  const auto valid = Document::Parse("{\r\n #é\n a(b: \"é\") c\r y }");
  ASSERT_TRUE(valid);
  const auto selections = valid->operations().front().selections;
  EXPECT_EQ(valid->LocationOf(selections[1].offset), (Location{3, 12}));
  EXPECT_EQ(valid->LocationOf(selections[2].offset), (Location{4, 2}));
}

TEST(Document, WhatTheGrammarDoesNotAllowIsRefused) {
  for (const auto* text : {"",
                           "{",
                           "{}",
                           "query",
                           "{ a(",
                           "{ a() }",
                           "{ ... on }",
                           "{ a b: }",
                           "query ($a) { a }",
                           "query () { a }",
                           "{ a(b: $) }",
                           "fragment on on T { a }",
                           "fragment F T { a }",
                           "query ($a: Int = $b) { a }",
                           "{ a } }",
                           "subscription { a } 5",
                           "{ a(b: {c 1}) }",
                           "mutation @d(a: $x",
                           "type",
                           "type A {}",
                           "enum A { true }",
                           "union = A",
                           "directive @a on NOWHERE",
                           "extend type A",
                           "schema { other: A }",
                           "\"text\" extend type A { a: B }",
                           "input A { a }",
                           "interface A { a(b): C }",
                           "\"d\" { a }"}) {
    EXPECT_FALSE(Parses(text)) << text;
  }
}

TEST(Document, WhatTheGrammarAllowsIsAccepted) {
  for (const auto* text :
       {"{ a }", "query q { a }", "{ a(b: [], c: {}, d: null, e: on) }", "{ on fragment query }",
        "fragment F on T @d(a: $x) { a }", "{ ... @include(if: true) { a } }",
        "\"d\" type A implements & B & C @d { \"e\" a(b: C = 1 @d): [D!]! @d }", "type A",
        "\"d\" query (\"d\" $a: B) { a }", "union A = | B | C", "enum A { a @d b }", "scalar A @d",
        "extend schema @d", "directive @a(b: C) repeatable on | FIELD | QUERY",
        "extend input A { b: C = {d: 1} }"}) {
    EXPECT_TRUE(Parses(text)) << text << ": " << ErrorOf(text).message;
  }
}

TEST(Document, InvalidUtf8IsRefused) {
  EXPECT_EQ(ErrorOf("{ a(b: \"\xff\") }").code, kParseFailed);
  EXPECT_TRUE(Parses("{ a(b: \"\xc3\xbf\") }"));
}

TEST(DocumentLimits, BytesTokensAndNestingAreBounded) {
  const std::string text = "{ a { b } }";
  EXPECT_EQ(ErrorOf(text, {.max_bytes = text.size()}).message, "accepted");
  EXPECT_EQ(ErrorOf(text, {.max_bytes = text.size() - 1}).code, kLimitExceeded);
  // Six tokens and the end of the document.
  EXPECT_EQ(ErrorOf(text, {.max_tokens = 7}).message, "accepted");
  EXPECT_EQ(ErrorOf(text, {.max_tokens = 6}).code, kLimitExceeded);
  EXPECT_EQ(ErrorOf(text, {.max_nesting = 2}).message, "accepted");
  EXPECT_EQ(ErrorOf(text, {.max_nesting = 1}).code, kLimitExceeded);
}

// Recursion without a bound would overflow the stack.
TEST(DocumentLimits, DeepValuesAndTypesAreRefused) {
  const std::string open(10'000, '[');
  const Limits limits{.max_bytes = 1 << 20, .max_tokens = 1 << 20};
  EXPECT_EQ(ErrorOf("{ a(b: " + open, limits).code, kLimitExceeded);
  EXPECT_EQ(ErrorOf("query ($a: " + open, limits).code, kLimitExceeded);
  EXPECT_EQ(
      ErrorOf("query ($a: " + std::string(31, '[') + "A" + std::string(31, ']') + ") { a }").code,
      kLimitExceeded);
}

}  // namespace
}  // namespace bearward::graphql
