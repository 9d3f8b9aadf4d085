#include "app/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "app/settings.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string ErrorOf(const base::Status& status) {
  return status ? "no error" : status.error().public_text;
}

TEST(Config, PrintedConfigurationReadsBackEqual) {
  Config config;
  config.http = "127.0.0.1:0";
  config.redirect_uris = {"https://one.example/a", "https://two.example/b"};
  config.workos_issuer = token::IssuerForm::kClient;
  config.lifetimes["teletracker"].access = std::chrono::seconds(60);
  config.dialects["workos"].base = "/workos";
  const std::string text = PrintConfig(config);
  Config again;
  for (const Setting& setting : testing::Must(ReadConfigText(text, "a.toml"))) {
    ASSERT_TRUE(Put(again, setting)) << setting.name;
  }
  EXPECT_EQ(PrintConfig(again), text);
}

TEST(Config, EverySettingIsPrintedOrEmpty) {
  const Config config;
  for (const SettingRow& row : SettingRows()) {
    for (const std::string& value : row.get(config, row.name)) {
      Config other;
      EXPECT_TRUE(row.set(other, row.name, {value})) << row.name << " = " << value;
    }
  }
}

TEST(Config, UnknownNameStopsWithPlaceAndHint) {
  Config config;
  const auto settings = testing::Must(ReadConfigText("[server]\n\nhtpp = \"off\"\n", "b.toml"));
  EXPECT_THAT(ErrorOf(Put(config, settings.front())),
              HasSubstr("b.toml:3: Unknown setting server.htpp."));
  EXPECT_THAT(ErrorOf(Put(config, settings.front())), HasSubstr("server.http"));
}

TEST(Config, ValueThatDoesNotFitStopsWithItsPlace) {
  Config config;
  EXPECT_THAT(ErrorOf(Put(config, {"server.threads", {"many"}, "--threads"})),
              HasSubstr("--threads: server.threads must be a whole number"));
  EXPECT_THAT(ErrorOf(Put(config, {"log.requests", {"yes"}, "x"})), HasSubstr("true or false"));
  EXPECT_THAT(ErrorOf(Put(config, {"server.http", {"a", "b"}, "x"})), HasSubstr("one value"));
  EXPECT_THAT(ErrorOf(Put(config, {"dialects.workos.issuer", {"URL"}, "x"})),
              HasSubstr("Write url, slash or client"));
}

TEST(Config, MalformedTomlStopsWithItsLine) {
  const auto settings = ReadConfigText("[server]\nhttp = \n", "c.toml");
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().public_text, HasSubstr("c.toml:2"));
}

TEST(Config, EnvironmentNamesSectionAndKeyAndFilesHoldValues) {
  testing::TempDir folder;
  const std::string path = folder.File("issuer");
  std::FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs("https://door.example\n", file);
  std::fclose(file);
  const std::string from_file = "BEARWARD_SERVER__ISSUER_FILE=" + path;
  const char* const variables[] = {"PATH=/bin", "BEARWARD_TOKENS_TELETRACKER__ACCESS_SECONDS=60",
                                   from_file.c_str(), "BEARWARD_MASTER_KEY_FILE=/k", nullptr};
  Config config;
  for (const Setting& setting : testing::Must(ReadEnvironment(variables))) {
    ASSERT_TRUE(Put(config, setting)) << setting.name;
  }
  EXPECT_EQ(config.lifetimes["teletracker"].access, std::chrono::seconds(60));
  EXPECT_EQ(config.issuer, "https://door.example");
  EXPECT_EQ(config.master_key_file, "/k");
}

