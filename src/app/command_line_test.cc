// Every command of the program: misspelled words, names of options, and the reference in docs.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <regex>
#include <set>

#include "app/config.h"
#include "app/local_commands.h"
#include "app/provision_file.h"
#include "app/read_file.h"
#include "app/resource_commands.h"
#include "app/settings.h"
#include "commands/select.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/source_dir.h"
#include "token/api_key.h"

namespace bearward::app {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::Must;

class CommandLineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    resources_ = new ResourceCommands(Must(ResourceCommands::Make()));
    all_ = new std::vector<commands::Command>(resources_->all());
    all_->insert(all_->end(), LocalCommands().begin(), LocalCommands().end());
  }
  static void TearDownTestSuite() {
    delete all_;
    delete resources_;
  }

  // Misspelled returns the word with one letter replaced, dropped, doubled, or two exchanged.
  std::string Misspelled(std::string word, std::size_t from) {
    const std::size_t at = from + random_() % (word.size() - from);
    switch (random_() % 4) {
      case 0:
        word[at] = static_cast<char>('a' + random_() % 26);
        break;
      case 1:
        word.erase(at, 1);
        break;
      case 2:
        word.insert(at, 1, word[at]);
        break;
      default:
        if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
    }
    return word;
  }

  static inline ResourceCommands* resources_ = nullptr;
  static inline std::vector<commands::Command>* all_ = nullptr;
  std::mt19937 random_{14};  // a fixed seed: a failure can be repeated
};

TEST_F(CommandLineTest, MisspelledCommandsNameTheClosestOneOrAll) {
  for (int i = 0; i < 1000; ++i) {
    const commands::Command& command = (*all_)[random_() % all_->size()];
    std::vector<std::string> words = command.words;
    std::string& word = words[random_() % words.size()];
    word = Misspelled(word, 0);
    const commands::Selection selected = commands::Select(*all_, words);
    if (selected.command != nullptr) continue;  // it is another command
    if (selected.problem.empty()) continue;     // a noun alone: its verbs are listed
    EXPECT_THAT(selected.problem, AnyOf(HasSubstr("Did you mean \""), HasSubstr("Known: ")));
  }
}

TEST_F(CommandLineTest, MisspelledOptionsNameTheClosestOneOrAll) {
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const commands::Command* chosen = nullptr;
    do {
      chosen = &(*all_)[random_() % all_->size()];
    } while (chosen->options.empty());
    const commands::Command& command = *chosen;
    const std::string& right = command.options[random_() % command.options.size()].name;
    const std::string wrong = Misspelled(right, 2);
    std::vector<std::string> words = command.words;
    words.push_back(wrong);
    const commands::Selection selected = commands::Select(*all_, words);
    if (selected.problem.empty()) continue;  // it is another option
    ++refused;
    EXPECT_THAT(selected.problem, HasSubstr("unknown option " + wrong));
    EXPECT_THAT(selected.problem, AnyOf(HasSubstr("Did you mean \"--"), HasSubstr("Known: --")));
  }
  EXPECT_GT(refused, 500);
}

TEST_F(CommandLineTest, MisspelledSettingsNameTheClosestOneOrTheList) {
  for (int i = 0; i < 1000; ++i) {
    const auto rows = SettingRows();
    const std::string wrong = Misspelled(rows[random_() % rows.size()].name, 0);
    Config config;
    const auto put = Put(config, {wrong, {"x"}, "test"});
    if (put || !put.error().public_text.contains("Unknown setting")) continue;
    EXPECT_THAT(put.error().public_text,
                AnyOf(HasSubstr("Did you mean \""), HasSubstr("lists the settings")));
  }
}

