#include "commands/select.h"

#include <gmock/gmock.h>

#include "commands/help.h"
#include "commands/sample_commands_fixture.h"

namespace bearward::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using List = std::vector<std::string>;

class SelectTest : public ::testing::Test {
 protected:
  Selection Of(const List& words) { return Select(sample_.all, words); }
  SampleCommands sample_;
};

TEST_F(SelectTest, OptionsMayComeBeforeTheCommand) {
  const Selection selected =
      Of({"--data", "policy", "--json", "policy", "get", "a", "--environment", "x", "b"});
  EXPECT_EQ(selected.problem, "");
  EXPECT_EQ(selected.command, &sample_.At("get"));
  EXPECT_THAT(selected.rest,
              ElementsAre("--data", "policy", "--json", "a", "--environment", "x", "b"));
}

TEST_F(SelectTest, WordsBehindTheDashesAreArguments) {
  const Selection selected = Of({"policy", "get", "--", "--nothing", "x"});
  EXPECT_EQ(selected.problem, "");
  EXPECT_THAT(selected.rest, ElementsAre("--", "--nothing", "x"));
}

TEST_F(SelectTest, AMisspelledWordIsReportedWithTheClosestOne) {
  EXPECT_THAT(Of({"polcy"}).problem,
              HasSubstr(R"(unknown command "polcy". Did you mean "policy"?)"));
  EXPECT_THAT(Of({"policy", "craete"}).problem, HasSubstr("\"create\"?"));
  EXPECT_THAT(Of({"policy", "create", "--nmae", "x"}).problem,
              HasSubstr("unknown option --nmae of policy create. Did you mean \"--name\"?"));
  EXPECT_THAT(Of({"policy", "zzzzzzzz"}).problem,
              EndsWith("\"zzzzzzzz\" of policy. Known: create list get delete list-of set."));
}

TEST_F(SelectTest, IncompleteCommandHasNoProblem) {
  const Selection selected = Of({"policy", "--help"});
  EXPECT_EQ(selected.command, nullptr);
  EXPECT_EQ(selected.problem, "");
  EXPECT_THAT(selected.path, ElementsAre("policy"));
  EXPECT_THAT(Of({}).path, IsEmpty());
}

TEST_F(SelectTest, HelpHasEveryOption) {
  const std::string help = CommandHelp(sample_.At("create"));
  for (const Option& option : sample_.At("create").options) {
    EXPECT_THAT(help, HasSubstr("\n  " + option.name));
  }
  EXPECT_THAT(ListHelp(sample_.all, {}), HasSubstr("create, list, get, delete, list-of, set"));
}

// man(7) treats a line that begins with a dot or a quote as a request.
TEST_F(SelectTest, ManualPageEscapesItsText) {
  Command command{.words = {"a"}, .summary = ".B \\x"};
  EXPECT_THAT(ManualPage({command}, "1.2.3"), HasSubstr("\n\\&.B \\ex.\n"));
}

}  // namespace
}  // namespace bearward::commands
