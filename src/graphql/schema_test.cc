#include "graphql/schema.h"

#include <gtest/gtest.h>

#include "graphql/sample_fixture.h"

namespace bearward::graphql {
namespace {

// RuleOf returns the rule of the first fault of a schema text; empty if it is accepted.
std::string RuleOf(const std::string& text) {
  const auto schema = Schema::Parse(text);
  return schema ? "" : std::string(schema.error().front().rule);
}

// WithQuery adds a root type.
std::string WithQuery(const std::string& text) { return "type Query { q: Int } " + text; }

TEST(Schema, TheSampleIsAccepted) {
  const Schema schema = testing::SampleSchema();
  EXPECT_TRUE(schema.CheckResolvers());
  EXPECT_EQ(schema.FindType("User")->interfaces.size(), 2u);
  EXPECT_EQ(schema.FindType("Node")->possible_types.size(), 2u);
  EXPECT_EQ(Show(schema.FindType("User")->FindField("matrix")->type), "[[Int!]!]");
  EXPECT_EQ(schema.FindType("User")->FindField("old")->deprecation, "No longer supported");
}

TEST(Schema, FaultyTextsAreRefusedByTheirRule) {
  struct Case {
    std::string text;
    std::string_view rule;
  };
  for (const Case& one : std::vector<Case>{
           {"type A { a: Int }", "RootTypes"},
           {"schema { query: A } scalar A", "RootTypes"},
           {WithQuery("schema { query: Query } schema { query: Query }"), "LoneSchemaDefinition"},
           {WithQuery("schema { query: Query query: Query }"), "UniqueOperationTypes"},
           {WithQuery("type Query { a: Int }"), "UniqueTypeNames"},
           {WithQuery("scalar Int"), "UniqueTypeNames"},
           {WithQuery("type A { a: Nothing }"), "KnownTypeNames"},
           {WithQuery("type A { a: Int a: Int }"), "UniqueFieldDefinitionNames"},
           {WithQuery("type A { a(b: Int, b: Int): Int }"), "UniqueArgumentDefinitionNames"},
           {WithQuery("enum A { B B }"), "UniqueEnumValueNames"},
           {WithQuery("directive @skip on FIELD"), "UniqueDirectiveNames"},
           {WithQuery("extend type A { a: Int }"), "PossibleTypeExtensions"},
           {WithQuery("extend enum Query { A }"), "PossibleTypeExtensions"},
           {WithQuery("type __A { a: Int }"), "Names"},
           {WithQuery("type A { a: B } input B { c: Int }"), "OutputTypes"},
           {WithQuery("type A { a(b: Query): Int }"), "InputTypes"},
           {WithQuery("type A"), "EmptyTypes"},
           {WithQuery("union A"), "EmptyTypes"},
           {WithQuery("union A = Int"), "UnionMembers"},
           {WithQuery("type A implements Query { q: Int }"), "Interfaces"},
           {WithQuery("interface I { i: Int } type A implements I { a: Int }"), "Interfaces"},
           {WithQuery("interface I { i: Int! } type A implements I { i: Int }"), "Interfaces"},
           {WithQuery("interface I { i(a: Int): Int } type A implements I { i: Int }"),
            "Interfaces"},
           {WithQuery("interface I { i: Int } type A implements I { i(a: Int!): Int }"),
            "Interfaces"},
           {WithQuery("interface I { i: Int } interface J implements I { i: Int } "
                      "type A implements J { i: Int }"),
            "Interfaces"},
           {WithQuery("input A { a: B! } input B { b: A! }"), "InputCycles"},
           {WithQuery("input A { a: Int! @deprecated }"), "Deprecations"},
           {WithQuery("input A { a: Int = \"x\" }"), "DefaultValues"},
           {WithQuery("type A { a: Int @nothing }"), "KnownDirectives"},
           {WithQuery("type A @deprecated { a: Int }"), "KnownDirectives"},
           {WithQuery("scalar A @specifiedBy"), "ProvidedRequiredArguments"},
           {WithQuery("type A { a: Int @deprecated(reason: 5) }"), "ValuesOfCorrectType"},
           {WithQuery("type A { a: [Int] @listSize(arguments: [\"n\"]) }"), "ListSize"},
           {WithQuery("query { q }"), "TypeSystemDefinitions"},
       }) {
    EXPECT_EQ(RuleOf(one.text), one.rule) << one.text;
  }
}

TEST(Schema, CorrectTextsAreAccepted) {
  for (const std::string& text :
       {WithQuery(""), WithQuery("input A { a: A, b: [A!]! }"),
        WithQuery("extend type Query { r: Int }"),
        WithQuery("interface I { i: I } type A implements I { i: A! }"),
        WithQuery("directive @d(a: [Int!] = [1]) repeatable on OBJECT type A @d @d { a: Int }"),
        WithQuery("type A { a(n: Int): [Int] @listSize(arguments: [\"n\"]) @cost(weight: 5) }")}) {
    EXPECT_EQ(RuleOf(text), "") << text;
  }
}

TEST(Schema, AFaultHasItsLocation) {
  const auto schema = Schema::Parse("type Query {\n  q: Nothing\n}");
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().front().locations.front(), (Location{2, 6}));
}

TEST(Schema, AFieldWithoutResolverIsFoundAtTheStart) {
  auto schema = Schema::Parse("type Query { a: Int b: Int }");
  ASSERT_TRUE(schema);
  const Resolver resolver = [](Batch&) -> base::Status { return {}; };
  EXPECT_TRUE(schema->SetResolver("Query", "a", resolver));
  const base::Status missing = schema->CheckResolvers();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().detail, "Fields of the schema have no resolver: Query.b");
  EXPECT_FALSE(schema->SetResolver("Query", "c", resolver));
  EXPECT_FALSE(schema->SetResolver("Other", "a", resolver));
  EXPECT_FALSE(schema->SetScalar("Int", {})) << "built-in scalars cannot be changed";
}

}  // namespace
}  // namespace bearward::graphql