// A line of the file with every section has its section or its key misspelled.
TEST_F(CommandLineTest, MisspelledWordsOfAProvisioningFileNameTheClosestOneOrTheList) {
  const std::string path = std::string(testing::kSourceDir) + "/examples/demo.toml";
  const std::string text = Must(ReadWholeFile(path));
  std::vector<std::pair<std::size_t, std::size_t>> words;
  const std::regex word("(?:^|\\n)(?:\\[\\[([a-z_]+)\\]\\]|([a-z_]+) =)");
  for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
    // The fields of an object have any names.
    const auto section = text.rfind("\n[", static_cast<std::size_t>(at->position()));
    if (text.substr(section + 1).starts_with("[objects.fields]")) continue;
    const std::size_t group = (*at)[1].matched ? 1 : 2;
    words.emplace_back(at->position(group), at->length(group));
  }
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto [from, size] = words[random_() % words.size()];
    const std::string right = text.substr(from, size);
    const std::string wrong = Misspelled(right, 0);
    const auto parsed =
        ParseProvisionFile(std::string(text).replace(from, size, wrong), "demo.toml");
    if (wrong == right || parsed) continue;
    ++refused;
    const std::string& said = parsed.error().public_text;
    if (!said.contains("nknown")) continue;  // the right key is missing, or the word is no name
    EXPECT_THAT(said, ::testing::StartsWith("demo.toml:")) << wrong;
    EXPECT_THAT(said, AnyOf(HasSubstr("Did you mean \""), HasSubstr("Known"))) << wrong;
  }
  EXPECT_GT(refused, 900);
}

TEST_F(CommandLineTest, MisspelledVariablesNameTheClosestOneOrTheList) {
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto rows = SettingRows();
    std::string name = Misspelled(rows[random_() % rows.size()].name, 0);
    for (std::size_t dot; (dot = name.find('.')) != std::string::npos;) name.replace(dot, 1, "__");
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const std::string variable = "BEARWARD_" + name + "=1";
    const char* const variables[] = {variable.c_str(), nullptr};
    const auto read = ReadEnvironment(variables);
    if (read) continue;  // it is another variable, or has no form of one: it is warned about
    // It is the right name of a file, which does not exist.
    if (read.error().public_text.contains("cannot be opened")) continue;
    ++refused;
    EXPECT_THAT(read.error().public_text,
                AnyOf(HasSubstr("Did you mean \""), HasSubstr("lists the settings")))
        << variable;
  }
  EXPECT_GT(refused, 500);
}

// A field that takes the name of a global option would hide it.
TEST_F(CommandLineTest, OptionsOfACommandHaveDifferentNames) {
  for (const commands::Command& command : *all_) {
    std::set<std::string> names;
    const auto add = [&](const commands::Option& option) {
      EXPECT_TRUE(names.insert(option.name).second) << command.Name() << " " << option.name;
    };
    for (const auto& option : command.options) add(option);
    for (const auto& option : commands::GlobalOptions()) add(option);
    if (command.variants.empty()) continue;
    for (const auto& option : commands::ResourceOptions()) add(option);
  }
}

// Incident class: arguments are visible to every user of the machine.
TEST_F(CommandLineTest, NoOptionTakesASecret) {
  for (const commands::Command& command : *all_) {
    for (const commands::Option& option : command.options) {
      const bool secret = option.member == "password" || option.member == "value" ||
                          option.member == "password_hash" || option.member.ends_with("_secret") ||
                          option.member == "current_password" || option.member == "headers";
      if (!secret) continue;
      EXPECT_EQ(option.kind, commands::ValueKind::kSecretFile) << command.Name() << option.name;
    }
  }
}

TEST(CheckKeyText, KnowsTheFormsOfKeysAndTheirChecksum) {
  testing::FakeEntropy entropy;
  std::string kind;
  const std::string key(token::NewApiKey(false, true, entropy).Reveal());
  EXPECT_EQ(CheckKeyText(key, kind), "");
  EXPECT_EQ(kind, "API key of a user in an organization");
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::string wrong = key;
    wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
    EXPECT_NE(CheckKeyText(wrong, kind), "") << wrong;
  }
  EXPECT_EQ(CheckKeyText("sk_test_0000000000000000000000000000", kind), "");
  EXPECT_EQ(kind, "API key of an environment");
  EXPECT_EQ(CheckKeyText("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44", kind), "");
  EXPECT_EQ(kind, "API key of a user");
  EXPECT_NE(CheckKeyText("", kind), "");
  EXPECT_NE(CheckKeyText("hello", kind), "");
}

}  // namespace
}  // namespace bearward::app
