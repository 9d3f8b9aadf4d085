#include "commands/candidates.h"

#include <gmock/gmock.h>

#include "commands/help.h"
#include "commands/sample_commands_fixture.h"
#include "commands/select.h"

namespace bearward::commands {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using List = std::vector<std::string>;

class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() {
    sample_.all.push_back({.words = {"apply"},
                           .summary = "Change the data",
                           .arguments = {{.name = "FILE", .repeats = true}},
                           .options = {{.name = "--to", .member = "FOLDER"}}});
    sample_.all.push_back(
        {.words = {"copy"},
         .summary = "Copy",
         .arguments = {{.name = "ENGINE", .words = {"postgres", "sqlite"}}, {.name = "ID"}}});
    sample_.all.push_back({.words = {"help"},
                           .summary = "Describe a command",
                           .arguments = {{.name = "COMMAND", .required = false, .repeats = true}}});
  }
  Candidates At(const List& words) { return CandidatesAt(sample_.all, words); }
  List WordsAt(const List& words) {
    const Candidates found = At(words);
    EXPECT_EQ(found.source, Source::kWords);
    List names;
    for (const Candidate& one : found.words) names.push_back(one.word);
    return names;
  }
  SampleCommands sample_;
};

TEST_F(CandidatesTest, TheWordsOfCommandsFollowEachOther) {
  EXPECT_THAT(WordsAt({""}), ElementsAre("policy", "apply", "copy", "help"));
  EXPECT_THAT(WordsAt({"policy", "x"}),
              ElementsAre("create", "list", "get", "delete", "list-of", "set"));
  EXPECT_THAT(WordsAt({"polcy", ""}), IsEmpty()) << "a misspelled word";
}

TEST_F(CandidatesTest, OptionsAndTheirValuesMayComeBeforeTheCommand) {
  EXPECT_THAT(WordsAt({"--data", "policy", "--json", "policy", "g"}), Contains("get"));
  EXPECT_THAT(WordsAt({"--data=x", "p"}), Contains("policy"));
}

TEST_F(CandidatesTest, HelpIsFollowedByTheWordsOfCommands) {
  EXPECT_THAT(WordsAt({"help", "p"}), ElementsAre("policy", "apply", "copy", "help"));
  EXPECT_THAT(WordsAt({"help", "policy", ""}), Contains("list-of"));
}

TEST_F(CandidatesTest, OptionsAreThoseOfTheCommandThatMayStillBeGiven) {
  const List all = WordsAt({"policy", "create", "--"});
  EXPECT_THAT(all, IsSupersetOf({"--name", "--permission", "--environment", "--data"}));
  const List rest =
      WordsAt({"policy", "create", "--name", "x", "--permission", "a", "--data=y", "--"});
  EXPECT_THAT(rest, Not(Contains("--name")));
  EXPECT_THAT(rest, Not(Contains("--data")));
  EXPECT_THAT(rest, Contains("--permission")) << "it may be repeated";
  EXPECT_THAT(WordsAt({"apply", "-"}), Not(Contains("--environment"))) << "of resources only";
}

TEST_F(CandidatesTest, ValuesAreThoseOfAClosedSet) {
  EXPECT_THAT(WordsAt({"policy", "create", "--color", "g"}), ElementsAre("red", "green"));
  EXPECT_THAT(WordsAt({"policy", "create", "--color=g"}),
              ElementsAre("--color=red", "--color=green"));
  EXPECT_THAT(WordsAt({"policy", "create", "--enabled="}),
              ElementsAre("--enabled=true", "--enabled=false"));
  EXPECT_THAT(WordsAt({"policy", "create", "--name", ""}), IsEmpty());
  EXPECT_THAT(WordsAt({"policy", "create", "--nothing=x"}), IsEmpty());
  EXPECT_THAT(WordsAt({"copy", "p"}), ElementsAre("postgres", "sqlite"));
  EXPECT_THAT(WordsAt({"copy", "sqlite", ""}), IsEmpty()) << "an id is not known";
}

TEST_F(CandidatesTest, ClearIsFollowedByWhatMayBeNull) {
  EXPECT_THAT(WordsAt({"policy", "create", "--clear", ""}),
              ElementsAre("organization", "external-id", "expires", "password-file"));
}

TEST_F(CandidatesTest, FilesAndFoldersAreThoseOfTheFileSystem) {
  EXPECT_EQ(At({"apply", "a.toml", ""}).source, Source::kFiles);
  EXPECT_EQ(At({"policy", "create", "--password-file", ""}).source, Source::kFiles);
  EXPECT_EQ(At({"policy", "create", "--password-file=x"}).source, Source::kFiles);
  EXPECT_EQ(At({"--config", ""}).source, Source::kFiles);
  EXPECT_EQ(At({"--data", ""}).source, Source::kFolders);
  EXPECT_EQ(At({"apply", "--to=x"}).source, Source::kFolders);
}

TEST_F(CandidatesTest, WhenNoArgumentIsMissingOptionsFollow) {
  EXPECT_THAT(WordsAt({"policy", "list", ""}), Contains("--limit"));
  EXPECT_THAT(WordsAt({"copy", "sqlite", "x", ""}), Contains("--json"));
  EXPECT_THAT(WordsAt({"policy", "list", "--", ""}), IsEmpty());
}

TEST_F(CandidatesTest, BehindTheDashesAreArguments) {
  EXPECT_EQ(At({"apply", "--", "--to"}).source, Source::kFiles);
}

TEST_F(CandidatesTest, TheTextHasALineForEachWordOrNamesTheSource) {
  EXPECT_EQ(CandidatesText({.words = {{"a", "first\tof\ntwo"}, {"b"}}}), "a\tfirst of two\nb\n");
  EXPECT_EQ(CandidatesText(At({"apply", ""})), ":files\n");
  EXPECT_EQ(CandidatesText(At({"--data", ""})), ":folders\n");
}

TEST_F(CandidatesTest, EveryShellHasAScriptAndAnotherOneIsRefused) {
  for (const std::string& shell : Shells()) {
    EXPECT_THAT(testing::Must(Completion(shell)), HasSubstr("completion " + shell + " --"));
  }
  EXPECT_THAT(Completion("bsh").error().public_text, HasSubstr("\"bash\"?"));
}

}  // namespace
}  // namespace bearward::commands
