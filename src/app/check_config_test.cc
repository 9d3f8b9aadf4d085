#include "app/check_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/clock.h"
#include "base/entropy.h"
#include "crypto/certificate.h"
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
  std::string Write(const char* name, const std::string& text) {
    const std::string path = folder_.File(name);
    std::ofstream(path) << text;
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    return path;
  }
  // MakePair makes tls.certificate and tls.key; `from` is counted from now.
  void MakePair(std::chrono::days from, std::chrono::days lifetime) {
    const crypto::SelfSignedRequest request{.common_name = "localhost",
                                            .not_before = base::SystemClock().Now() + from,
                                            .lifetime = lifetime};
    const auto made = testing::Must(crypto::MakeSelfSigned(request, entropy_));
    config_.tls_certificate = Write("cert.pem", made.certificate_pem);
    config_.tls_key = Write("key.pem", std::string(made.key_pem.Reveal()));
  }
  base::SystemEntropy entropy_;
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

TEST_F(CheckConfigTest, ErrorOfATlsFileNamesItsSetting) {
  config_.https = "127.0.0.1:0";
  config_.tls_certificate = Write("cert.pem", "no certificate");
  config_.tls_key = folder_.File("none.pem");
  EXPECT_THAT(Check(), HasSubstr("tls.key: " + config_.tls_key + ": cannot be read"));
  config_.tls_key = Write("key.pem", "no key");
  EXPECT_THAT(Check(), HasSubstr("tls.certificate: " + config_.tls_certificate + ": The TLS"));
  MakePair(std::chrono::days(-1), std::chrono::days(90));
  Write("key.pem", "no key");
  EXPECT_THAT(Check(), HasSubstr("tls.key: " + config_.tls_key + ": The TLS key"));
}

// A server started with an expired certificate without a word; clients refused it.
TEST_F(CheckConfigTest, DatesOfACertificateAreWarnings) {
  config_.https = "127.0.0.1:0";
  const auto warnings_of = [this](std::chrono::days from, std::chrono::days lifetime) {
    MakePair(from, lifetime);
    warnings_.clear();
    EXPECT_EQ(Check(), "good");
    return warnings_.empty() ? std::string() : warnings_[0];
  };
  using std::chrono::days;
  EXPECT_EQ(warnings_of(days(-1), days(16)), "");
  EXPECT_THAT(warnings_of(days(-1), days(14)), HasSubstr("cert.pem: the certificate expires at "));
  EXPECT_THAT(warnings_of(days(-9), days(8)), HasSubstr("the certificate has expired at "));
  EXPECT_THAT(warnings_of(days(1), days(90)), HasSubstr("the certificate is not valid before "));
}

// A server with a wrong file of authorities started, and no webhook and no email left it.
TEST_F(CheckConfigTest, FilesOfAuthoritiesHaveCertificates) {
  for (auto [name, file] : {std::pair("egress.ca_file", &config_.egress.ca_file),
                            std::pair("mail.ca_file", &config_.mail.ca_file),
                            std::pair("telemetry.ca_file", &config_.telemetry.ca_file)}) {
    *file = folder_.File("none.pem");
    EXPECT_THAT(Check(), HasSubstr(name + std::string(": ") + *file + ": cannot be opened"));
    *file = Write("empty.pem", "");
    EXPECT_THAT(Check(), HasSubstr(name + std::string(": ") + *file + ": the file has no"));
    MakePair(std::chrono::days(-1), std::chrono::days(90));
    *file = config_.tls_certificate;
    EXPECT_EQ(Check(), "good");
  }
}

TEST_F(CheckConfigTest, ListenersHaveAddressesOfTheirOwn) {
  config_.http = "127.0.0.1:1";
  config_.operators = "127.0.0.1:1";
  EXPECT_EQ(Check(),
            "server.http and server.operators are both 127.0.0.1:1. Give each of them an "
            "address or a port of its own.");
  config_.http = config_.operators = "127.0.0.1:0";
  EXPECT_EQ(Check(), "good") << "the system selects two ports";
}

TEST_F(CheckConfigTest, OtherListenersAreChecked) {
  config_.operators = "192.0.2.7:9090";
  EXPECT_THAT(Check(), HasSubstr("192.0.2.7"));
  config_.operators = "off";
  config_.unix_socket = folder_.File("none") + "/http.sock";
  EXPECT_EQ(Check(), "good") << "a unit makes the folder";
  ASSERT_EQ(warnings_.size(), 1U);
  EXPECT_THAT(warnings_[0], HasSubstr("server.unix: " + config_.unix_socket));
}

TEST_F(CheckConfigTest, LoginAtTheMailServerHasAPassword) {
  config_.mail.smtp = "mail.example.com:587";
  config_.mail.from = "no-reply@example.com";
  config_.mail.username = "bearward";
  EXPECT_THAT(Check(), HasSubstr("mail.username is set and mail.password is not."));
  config_.mail.password = base::Secret("correct horse");
  EXPECT_EQ(Check(), "good");
}

TEST_F(CheckConfigTest, MasterKeyIsRead) {
  config_.master_key_file = folder_.File("key");
  EXPECT_THAT(Check(),
              HasSubstr("server.master_key_file: " + config_.master_key_file + ": cannot be read"));
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
