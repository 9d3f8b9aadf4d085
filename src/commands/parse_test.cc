#include "commands/parse.h"

#include <gmock/gmock.h>

#include "commands/sample_commands_fixture.h"

namespace bearward::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using List = std::vector<std::string>;

constexpr base::Time kNow = base::Time(std::chrono::milliseconds(1'900'000'000'000));

class ParseTest : public ::testing::Test {
 protected:
  base::Result<std::vector<Request>> Read(std::string_view verb, const List& words) {
    const Command& command = sample_.At(verb);
    BW_TRY_ASSIGN(const Words read, ParseWords(command, words));
    return RequestsOf(command, read, kNow, [](const std::string& file) {
      return base::Result<std::string>("content of " + file + "\n");
    });
  }
  std::string BodyOf(const List& words) {
    return testing::Must(Read("create", words)).front().body;
  }
  std::string TargetOf(std::string_view verb, const List& words) {
    return testing::Must(Read(verb, words)).front().target;
  }
  std::string ErrorOf(std::string_view verb, const List& words) {
    const auto read = Read(verb, words);
    if (read) return "no error";
    EXPECT_EQ(read.error().reason, "usage");
    return read.error().public_text;
  }
  SampleCommands sample_;
};

TEST_F(ParseTest, MembersOfTheBodyAreOptionsOfTheirType) {
  EXPECT_EQ(BodyOf({"--name", "a b", "--count", "-7", "--enabled", "--color=red"}),
            R"({"name":"a b","count":-7,"enabled":true,"color":"red"})");
  EXPECT_EQ(BodyOf({"--name=x", "--enabled=false", "--permission", "a:b", "--permission", "c:d"}),
            R"({"name":"x","permissions":["a:b","c:d"],"enabled":false})");
  EXPECT_EQ(
      BodyOf({"--name", "x", "--metadata", "a=1", "--metadata", "b=x=y", "--rules", "[1, 2]"}),
      R"({"name":"x","metadata":{"a":"1","b":"x=y"},"rules":[1,2]})");
  EXPECT_EQ(BodyOf({"--name", "\"\n", "--external-id", "é"}),
            R"({"name":"\"\n","external_id":"é"})");
}

TEST_F(ParseTest, SecretIsReadFromAFileAndIsNoOptionByItself) {
  EXPECT_EQ(BodyOf({"--name", "x", "--password-file", "-"}),
            R"({"name":"x","password":"content of -"})");
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--password", "hunter2"}),
              HasSubstr("unknown option --password"));
}

TEST_F(ParseTest, TimeIsADurationFromNowOrATimeOrNever) {
  EXPECT_EQ(BodyOf({"--name", "x", "--expires", "90d"}),
            R"({"name":"x","expires_at":"2030-06-15T17:46:40.000Z"})");
  EXPECT_EQ(BodyOf({"--name", "x", "--expires", "2031-05-06T07:08:09Z"}),
            R"({"name":"x","expires_at":"2031-05-06T07:08:09.000Z"})");
  EXPECT_EQ(BodyOf({"--name", "x", "--expires", "never"}), R"({"name":"x","expires_at":null})");
  EXPECT_EQ(BodyOf({"--name", "x", "--clear", "expires"}), R"({"name":"x","expires_at":null})");
  EXPECT_EQ(TargetOf("list", {"--from", "30m"}), "/things?from=2030-03-17T17%3A16%3A40.000Z");
  EXPECT_EQ(BodyOf({"--name", "x", "--to", "30m"}),
            R"({"name":"x","to":"2030-03-17T17:16:40.000Z"})")
      << "the bounds of a range are in the past";
  for (const char* text : {"soon", "", "90", "d", "-1d", "1.5h", "1w", "99999999999999999999d",
                           "100000001s", "2031-13-06T07:08:09Z"}) {
    EXPECT_THAT(ErrorOf("create", {"--name", "x", "--expires", text}), HasSubstr("is not a time"))
        << text;
  }
}

TEST_F(ParseTest, OptionOfThePathSelectsTheRoute) {
  EXPECT_EQ(TargetOf("create", {"--name", "x"}), "/things");
  EXPECT_EQ(TargetOf("create", {"--name", "x", "--organization", "org_1"}),
            "/organizations/org_1/things");
  // Only the other route has --count, and there the organization is a member of the body.
  const auto read =
      testing::Must(Read("create", {"--name", "x", "--organization", "org_1", "--count", "1"}));
  EXPECT_EQ(read.front().target, "/things");
  EXPECT_EQ(read.front().body, R"({"name":"x","organization_id":"org_1","count":1})");
}

TEST_F(ParseTest, ArgumentsArePercentEncodedIntoThePath) {
  EXPECT_EQ(TargetOf("get", {"a/../b?c=d#e", "f g%"}),
            "/things/a%2F..%2Fb%3Fc%3Dd%23e/parts/f%20g%25");
  EXPECT_EQ(TargetOf("get", {"--", "--a", "-b"}), "/things/--a/parts/-b");
  EXPECT_EQ(TargetOf("list", {"--limit", "5", "--after", "a&b"}), "/things?limit=5&after=a%26b");
}

