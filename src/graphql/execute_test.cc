#include "graphql/execute.h"

#include <gtest/gtest.h>

#include "graphql/sample_fixture.h"
#include "graphql/validate.h"

namespace bearward::graphql {
namespace {

// TickingClock advances by `step` nanoseconds with each reading.
class TickingClock final : public base::Clock {
 public:
  explicit TickingClock(std::int64_t step) : step_(step) {}
  base::Time Now() const override { return {}; }
  std::int64_t Ticks() const override { return now_ += step_; }

 private:
  std::int64_t step_;
  mutable std::int64_t now_ = 0;
};

// Answer is the response to one document.
struct Answer {
  Response response;
  json::Value json;
  int calls = 0;

  std::string Data() const {
    const json::Value* data = json.Find("data");
    return data == nullptr ? "absent" : json::ToText(*data);
  }
  // Message returns the message of error `i`.
  std::string Message(std::size_t i = 0) const {
    return i < response.errors.size() ? response.errors[i].message : "";
  }
};

const Schema& Sample() {
  static const Schema schema = testing::SampleSchema();
  return schema;
}

Answer Ask(std::string_view text, std::string_view variables = "null", const Limits& limits = {},
           std::int64_t step = 0, std::string_view name = "") {
  Answer answer;
  const auto document = Document::Parse(text);
  EXPECT_TRUE(document) << text;
  if (!document) return answer;
  const auto errors = Validate(Sample(), *document);
  EXPECT_TRUE(errors.empty()) << text << ": " << errors.front().message;
  if (!errors.empty()) return answer;
  testing::SampleContext context = testing::SampleData();
  const auto values = json::Parse(variables);
  answer.response =
      Execute(Sample(), *document,
              {.operation_name = name, .variables = *values, .context = Handle::Of(context)},
              TickingClock(step), limits);
  answer.json = *json::Parse(answer.response.text);
  answer.calls = context.calls;
  return answer;
}

std::string Data(std::string_view text, std::string_view variables = "null") {
  return Ask(text, variables).Data();
}

TEST(Execute, FieldsAreMergedInTheOrderOfTheirFirstSelection) {
  EXPECT_EQ(
      Data("{ me { id pet { __typename } } ...F me { b: name id pet { ... on Cat { name } } } } "
           "fragment F on Query { extended me { age } }"),
      R"({"me":{"id":"u1","pet":{"__typename":"Cat","name":"Tom"},"age":41,"b":"Ann"},)"
      R"("extended":true})");
}

TEST(Execute, FragmentsApplyByTheTypeOfTheObject) {
  EXPECT_EQ(Data("{ named { __typename ... on User { id } ... on Organization { name } "
                 "... on Result { ... on Dog { barks } } } }"),
            "{\"named\":[{\"__typename\":\"User\",\"id\":\"u1\"},"
            "{\"__typename\":\"Organization\",\"name\":null}]}");
}

TEST(Execute, SkipAndIncludeRemoveSelections) {
  EXPECT_EQ(Data("query ($t: Boolean!, $f: Boolean = false) { a: extended @skip(if: $t) "
                 "b: extended @include(if: $t) c: extended @include(if: $f) "
                 "... @skip(if: $f) { d: extended } ...F @include(if: $t) @skip(if: true) } "
                 "fragment F on Query { e: extended }",
                 R"({"t":true})"),
            R"({"b":true,"d":true})");
}

TEST(Execute, ArgumentsAreCoercedWithDefaultsAndVariables) {
  EXPECT_EQ(
      Data("query ($l: [Int!], $c: Color = BLUE, $n: Int) { echo(float: 2, list: $l, "
           "matrix: [1, [$n]], color: $c, int: $n, id: 5, filter: {required: true, range: {}}) }",
           R"({"l":3})"),
      R"({"echo":{"float":2.0,"string":"x","id":"5","color":"BLUE","list":[3],)"
      R"("matrix":[[1],[null]],"filter":{"range":{"from":1,"step":1.5},"required":true,)"
      R"("since":"2026-01-01"},"required":7}})");
}

TEST(Execute, WrongVariablesAreRefusedBeforeTheExecution) {
  const auto refused = [](std::string_view text, std::string_view variables) {
    const Answer answer = Ask(text, variables);
    EXPECT_FALSE(answer.response.has_data);
    EXPECT_EQ(answer.Data(), "absent");
    EXPECT_EQ(answer.calls, 0);
    return answer.Message();
  };
  EXPECT_EQ(refused("query ($a: Int!) { echo(int: $a) }", "{}"),
            "Variable \"$a\" of required type \"Int!\" was not provided.");
  EXPECT_EQ(refused("query ($a: [Int!]) { echo(list: $a) }", R"({"a":[1,"x"]})"),
            "Variable \"$a\" got an invalid value at \"a[1]\". Int cannot represent non-integer "
            "value.");
  EXPECT_EQ(
      refused("query ($a: Filter) { echo(filter: $a) }", R"({"a":{"required":true,"txet":1}})"),
      "Variable \"$a\" got an invalid value. Field \"txet\" is not "
      "defined by type \"Filter\". Did you mean \"text\"?");
  EXPECT_EQ(refused("query ($a: Color) { echo(color: $a) }", R"({"a":"red"})"),
            "Variable \"$a\" got an invalid value. Value does not exist in \"Color\" enum. "
            "Did you mean \"RED\"?");
  EXPECT_EQ(refused("query ($a: Int) { echo(int: $a) }", "[1]"),
            "The variables must be a JSON object.");
}

// The value of a variable or a string may be a password.
TEST(Execute, AnErrorDoesNotContainTheValueThatWasRefused) {
  EXPECT_EQ(Ask("query ($a: Filter) { echo(filter: $a) }", R"({"a":{"hunter2":"hunter2"}})")
                .response.text.find(":\"hunter2\""),
            std::string::npos);
  for (const auto* text : {"{ echo(int: \"hunter2\") }", "{ echo(filter: [\"hunter2\"]) }",
                           "{ strictEcho(json: {a: \"hunter2\"}) }", "{ echo \"hunter2\" }"}) {
    const auto document = Document::Parse(text);
    const auto errors = document ? Validate(Sample(), *document) : std::vector{document.error()};
    ASSERT_FALSE(errors.empty());
    for (const Error& error : errors) {
      EXPECT_EQ(error.message.find("hunter2"), std::string::npos) << error.message;
    }
  }
}

TEST(Execute, AFailedFieldIsNullAndHasAPath) {
  const Answer answer = Ask("{ failing anything { __typename } }");
  EXPECT_EQ(answer.response.text,
            R"({"errors":[{"message":"It failed.","locations":[{"line":1,"column":3}],)"
            R"("path":["failing"],"extensions":{"code":"sample_error"}},)"
            R"({"message":"One element failed.","locations":[{"line":1,"column":11}],)"
            R"("path":["anything",3],"extensions":{"code":"sample_error"}}],)"
            R"("data":{"failing":null,"anything":[{"__typename":"Failure"},null,)"
            R"({"__typename":"Cat"},null,{"__typename":"Dog"}]}})");
}

TEST(Execute, NullOfANonNullFieldReplacesTheNearestNullableParent) {
  EXPECT_EQ(Data("{ me { id bestFriend { id email } } }"),
            R"({"me":{"id":"u1","bestFriend":null}})");
  EXPECT_EQ(Data("{ me { matrix } extended }"), R"({"me":{"matrix":null},"extended":true})");
  EXPECT_EQ(Data("{ extended me { strictFriends { active } } }"), "null");
  EXPECT_EQ(Data("{ organizations { id members { data { id } } } }"),
            R"({"organizations":[null,null]})");
}

TEST(Execute, NothingBelowAReplacedObjectRuns) {
  const Answer answer =
      Ask("{ user(id: 1) { pet { ... on Cat { name } } } me { bestFriend { email "
          "friends { id } } } }");
  EXPECT_EQ(answer.response.errors.size(), 1u);
}

TEST(Execute, AResultOfAnotherTypeIsAnError) {
  auto schema = Schema::Parse(
      "type Query { i: Int l: [Int] q: Query e: E u: U } enum E { A } "
      "type Other { a: Int } type Third { a: Int } union U = Other");
  ASSERT_TRUE(schema);
  static const int object = 5;
  const auto give = [&](std::string_view field, Value value) {
    ASSERT_TRUE(schema->SetResolver("Query", field, [value](Batch& batch) -> base::Status {
      batch.Set(0, value);
      return {};
    }));
  };
  give("i", Value::Int(std::int64_t{1} << 31));
  give("l", Value::Int(1));
  give("q", Value::Text("x"));
  give("e", Value::Text("B"));
  give("u", Value::Object(Handle::Of(object), "Third"));
  const auto document = Document::Parse("{ i l q { i } e u { __typename } }");
  const Response response = Execute(*schema, *document, {.variables = {}}, TickingClock(0));
  EXPECT_EQ(response.errors.size(), 5u);
  EXPECT_TRUE(response.text.ends_with(R"("data":{"i":null,"l":null,"q":null,"e":null,"u":null}})"));
}

TEST(Execute, OperationsAreChosenByName) {
  const std::string text = "query A { extended } query B { me { id } }";
  EXPECT_EQ(Ask(text, "null", {}, 0, "B").Data(), R"({"me":{"id":"u1"}})");
  EXPECT_FALSE(Ask(text).response.has_data);
  EXPECT_EQ(Ask(text, "null", {}, 0, "C").Message(), "Unknown operation named \"C\".");
  EXPECT_FALSE(Ask("subscription { ticks }").response.has_data);
}

// Log is what the resolvers of the next test did.
struct Log {
  std::vector<std::string> lines;
};

TEST(Execute, RootFieldsOfAMutationRunOneAfterAnotherWithTheirSubfields) {
  auto schema = Schema::Parse(
      "type Query { q: Int } type Mutation { a: Part b: Part } "
      "type Part { x: Int y: Part }");
  ASSERT_TRUE(schema);
  const auto log = [](std::string line, bool is_object) -> Resolver {
    return [line, is_object](Batch& batch) -> base::Status {
      batch.Context<Log>().lines.push_back(line);
      if (is_object) batch.Set(0, Value::Object(Handle::Of(batch.Context<Log>())));
      return {};
    };
  };
  ASSERT_TRUE(schema->SetResolver("Mutation", "a", log("a", true)));
  ASSERT_TRUE(schema->SetResolver("Mutation", "b", log("b", true)));
  ASSERT_TRUE(schema->SetResolver("Part", "x", log("x", false)));
  ASSERT_TRUE(schema->SetResolver("Part", "y", log("y", true)));
  const auto document = Document::Parse("mutation { a { x y { x } } b { x } }");
  Log lines;
  Execute(*schema, *document, {.variables = {}, .context = Handle::Of(lines)}, TickingClock(0));
  EXPECT_EQ(lines.lines, (std::vector<std::string>{"a", "x", "y", "x", "b", "x"}));
}

TEST(Execute, CustomDirectivesReachTheResolver) {
  auto schema =
      Schema::Parse("directive @mark(label: String = \"d\") on FIELD type Query { q: String }");
  ASSERT_TRUE(schema);
  ASSERT_TRUE(schema->SetResolver("Query", "q", [](Batch& batch) -> base::Status {
    const AppliedDirective& mark = batch.directives().front();
    batch.Set(0, Value::Text(batch.KeepText(*mark.arguments.FindText("label"))));
    return {};
  }));
  const auto document = Document::Parse("{ q @skip(if: false) @mark r: q @mark(label: \"e\") }");
  EXPECT_EQ(Execute(*schema, *document, {.variables = {}}, TickingClock(0)).text,
            R"({"data":{"q":"d","r":"e"}})");
}

// Request::admit sees every root field that will run before the first resolver.
TEST(Execute, ARootFieldThatIsNotAdmittedStopsTheWholeOperation) {
  const Schema schema = testing::SampleSchema();
  testing::SampleContext context = testing::SampleData();
  const auto document = Document::Parse(
      "{ extended ...F skipped: me @skip(if: true) { id } } fragment F on Query { org: "
      "organization { id } }");
  ASSERT_TRUE(document);
  std::vector<std::string> asked;
  const auto run = [&](std::string_view refused) {
    asked.clear();
    context.calls = 0;
    const json::Value none;
    return Execute(schema, *document,
                   {.variables = none,
                    .context = Handle::Of(context),
                    .admit = [&](std::string_view field) -> base::Status {
                      asked.emplace_back(field);
                      if (field != refused) return {};
                      return base::Fail(base::Denied("FORBIDDEN", "Not allowed."));
                    }},
                   TickingClock(0));
  };
  const Response refused = run("organization");
  EXPECT_EQ(refused.text,
            R"({"errors":[{"message":"Not allowed.","locations":[{"line":1,"column":76}],)"
            R"("path":["org"],"extensions":{"code":"FORBIDDEN"}}],"data":null})");
  EXPECT_EQ(context.calls, 0);
  EXPECT_TRUE(refused.has_data);
  EXPECT_TRUE(run("me").errors.empty()) << "a skipped field is not asked about";
  EXPECT_EQ(asked, (std::vector<std::string>{"extended", "organization"}));
}

TEST(ExecuteLimits, DepthAliasesAndCostAreBoundedAcrossFragments) {
  const auto code = [](std::string_view text, const Limits& limits) {
    const Answer answer = Ask(text, "null", limits);
    return answer.response.errors.empty() ? "" : answer.response.errors.front().code;
  };
  const std::string deep = "{ me { ...F } } fragment F on User { bestFriend { id } }";
  EXPECT_EQ(code(deep, {.max_depth = 3}), "");
  EXPECT_EQ(code(deep, {.max_depth = 2}), kLimitExceeded);
  const std::string aliases =
      "{ a: extended ...F ...F b: me { ...G } } fragment F on Query { c: extended } "
      "fragment G on User { d: id }";
  EXPECT_EQ(code(aliases, {.max_aliases = 5}), "");
  EXPECT_EQ(code(aliases, {.max_aliases = 4}), kLimitExceeded);
  // organization, members, and 7 times: data, id, and friends with 5 times id.
  const std::string cost = "{ organization { members(limit: 7) { data { id friends { id } } } } }";
  EXPECT_EQ(code(cost, {.max_cost = 2 + 7 * (1 + 1 + 1 + 2)}), "");
  EXPECT_EQ(code(cost, {.max_cost = 2 + 7 * (1 + 1 + 1 + 2) - 1}), kLimitExceeded);
}

// The number of fields is 2^90; it neither overflows nor is it counted one by one.
TEST(ExecuteLimits, FragmentsThatMultiplyAreCountedInBoundedTime) {
  std::string text = "{ me { ...F0 } } ";
  for (int i = 0; i < 90; ++i) {
    const std::string next = "{ ...F" + std::to_string(i + 1) + " } ";
    text += "fragment F" + std::to_string(i) + " on User { a: bestFriend " + next +
            "b: bestFriend " + next + "} ";
  }
  const Answer answer =
      Ask(text + "fragment F90 on User { id }", "null", {.max_depth = 1'000, .max_aliases = ~0ull});
  EXPECT_EQ(answer.response.errors.front().code, kLimitExceeded);
  EXPECT_EQ(answer.calls, 0);
}

TEST(ExecuteLimits, FieldsAfterTheTimeLimitFail) {
  const Limits limits{.max_time = std::chrono::milliseconds(10)};
  const std::string text = "{ extended me { id } }";
  EXPECT_TRUE(Ask(text, "null", limits, 3'000'000).response.errors.empty());
  const Answer late = Ask(text, "null", limits, 4'000'000);
  EXPECT_EQ(late.response.errors.front().code, kLimitExceeded);
  EXPECT_EQ(late.Data(), "null");
  EXPECT_EQ(late.calls, 2);
}

TEST(ExecuteLimits, TheNumberOfErrorsIsBounded) {
  const Answer answer =
      Ask("{ a: failing b: failing c: failing d: failing }", "null", {.max_errors = 2});
  ASSERT_EQ(answer.response.errors.size(), 3u);
  EXPECT_EQ(answer.Message(2), "2 further errors were left out; the limit is 2.");
  EXPECT_EQ(answer.Data(), R"({"a":null,"b":null,"c":null,"d":null})");
}

TEST(Execute, IntrospectionDescribesTheSchema) {
  EXPECT_EQ(Data("{ __type(name: \"Color\") { kind name enumValues { name } "
                 "all: enumValues(includeDeprecated: true) { name deprecationReason } } "
                 "none: __type(name: \"None\") { name } __schema { mutationType { name } } }"),
            R"({"__type":{"kind":"ENUM","name":"Color","enumValues":[{"name":"RED"},)"
            R"({"name":"GREEN"}],"all":[{"name":"RED","deprecationReason":null},)"
            R"({"name":"GREEN","deprecationReason":null},)"
            R"({"name":"BLUE","deprecationReason":"Use GREEN."}]},"none":null,)"
            R"("__schema":{"mutationType":{"name":"Mutation"}}})");
}

}  // namespace
}  // namespace bearward::graphql
