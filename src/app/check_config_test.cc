#include "app/check_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "http/server.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class CheckConfigTest : public ::testing::Test {
 protected:
  CheckConfigTest() {
    config_.data = folder_.File("data");
    config_.http = "127.0.0.1:0";
    config_.https = "off";
    config_.password_cost = {.memory_kib = 8, .passes = 1};
  }
  std::string Check() {
    const auto checked = CheckConfig(config_, warnings_);
    return checked ? "good" : checked.error().public_text;
  }
  testing::TempDir folder_;
  Config config_;
  std::vector<std::string> warnings_;
};

TEST_F(CheckConfigTest, GoodConfigurationLeavesNoTrace) {
  EXPECT_EQ(Check(), "good");
  EXPECT_TRUE(warnings_.empty());
  EXPECT_FALSE(std::filesystem::exists(config_.data));
}

TEST_F(CheckConfigTest, NothingToListenOnIsRefused) {
  config_.http = "off";
  EXPECT_THAT(Check(), HasSubstr("server.http and server.https are both off"));
}

TEST_F(CheckConfigTest, AddressOfAnotherMachineIsRefused) {
  config_.http = "192.0.2.7:8080";
  EXPECT_THAT(Check(), HasSubstr("192.0.2.7"));
}

TEST_F(CheckConfigTest, AddressInUseIsAWarning) {
  testing::FakeClock clock;
  http::Server server({.handler = [](http::Exchange) {}}, clock);
  const auto endpoint = testing::Must(server.Listen({"127.0.0.1", 0, nullptr}));
  config_.http = "127.0.0.1:" + std::to_string(endpoint.port);
  EXPECT_EQ(Check(), "good");
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_THAT(warnings_[0], HasSubstr("Another program listens"));
}

TEST_F(CheckConfigTest, TlsFilesAreRead) {
  config_.https = "127.0.0.1:0";
  EXPECT_EQ(Check(), "good");
  config_.tls_certificate = folder_.File("none.pem");
  EXPECT_THAT(Check(), HasSubstr("only one is set"));
  config_.tls_key = folder_.File("none.pem");
  EXPECT_THAT(Check(), HasSubstr("none.pem: cannot be opened"));
  config_.https = "off";
  EXPECT_EQ(Check(), "good") << "serve does not read them either";
}

TEST_F(CheckConfigTest, MasterKeyIsRead) {
  config_.master_key_file = folder_.File("key");
  EXPECT_THAT(Check(), HasSubstr("cannot be read"));
  std::ofstream(config_.master_key_file) << "no key\n";
  EXPECT_THAT(Check(), HasSubstr("master key"));
}

TEST_F(CheckConfigTest, DatabaseIsChecked) {
  std::filesystem::create_directory(config_.data);
  std::ofstream(config_.data + "/bearward.db") << "this is no database, but a long enough text";
  std::ofstream(config_.data + "/master.key") << "k1:" << std::string(64, 'a') << "\n";
  std::filesystem::permissions(config_.data + "/master.key", std::filesystem::perms(0600));
  EXPECT_THAT(Check(), HasSubstr("the database is damaged"));
  std::filesystem::remove(config_.data + "/bearward.db");
  EXPECT_THAT(Check(), HasSubstr("the database is missing"));
}

TEST_F(CheckConfigTest, FileInPlaceOfTheDataFolderIsRefused) {
  std::ofstream(config_.data) << "text";
  EXPECT_THAT(Check(), HasSubstr("server.data"));
}

}  // namespace
}  // namespace bearward::app