TEST_F(ParseTest, EveryMistakeIsNamed) {
  EXPECT_THAT(ErrorOf("get", {"a"}), HasSubstr("EXTERNAL_ID is missing"));
  EXPECT_THAT(ErrorOf("get", {"a", "b", "c"}), HasSubstr("too many arguments: \"c\""));
  EXPECT_THAT(ErrorOf("create", {}), HasSubstr("--name is missing"));
  EXPECT_THAT(ErrorOf("create", {"--name"}), HasSubstr("--name needs a value"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--count", "1x"}), HasSubstr("--count cannot be"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--enabled=yes"}), HasSubstr("--enabled=false"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--color", "gren"}), HasSubstr("\"green\"?"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--metadata", "a"}), HasSubstr("NAME=VALUE"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--rules", "{"}), HasSubstr("JSON"));
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--limit", "1"}), HasSubstr("unknown option"));
  // What the server ignores is no option.
  EXPECT_THAT(ErrorOf("create", {"--name", "x", "--ip-address", "::1"}),
              HasSubstr("unknown option"));
}

// A misspelled name was ignored, and the command succeeded without a change.
TEST_F(ParseTest, ClearNamesAnOptionThatHasNoValueAfterwards) {
  const auto error = [this](const List& words) {
    List all = {"--name", "x"};
    all.insert(all.end(), words.begin(), words.end());
    return ErrorOf("create", all);
  };
  EXPECT_EQ(error({"--clear", "expire"}),
            "--clear cannot be \"expire\". Did you mean \"expires\"?");
  EXPECT_THAT(error({"--clear", "--nothing"}),
              HasSubstr("Known: organization external-id expires password-file."));
  EXPECT_THAT(error({"--clear", "name"}), HasSubstr("--clear cannot be \"name\""));
  EXPECT_THAT(error({"--clear", "count"}), HasSubstr("--clear cannot be \"count\""));
  EXPECT_EQ(error({"--clear", "expires", "--expires", "1d"}),
            "--expires and --clear expires contradict each other.");
  EXPECT_EQ(BodyOf({"--name", "x", "--clear", "--expires"}), R"({"name":"x","expires_at":null})");
  EXPECT_THAT(ErrorOf("list", {"--clear", "from"}), HasSubstr("This command removes no value."));
}

TEST_F(ParseTest, ClearedRequiredListIsEmpty) {
  EXPECT_THAT(ErrorOf("set", {"a"}), HasSubstr("--permission is missing"));
  const auto read = testing::Must(Read("set", {"a", "--clear", "permission"}));
  EXPECT_EQ(read.front().body, R"({"permissions":[]})");
}

TEST_F(ParseTest, OneValueIsGivenOnce) {
  EXPECT_EQ(ErrorOf("create", {"--name", "x", "--name", "y"}),
            "--name is given twice. Give it once.");
  EXPECT_EQ(ErrorOf("list", {"--data", "a", "--data", "b"}),
            "--data is given twice. Give it once.");
}

TEST_F(ParseTest, ArgumentOfAClosedSetIsChecked) {
  const Command command{.words = {"copy"},
                        .summary = "Copy",
                        .arguments = {{.name = "ENGINE", .words = {"postgres", "sqlite"}}}};
  const auto error = [&](const List& words) {
    return ParseWords(command, words).error().public_text;
  };
  EXPECT_EQ(error({"postgre"}), "ENGINE cannot be \"postgre\". Did you mean \"postgres\"?");
  EXPECT_EQ(error({"x"}), "ENGINE cannot be \"x\". Known: postgres sqlite.");
  EXPECT_TRUE(ParseWords(command, List{"sqlite"}));
  EXPECT_TRUE(ParseWords(command, List{"--help"}));
}

TEST_F(ParseTest, EveryVariantThatFitsIsARequest) {
  EXPECT_EQ(testing::Must(Read("delete", {"a"})).size(), 2U);
  const Command& create = sample_.At("create");
  EXPECT_EQ(create.Usage(), "bearward policy create --name TEXT [OPTIONS]");
  EXPECT_EQ(sample_.At("get").summary, "get");
  EXPECT_EQ(sample_.At("set").summary, "Set permissions");
  EXPECT_THAT(sample_.At("get").arguments,
              ElementsAre(::testing::Field(&Argument::name, "ID"),
                          ::testing::Field(&Argument::name, "EXTERNAL_ID")));
}

TEST_F(ParseTest, NamesFollowFromTheRoute) {
  EXPECT_EQ(sample_.At("list-of").arguments.front().name, "USER");
  // The list can say what the single value can.
  EXPECT_EQ(BodyOf({"--name", "x", "--role-slug", "a", "--role-slug", "b"}),
            R"({"name":"x","role_slugs":["a","b"]})");
}

TEST_F(ParseTest, RowWithAnUnknownOperationIsADefect) {
  constexpr VerbRow kWrong[] = {{"policy", "create", {"creat"}}};
  EXPECT_FALSE(CommandsOf(kWrong, sample_.routes));
}

}  // namespace
}  // namespace bearward::commands
