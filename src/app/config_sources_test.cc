// Which settings file a command reads, and with which options other commands reach the same data.
#include "app/config_sources.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>
#include <vector>

#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

class ConfigSourcesTest : public ::testing::Test {
 protected:
  ConfigSourcesTest() {
    Write(system_, "/system");
    Write(named_, "/named");
  }
  static void Write(const std::string& file, const std::string& data) {
    std::ofstream(file) << "[server]\ndata = \"" << data << "\"\nissuer = \"https://"
                        << data.substr(1) << ".example\"\n";
  }
  base::Result<Config> Load(ConfigOptions options, const std::vector<std::string>& variables = {}) {
    std::vector<const char*> environment;
    for (const std::string& variable : variables) environment.push_back(variable.c_str());
    environment.push_back(nullptr);
    options.environment = environment.data();
    return LoadConfig(options, system_);
  }

  testing::TempDir temp_;
  const std::string system_ = temp_.File("system.toml");
  const std::string named_ = temp_.File("named.toml");
  const std::string variable_ = "BEARWARD_CONFIG=" + named_;
};

TEST_F(ConfigSourcesTest, TheSystemsFileIsReadIfNothingElseIsNamed) {
  const Config config = Must(Load({}));
  EXPECT_EQ(config.data, "/system");
  EXPECT_EQ(config.issuer, "https://system.example");
  EXPECT_EQ(config.reached_by, "");
  EXPECT_EQ(Must(Load({}, {"BEARWARD_CONFIG="})).data, "/system");
}

TEST_F(ConfigSourcesTest, WithoutAFileOfTheSystemTheDefaultsHold) {
  ASSERT_EQ(std::remove(system_.c_str()), 0);
  EXPECT_EQ(Must(Load({})).data, "./data");
}

TEST_F(ConfigSourcesTest, ANamedFileReplacesThatOfTheSystem) {
  EXPECT_EQ(Must(Load({.config_file = named_})).data, "/named");
  const Config config = Must(Load({}, {variable_}));
  EXPECT_EQ(config.data, "/named");
  EXPECT_EQ(config.reached_by, " --config " + named_);
  EXPECT_THAT(config.warnings, IsEmpty());
  const Config system = Must(Load({.config_file = system_}, {variable_}));
  EXPECT_EQ(system.data, "/system") << "the option comes first";
  EXPECT_EQ(system.reached_by, "") << "commands find that file without an option";
}

// Otherwise the key of a trial would be made with the issuer and the database of the installation.
TEST_F(ConfigSourcesTest, OtherDataDoNotGetTheSystemsSettings) {
  const Config by_option = Must(Load({.data = "/own"}));
  EXPECT_EQ(by_option.data, "/own");
  EXPECT_EQ(by_option.issuer, "");
  EXPECT_EQ(by_option.reached_by, " --data /own");
  const Config by_variable = Must(Load({}, {"BEARWARD_SERVER__DATA=/own"}));
  EXPECT_EQ(by_variable.data, "/own");
  EXPECT_EQ(by_variable.issuer, "");
  EXPECT_EQ(by_variable.reached_by, " --data /own");
  EXPECT_EQ(Must(Load({.memory = true})).issuer, "");
}

TEST_F(ConfigSourcesTest, ANamedFileAndDataAreBothUsed) {
  const Config config = Must(Load({.config_file = named_, .data = "/own"}));
  EXPECT_EQ(config.data, "/own");
  EXPECT_EQ(config.issuer, "https://named.example");
  EXPECT_EQ(config.reached_by, " --config " + named_ + " --data /own");
}

TEST_F(ConfigSourcesTest, AFileThatCannotBeReadIsNotSkipped) {
  const auto missing = Load({}, {"BEARWARD_CONFIG=" + temp_.File("none.toml")});
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().public_text, HasSubstr("none.toml"));
  std::ofstream(system_) << "[server]\nhtpp = \"off\"\n";
  const auto wrong = Load({});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().public_text, HasSubstr(system_ + ":2"));
}

TEST_F(ConfigSourcesTest, AMisspelledVariableOfTheFileIsNamed) {
  const auto doubled = Load({}, {"BEARWARD__CONFIG=" + named_});
  ASSERT_FALSE(doubled);
  EXPECT_THAT(doubled.error().public_text, HasSubstr("Did you mean \"BEARWARD_CONFIG\"?"));
  const Config config = Must(Load({}, {"BEARWARD_CONFG=" + named_}));
  ASSERT_EQ(config.warnings.size(), 1U);
  EXPECT_THAT(config.warnings[0], HasSubstr("BEARWARD_CONFIG"));
}

}  // namespace
}  // namespace bearward::app