TEST(Config, TrustedProxiesAreAddressesAndRanges) {
  using Texts = std::vector<std::string>;
  Config config;
  EXPECT_THAT(PrintConfig(config), Not(HasSubstr("trusted_proxies"))) << "not set is not empty";
  EXPECT_TRUE(Put(config, {"server.trusted_proxies", {"10.1.2.3", "fd00::/8"}, "c.toml:1"}));
  EXPECT_EQ(config.trusted_proxies, (Texts{"10.1.2.3", "fd00::/8"}));
  EXPECT_THAT(PrintConfig(config), HasSubstr("\ntrusted_proxies = [\"10.1.2.3\", \"fd00::/8\"]\n"));
  EXPECT_THAT(config.warnings, IsEmpty());
  const auto refused = Put(config, {"server.trusted_proxies", {"10.0.0.0/8", "proxy"}, "c.toml:1"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().public_text, HasSubstr("c.toml:1"));
  EXPECT_THAT(refused.error().public_text, HasSubstr("not proxy"));
  EXPECT_TRUE(Put(config, {"server.trusted_proxies", {}, "c.toml:1"}));
  EXPECT_EQ(config.trusted_proxies, Texts{});
  EXPECT_THAT(PrintConfig(config), HasSubstr("\ntrusted_proxies = []\n"));
}

TEST(Config, TheOldNameOfTrustedProxiesIsReadWithAWarning) {
  Config config;
  EXPECT_TRUE(Put(config, {"gateway.trusted_proxies", {"10.1.2.3"}, "c.toml:7"}));
  EXPECT_EQ(config.trusted_proxies, std::vector<std::string>{"10.1.2.3"});
  ASSERT_EQ(config.warnings.size(), 1U);
  EXPECT_THAT(config.warnings[0], HasSubstr("c.toml:7: gateway.trusted_proxies"));
  EXPECT_THAT(config.warnings[0], HasSubstr("server.trusted_proxies"));
  EXPECT_THAT(PrintConfig(config), HasSubstr("\ntrusted_proxies = [\"10.1.2.3\"]\n"));
  EXPECT_THAT(PrintConfig(config), Not(HasSubstr("[gateway]")));
  EXPECT_FALSE(Put(config, {"gateway.trusted_proxies", {"proxy"}, "c.toml:7"}));
}

TEST(Config, ListInAVariableHasCommas) {
  const auto proxies = [](const char* variable) {
    const char* const variables[] = {variable, nullptr};
    Config config;
    for (const Setting& setting : testing::Must(ReadEnvironment(variables))) {
      EXPECT_TRUE(Put(config, setting)) << variable;
    }
    return config.trusted_proxies.value_or(std::vector<std::string>{"unset"});
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(proxies("BEARWARD_GATEWAY__TRUSTED_PROXIES=10.0.0.0/8"), Texts{"10.0.0.0/8"});
  EXPECT_EQ(proxies("BEARWARD_SERVER__TRUSTED_PROXIES=10.0.0.0/8, fd00::/8 ,::1"),
            (Texts{"10.0.0.0/8", "fd00::/8", "::1"}));
  EXPECT_EQ(proxies("BEARWARD_SERVER__TRUSTED_PROXIES="), Texts{}) << "no peer is trusted";
}

TEST(Config, IssuerIsAUrlThatEndpointsCanBeAppendedTo) {
  const auto fault = [](const std::string& issuer) {
    Config config;
    const auto status = Put(config, {"server.issuer", {issuer}, "a.toml:2"});
    return status ? "" : status.error().public_text;
  };
  for (const char* issuer : {"https://id.example.com", "http://127.0.0.1:8080",
                             "https://id.example.com/", "https://example.com/auth"}) {
    EXPECT_EQ(fault(issuer), "") << issuer;
  }
  for (const char* issuer :
       {"x", "id.example.com", "ftp://id.example.com", "https://", "https:// id.example.com",
        "https://id.example.com?x=1", "https://id.example.com#f"}) {
    EXPECT_THAT(fault(issuer), ::testing::StartsWith("a.toml:2: server.issuer = \"")) << issuer;
    EXPECT_THAT(fault(issuer), ::testing::HasSubstr("like https://id.example.com")) << issuer;
  }
}

// ReadVariable returns the settings of one variable, or the text of the error.
std::string ReadVariable(const char* variable) {
  const char* const variables[] = {variable, nullptr};
  const auto settings = ReadEnvironment(variables);
  if (!settings) return settings.error().public_text;
  return settings->empty() ? "none" : settings->front().name + "=" + settings->front().values[0];
}

TEST(Config, DotsWithinASectionAreOneOrTwoUnderscores) {
  EXPECT_EQ(ReadVariable("BEARWARD_DIALECTS__WORKOS__ENABLED=false"),
            "dialects.workos.enabled=false");
  EXPECT_EQ(ReadVariable("BEARWARD_DIALECTS_WORKOS__ENABLED=false"),
            "dialects.workos.enabled=false");
}

TEST(Config, UnknownVariableIsAnErrorWithAHint) {
  EXPECT_EQ(ReadVariable("BEARWARD_SERVER__HTPP=off"),
            "Unknown variable BEARWARD_SERVER__HTPP. Did you mean \"BEARWARD_SERVER__HTTP\"?");
  EXPECT_THAT(ReadVariable("BEARWARD_NOTHING__LIKE_THIS=1"), HasSubstr("config print"));
}

// 0.1.0 ignored a variable with only one underscore.
TEST(Config, VariableThatLacksAnUnderscoreIsAnError) {
  EXPECT_EQ(ReadVariable("BEARWARD_SERVER_HTTP=off"),
            "Unknown variable BEARWARD_SERVER_HTTP. Did you mean \"BEARWARD_SERVER__HTTP\"?");
  EXPECT_THAT(ReadVariable("BEARWARD_SERVER_ISSUER_FILE=/x"),
              HasSubstr("BEARWARD_SERVER__ISSUER_FILE"));
}

TEST(Config, OtherVariablesOfThatNameGetAWarning) {
  const char* const variables[] = {"BEARWARD_HTTP=off",
                                   "BEARWARD_SERVICE_HOST=10.0.0.7",
                                   "BEARWARD_PORT=tcp://10.0.0.7:80",
                                   "BEARWARD_SERVER__HTTP=off",
                                   "BEARWARD_MASTER_KEY_FILE=/k",
                                   nullptr};
  const auto warnings = WarnOfVariables(variables);
  ASSERT_EQ(warnings.size(), 1U) << "what Kubernetes sets is left alone";
  EXPECT_THAT(warnings[0], HasSubstr("BEARWARD_HTTP is ignored"));
  EXPECT_EQ(testing::Must(ReadEnvironment(variables)).size(), 2U);
}

TEST(Config, FileOfAVariableMustBeAFile) {
  testing::TempDir folder;
  const std::string variable = "BEARWARD_SERVER__ISSUER_FILE=" + folder.path();
  EXPECT_THAT(ReadVariable(variable.c_str()), HasSubstr("this is a folder"));
}

TEST(Config, AddressesAreCheckedWhereTheyAreSet) {
  Config config;
  for (const char* good : {"off", "127.0.0.1:0", "[::1]:8080", "::1:8080", "0.0.0.0:65535"}) {
    EXPECT_EQ(ErrorOf(Put(config, {"server.http", {good}, "--http"})), "no error") << good;
  }
  for (const char* bad : {"", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:8o",
                          "127.0.0.1:65536", "1.2.3.4.5:80", ":80", "Off"}) {
    EXPECT_THAT(ErrorOf(Put(config, {"server.https", {bad}, "--https"})),
                HasSubstr("--https: server.https cannot be \"" + std::string(bad) + "\""))
        << bad;
  }
}

// With zero connections, an empty queue or a head of ten bytes a server started and answered
// nothing.
TEST(Config, NumberOutOfItsRangeNamesTheRange) {
  const auto error = [](const char* name, const char* value) {
    Config config;
    return ErrorOf(Put(config, {name, {value}, "c.toml:2"}));
  };
  for (const auto& [name, wrong, right, allowed] :
       {std::tuple("limits.connections", "0", "1", "1 to 4294967295"),
        std::tuple("limits.head_bytes", "255", "256", "256 to 4294967295"),
        std::tuple("limits.header_count", "257", "256", "1 to 256"),
        std::tuple("limits.header_count", "0", "1", "1 to 256"),
        std::tuple("limits.target_bytes", "0", "1", "1 to 4294967295"),
        std::tuple("limits.body_bytes", "0", "1", "1 to 4294967295"),
        std::tuple("pools.worker_queue", "0", "1", "1 to 4294967295"),
        std::tuple("pools.hash_queue", "0", "1", "1 to 4294967295"),
        std::tuple("pools.workers", "1025", "1024", "0 to 1024"),
        std::tuple("pools.hashers", "1025", "1024", "0 to 1024"),
        std::tuple("server.threads", "1025", "1024", "0 to 1024"),
        std::tuple("passwords.memory_kib", "7", "8", "8 to 1048576"),
        std::tuple("passwords.passes", "65", "64", "1 to 64"),
        std::tuple("tokens.console.access_seconds", "0", "1", "1 to 2147483647")}) {
    EXPECT_EQ(error(name, wrong),
              "c.toml:2: " + std::string(name) + " must be a whole number from " + allowed);
    EXPECT_EQ(error(name, right), "no error") << name;
    EXPECT_THAT(error(name, "-1"), HasSubstr(allowed)) << "the text of every wrong value";
  }
}

TEST(Config, ValueOfAnotherTypeNamesTheSetting) {
  for (const char* text : {"[server]\ndrain_delay = 1.5\n", "[server]\ndrain_delay = 07:32:00\n",
                           "[server]\ndrain_delay = [1.5]\n"}) {
    const auto read = ReadConfigText(text, "c.toml");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(
        read.error().public_text,
        "c.toml:2: server.drain_delay must be a text in quotes, a whole number, true or false");
  }
}

TEST(Config, BaseOfADialectBeginsWithASlashAndEndsWithoutOne) {
  Config config;
  for (const char* good : {"", "/workos", "/api/v2"}) {
    EXPECT_EQ(ErrorOf(Put(config, {"dialects.workos.base", {good}, "x"})), "no error") << good;
  }
  for (const char* bad : {"workos", "/workos/", "/", "//workos", "/a?b", "/{id}"}) {
    EXPECT_THAT(ErrorOf(Put(config, {"dialects.workos.base", {bad}, "x"})),
                HasSubstr("x: dialects.workos.base cannot be \"" + std::string(bad) +
                          "\". Write a path such as /workos"));
  }
}

TEST(Config, CollectorIsNamedWithoutThePathOfASignal) {
  Config config;
  EXPECT_EQ(ErrorOf(Put(config, {"telemetry.url", {"http://127.0.0.1:4318"}, "x"})), "no error");
  EXPECT_THAT(ErrorOf(Put(config, {"telemetry.url", {"http://127.0.0.1:4318/v1/traces"}, "x"})),
              HasSubstr("to which /v1/traces and /v1/metrics are added"));
}

TEST(Config, PathOfASocketFitsIntoTheAddressOfTheKernel) {
  Config config;
  EXPECT_TRUE(Put(config, {"server.unix", {"/" + std::string(106, 'a')}, "x"}));
  EXPECT_THAT(ErrorOf(Put(config, {"server.unix", {"/" + std::string(107, 'a')}, "x"})),
              HasSubstr("of at most 107 bytes"));
}

TEST(Config, LogLevelIsOneOfFive) {
  Config config;
  EXPECT_TRUE(Put(config, {"log.level", {"warn"}, "x"}));
  EXPECT_THAT(ErrorOf(Put(config, {"log.level", {"loud"}, "x"})),
              HasSubstr("debug, info, warn, error or off"));
}

TEST(Config, TheEncryptionOfEmailsIsOneOfThree) {
  Config config;
  for (const auto& [word, tls] :
       {std::pair("tls", mail::SmtpTls::kTls), std::pair("none", mail::SmtpTls::kNone),
        std::pair("starttls", mail::SmtpTls::kStartTls)}) {
    EXPECT_TRUE(Put(config, {"mail.tls", {word}, "x"}));
    EXPECT_EQ(config.mail.tls, tls);
    EXPECT_THAT(PrintConfig(config), HasSubstr("tls = \"" + std::string(word) + "\""));
  }
  for (const char* bad : {"", "ssl", "STARTTLS"}) {
    EXPECT_EQ(ErrorOf(Put(config, {"mail.tls", {bad}, "x"})),
              "x: mail.tls cannot be \"" + std::string(bad) + "\". Write starttls, tls or none.");
  }
}

TEST(Config, AMailServerHasAHostAndAPort) {
  Config config;
  for (const char* good : {"", "mail.example.com:587", "[::1]:1", "10.0.0.1:65535"}) {
    EXPECT_EQ(ErrorOf(Put(config, {"mail.smtp", {good}, "x"})), "no error") << good;
  }
  for (const char* bad : {"mail.example.com", ":25", "mail.example.com:", "mail.example.com:0",
                          "mail.example.com:65536", "mail.example.com:smtp"}) {
    EXPECT_THAT(ErrorOf(Put(config, {"mail.smtp", {bad}, "x"})),
                HasSubstr("mail.smtp cannot be \"" + std::string(bad) + "\". Write host:port"))
        << bad;
  }
}

TEST(Config, ANameServerHasAnIpAddressAndAPort) {
  Config config;
  for (const char* good : {"", "192.0.2.53:53", "[2001:db8::53]:53"}) {
    EXPECT_EQ(ErrorOf(Put(config, {"egress.nameserver", {good}, "x"})), "no error") << good;
  }
  for (const char* bad :
       {"192.0.2.53", "dns.example.com:53", "192.0.2.53:0", "off", "[fe80::1%eth0]:53"}) {
    EXPECT_THAT(ErrorOf(Put(config, {"egress.nameserver", {bad}, "x"})),
                HasSubstr("egress.nameserver cannot be \"" + std::string(bad) +
                          "\". Write the IP address and the port"))
        << bad;
  }
}

TEST(Config, IssuerIsStableWhereThePortIsNot) {
  Config config;
  EXPECT_EQ(IssuerOf(config), "http://127.0.0.1:8080");
  config.http = "off";
  EXPECT_EQ(IssuerOf(config), "https://127.0.0.1:8443");
  config.https = "127.0.0.1:0";
  EXPECT_EQ(IssuerOf(config), "https://bearward.localhost");
  config.issuer = "https://door.example";
  EXPECT_EQ(IssuerOf(config), "https://door.example");
}

}  // namespace
}  // namespace bearward::app
