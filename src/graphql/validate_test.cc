#include "graphql/validate.h"

#include <gtest/gtest.h>

#include <set>

#include "graphql/sample_fixture.h"

namespace bearward::graphql {
namespace {

const Schema& Sample() {
  static const Schema schema = testing::SampleSchema();
  return schema;
}

std::vector<Error> ErrorsOf(std::string_view text, const Limits& limits = {}) {
  const auto document = Document::Parse(text);
  if (!document) return {document.error()};
  return Validate(Sample(), *document, limits);
}

// Rules returns the names of the rules that refuse the document.
std::set<std::string> Rules(std::string_view text) {
  std::set<std::string> rules;
  for (const Error& error : ErrorsOf(text)) rules.emplace(error.rule);
  return rules;
}

using Names = std::set<std::string>;
const Names kNone;

// Each test refuses a document by exactly one rule and accepts a similar one.

TEST(Validate, OnlyExecutableDefinitionsAreAccepted) {
  EXPECT_EQ(Rules("{ extended } type A { a: Int }"), Names{"ExecutableDefinitions"});
  EXPECT_EQ(Rules("{ extended }"), kNone);
}

TEST(Validate, OperationNamesAreUnique) {
  EXPECT_EQ(Rules("query A { extended } query A { extended }"), Names{"UniqueOperationNames"});
  EXPECT_EQ(Rules("query A { extended } query B { extended }"), kNone);
}

TEST(Validate, AnAnonymousOperationIsAlone) {
  EXPECT_EQ(Rules("{ extended } query B { extended }"), Names{"LoneAnonymousOperation"});
}

TEST(Validate, ASubscriptionHasOneRootField) {
  EXPECT_EQ(Rules("subscription { ticks userCreated { id } }"), Names{"SingleFieldSubscriptions"});
  EXPECT_EQ(Rules("subscription { ...F } fragment F on Subscription { a: ticks b: ticks }"),
            Names{"SingleFieldSubscriptions"});
  EXPECT_EQ(Rules("subscription { __typename }"), Names{"SingleFieldSubscriptions"});
  EXPECT_EQ(Rules("subscription { ticks ... on Subscription { ticks } }"), kNone);
}

TEST(Validate, TypesOfVariablesAndFragmentsAreKnown) {
  EXPECT_EQ(Rules("query ($a: Nothing) { echo(json: $a) }"), Names{"KnownTypeNames"});
  EXPECT_EQ(Rules("{ me { ... on Nothing { id } } }"), Names{"KnownTypeNames"});
  EXPECT_EQ(Rules("query ($a: JSON) { echo(json: $a) }"), kNone);
}

TEST(Validate, FragmentsAreOnCompositeTypes) {
  EXPECT_EQ(Rules("{ me { ... on Color { id } } }"), Names{"FragmentsOnCompositeTypes"});
  EXPECT_EQ(Rules("{ me { ... on Node { id } } }"), kNone);
}

TEST(Validate, VariablesHaveInputTypes) {
  EXPECT_EQ(Rules("query ($a: User) { ...F } fragment F on Query { nothing(a: $a) }"),
            (Names{"VariablesAreInputTypes", "FieldsOnCorrectType"}));
  EXPECT_EQ(Rules("query ($a: JSON) { echo(json: [$a]) }"), kNone);
}

TEST(Validate, LeavesHaveNoSelectionAndOthersHaveOne) {
  EXPECT_EQ(Rules("{ extended { a } }"), Names{"ScalarLeafs"});
  EXPECT_EQ(Rules("{ me }"), Names{"ScalarLeafs"});
  EXPECT_EQ(Rules("{ me { id } }"), kNone);
}

TEST(Validate, FieldsExist) {
  EXPECT_EQ(Rules("{ me { nothing { a } } }"), Names{"FieldsOnCorrectType"});
  EXPECT_EQ(Rules("{ pets(color: RED) { name } }"), Names{"FieldsOnCorrectType"});
  EXPECT_EQ(Rules("{ pets { __typename ... on Dog { name } } }"), kNone);
  EXPECT_EQ(Rules("{ me { __schema { description } } }"), Names{"FieldsOnCorrectType"});
}

TEST(Validate, AMisspelledFieldIsSuggested) {
  EXPECT_EQ(ErrorsOf("{ me { emial } }").front().message,
            "Cannot query field \"emial\" on type \"User\". Did you mean \"email\"?");
  EXPECT_EQ(ErrorsOf("{ me { emial } }").front().locations.front(), (Location{1, 8}));
}

TEST(Validate, FragmentNamesAreUnique) {
  EXPECT_EQ(Rules("{ ...A } fragment A on Query { extended } fragment A on Query { extended }"),
            Names{"UniqueFragmentNames"});
}

TEST(Validate, SpreadFragmentsExist) { EXPECT_EQ(Rules("{ ...A }"), Names{"KnownFragmentNames"}); }

TEST(Validate, FragmentsAreUsed) {
  EXPECT_EQ(Rules("{ extended } fragment A on Query { ...B } fragment B on Query { extended }"),
            Names{"NoUnusedFragments"});
  EXPECT_EQ(Rules("{ ...A } fragment A on Query { ...B } fragment B on Query { extended }"), kNone);
}

TEST(Validate, AFragmentMayApplyToItsPlace) {
  EXPECT_EQ(Rules("{ me { ... on Organization { id } } }"), Names{"PossibleFragmentSpreads"});
  EXPECT_EQ(Rules("{ pets { ...F } } fragment F on Named { id }"),
            Names{"PossibleFragmentSpreads"});
  EXPECT_EQ(Rules("{ named { ... on Result { __typename } } }"), kNone);
}

TEST(Validate, FragmentsDoNotContainThemselves) {
  EXPECT_EQ(Rules("{ me { ...A } } fragment A on User { bestFriend { ...A } }"),
            Names{"NoFragmentCycles"});
  EXPECT_EQ(Rules("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
            Names{"NoFragmentCycles"});
}

TEST(Validate, VariableNamesAreUnique) {
  EXPECT_EQ(Rules("query ($a: Int, $a: Int) { echo(int: $a) }"), Names{"UniqueVariableNames"});
}

TEST(Validate, VariablesAreDefined) {
  EXPECT_EQ(Rules("{ ...A } fragment A on Query { echo(list: [$a]) }"),
            Names{"NoUndefinedVariables"});
  EXPECT_EQ(Rules("query ($a: Int!) { ...A } fragment A on Query { echo(list: [$a]) }"), kNone);
}

TEST(Validate, VariablesAreUsed) {
  EXPECT_EQ(Rules("query ($a: Int) { extended }"), Names{"NoUnusedVariables"});
}

TEST(Validate, DirectivesAreKnownAndInTheirPlace) {
  EXPECT_EQ(Rules("{ extended @nothing }"), Names{"KnownDirectives"});
  EXPECT_EQ(Rules("query @include(if: true) { extended }"), Names{"KnownDirectives"});
  EXPECT_EQ(Rules("{ extended @cost(weight: 1) }"), Names{"KnownDirectives"});
  EXPECT_EQ(Rules("query @mark { extended @mark }"), kNone);
}

TEST(Validate, DirectivesAreUniqueUnlessRepeatable) {
  EXPECT_EQ(Rules("{ extended @skip(if: true) @skip(if: true) }"),
            Names{"UniqueDirectivesPerLocation"});
  EXPECT_EQ(Rules("{ extended @mark @mark }"), kNone);
}

TEST(Validate, ArgumentsAreKnown) {
  EXPECT_EQ(Rules("{ me { id(a: 1) } }"), Names{"KnownArgumentNames"});
  EXPECT_EQ(Rules("{ extended @skip(if: true, unless: 1) }"), Names{"KnownArgumentNames"});
}

TEST(Validate, ArgumentNamesAreUnique) {
  EXPECT_EQ(Rules("{ echo(int: 1, int: 1) }"), Names{"UniqueArgumentNames"});
}

TEST(Validate, RequiredArgumentsAreProvided) {
  EXPECT_EQ(Rules("{ user { id } }"), Names{"ProvidedRequiredArguments"});
  EXPECT_EQ(Rules("{ extended @include }"), Names{"ProvidedRequiredArguments"});
  EXPECT_EQ(Rules("{ echo }"), kNone) << "a default value makes an argument optional";
}

TEST(Validate, InputFieldNamesAreUnique) {
  EXPECT_EQ(Rules("{ echo(json: {a: [{b: 1, b: 2}]}) }"), Names{"UniqueInputFieldNames"});
}

TEST(Validate, LiteralsAreValuesOfTheirTypes) {
  for (const auto* value : {"int: 1.0",
                            "int: 2147483648",
                            "int: \"1\"",
                            "float: \"1\"",
                            "string: 1",
                            "string: RED",
                            "boolean: 1",
                            "id: 1.5",
                            "id: RED",
                            "color: NONE",
                            "color: \"RED\"",
                            "list: [1, null]",
                            "list: {a: 1}",
                            "matrix: [[1, \"x\"]]",
                            "required: null",
                            "filter: 1",
                            "filter: [1]",
                            "filter: {}",
                            "filter: {required: true, other: 1}",
                            "filter: {required: null}",
                            "filter: {required: true, since: 5}",
                            "filter: {required: true, range: {from: null}}"}) {
    EXPECT_EQ(Rules("{ echo(" + std::string(value) + ") }"), Names{"ValuesOfCorrectType"}) << value;
  }
  for (const auto* value :
       {"int: -2147483648", "int: null", "float: 1", "float: 1e3", "string: \"\"\"b\"\"\"",
        "id: 12345678901234567890", "id: \"a\"", "color: RED", "list: 1", "list: []",
        "matrix: [1, [2]]", "json: {a: [RED, null]}", "filter: {required: true}",
        "filter: {required: true, not: {required: false}, ranges: {to: 1}}"}) {
    EXPECT_EQ(Rules("{ echo(" + std::string(value) + ") }"), kNone) << value;
  }
}

TEST(Validate, DefaultValuesOfVariablesAreValuesOfTheirTypes) {
  EXPECT_EQ(Rules("query ($a: Int = \"x\") { echo(int: $a) }"), Names{"ValuesOfCorrectType"});
}

TEST(Validate, VariablesFitTheirPlaces) {
  const auto rules = [](std::string_view type, std::string_view use) {
    return Rules("query ($a: " + std::string(type) + ") { echo(" + std::string(use) + ") }");
  };
  const Names refused = {"VariablesInAllowedPosition"};
  EXPECT_EQ(rules("String", "int: $a"), refused);
  EXPECT_EQ(rules("[Int]", "list: $a"), refused);
  EXPECT_EQ(rules("Int", "list: [$a]"), refused);
  EXPECT_EQ(rules("Int", "list: $a"), refused) << "a variable is not coerced to a list";
  EXPECT_EQ(rules("Boolean", "filter: {required: $a}"), refused);
  EXPECT_EQ(rules("Int = null", "list: [$a]"), refused);
  EXPECT_EQ(rules("Int!", "int: $a"), kNone);
  EXPECT_EQ(rules("Boolean = true", "filter: {required: $a}"), kNone);
  EXPECT_EQ(rules("Int", "required: $a"), kNone) << "the place has a default value";
}

TEST(Validate, FieldsWithOneKeyCanBeMerged) {
  const Names refused = {"OverlappingFieldsCanBeMerged"};
  EXPECT_EQ(Rules("{ me { a: id a: email } }"), refused);
  EXPECT_EQ(Rules("{ echo(int: 1) echo(int: 2) }"), refused);
  EXPECT_EQ(Rules("{ echo(int: 1) ...F } fragment F on Query { echo }"), refused);
  EXPECT_EQ(Rules("{ me { bestFriend { a: id } } me { bestFriend { a: email } } }"), refused);
  EXPECT_EQ(Rules("{ named { ... on User { age } ... on Organization { age } } }"), refused)
      << "the types of objects differ, but not the shape that clients expect";
  EXPECT_EQ(Rules("{ anything { ... on Dog { name } ... on Cat { name } } }"), refused);
  EXPECT_EQ(Rules("{ named { ... on User { a: id } ... on Organization { a: name } } }"), refused);
  EXPECT_EQ(Rules("{ pets { ... on Dog { a: size } ... on Cat { a: tags } } }"), refused);
}

TEST(Validate, FieldsOfDifferentObjectsMayDiffer) {
  EXPECT_EQ(Rules("{ anything { ... on User { a: name } ... on Organization { a: age } } }"),
            kNone);
  EXPECT_EQ(Rules("{ echo(filter: {required: true, text: \"a\"}) "
                  "echo(filter: {text: \"a\", required: true}) }"),
            kNone);
  EXPECT_EQ(Rules("{ me { id } me { id } ...F } fragment F on Query { me { id name } }"), kNone);
}

TEST(Validate, NestedIntrospectionListsAreRefused) {
  EXPECT_EQ(
      Rules("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"),
      Names{"MaxIntrospectionDepth"});
  EXPECT_EQ(Rules("{ __schema { types { fields { type { fields { name } } } } } }"), kNone);
}

TEST(ValidateLimits, TheNumberOfErrorsIsBounded) {
  EXPECT_EQ(ErrorsOf("{ a b c d e f }", {.max_errors = 3}).size(), 3u);
  EXPECT_EQ(ErrorsOf("{ a b c d e f }").size(), 6u);
}

// Each fragment spreads the next one twice, so there are 2^100 ways to the last.
TEST(ValidateLimits, FragmentsThatMultiplyAreCheckedInBoundedTime) {
  std::string text = "{ me { ...F0 } } ";
  for (int i = 0; i < 100; ++i) {
    const std::string next = "{ ...F" + std::to_string(i + 1) + " }";
    text += "fragment F" + std::to_string(i) + " on User { a: bestFriend " + next +
            " b: bestFriend " + next + " bestFriend " + next + " } ";
  }
  EXPECT_EQ(Rules(text + "fragment F100 on User { id }"), kNone);
  EXPECT_EQ(Rules(text + "fragment F100 on User { id id: name }"),
            Names{"OverlappingFieldsCanBeMerged"});
}

}  // namespace
}  // namespace bearward::graphql
