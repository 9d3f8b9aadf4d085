// SIGHUP: what a running server takes over, and what it says.
#include "app/reload.h"

#include <gmock/gmock.h>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

// The client of these tests has the address 192.0.2.7.
constexpr const char* kClient = "192.0.2.7";

class ReloadTest : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    config_ = new Config(Lenient(Config()));
    lines_ = new std::string();
  }
  static void TearDownTestSuite() {
    delete lines_;
    delete config_;
    ContractFixture::TearDownTestSuite();
  }
  // Reload takes over a configuration and returns the lines of the log.
  std::string Reload(const Config& next) {
    lines_->clear();
    Must(TakeOver(next, *config_,
                  {.core = *core_,
                   .server = server_,
                   .side_servers = side_servers_,
                   .exempt = exempt_,
                   .log = log_lines_,
                   .request_log = request_log_}));
    return *lines_;
  }

  static inline Config* config_ = nullptr;
  static inline std::string* lines_ = nullptr;
  http::Server server_{{.handler = [](http::Exchange) {}}, *clock_};
  SideServers side_servers_;
  base::Replaceable<http::TrustedProxies> exempt_{http::TrustedProxies()};
  observe::Logger log_lines_{*clock_, observe::Level::kInfo,
                             [](std::string_view line) { *lines_ += line; }};
  observe::Logger request_log_{*clock_, observe::Level::kInfo, observe::Logger::Sink()};
};

TEST_F(ReloadTest, UnchangedSettingsAreReportedAsSuch) {
  EXPECT_THAT(Reload(*config_), HasSubstr(R"("changed":"","needs_restart":"")"));
}

TEST_F(ReloadTest, LogLevelAndRequestLogFollow) {
  Config next = *config_;
  next.log_requests = false;
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"log.requests")"));
  EXPECT_FALSE(request_log_.Enabled(observe::Level::kInfo));
  next.log_level = "debug";
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"log.level")"));
  EXPECT_TRUE(log_lines_.Enabled(observe::Level::kDebug));
}

TEST_F(ReloadTest, TrustedProxiesFollow) {
  const ClientHeaders asked = {{"X-Original-Method", "GET"},
                               {"X-Original-URL", "https://api.example/forms"},
                               {"X-Api-Key", kAnnKey}};
  const auto untrusted = [&] {
    return Get("/gateway/nginx/nothing", asked).body.contains("untrusted_peer");
  };
  const bool before = untrusted();
  Config next = *config_;
  next.trusted_proxies = {kClient};
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"server.trusted_proxies")"));
  EXPECT_TRUE(exempt_.current().Contains(kClient));
  EXPECT_FALSE(untrusted());
  next.trusted_proxies.reset();
  Reload(next);
  EXPECT_FALSE(exempt_.current().Contains(kClient));
  EXPECT_EQ(untrusted(), before);
}

TEST_F(ReloadTest, DialectIsSwitchedOffAndOnAgain) {
  Config next = *config_;
  next.dialects["workmobile"].enabled = false;
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"dialects.workmobile.enabled")"));
  EXPECT_EQ(Get("/api").status, 404);
  next.dialects["workmobile"].enabled = true;
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"dialects.workmobile.enabled")"));
  EXPECT_EQ(Get("/api").status, 200);
}

TEST_F(ReloadTest, OtherSettingsNeedARestartAndAreReportedEachTime) {
  Config next = *config_;
  next.http = "127.0.0.1:1";
  next.limits.body_bytes = 5;
  const std::string once = Reload(next);
  EXPECT_THAT(once, HasSubstr(R"("changed":"limits.body_bytes","needs_restart":"server.http")"));
  EXPECT_THAT(Reload(next), HasSubstr(R"("changed":"","needs_restart":"server.http")"));
  next.http = config_->http;
  next.limits = http::Limits();
  Reload(next);
}

TEST_F(ReloadTest, MistakeChangesNothing) {
  Config next = *config_;
  next.trusted_proxies = {"no address"};
  next.log_requests = !config_->log_requests;
  const auto status = TakeOver(next, *config_,
                               {.core = *core_,
                                .server = server_,
                                .side_servers = side_servers_,
                                .exempt = exempt_,
                                .log = log_lines_,
                                .request_log = request_log_});
  EXPECT_EQ(status.error().reason, "bad_value");
  EXPECT_THAT(Compare(*config_, next).reloadable,
              ElementsAre("server.trusted_proxies", "log.requests"));
}

TEST_F(ReloadTest, EverySettingIsCompared) {
  EXPECT_THAT(Compare(Config(), Config()).fixed, IsEmpty());
  Config next;
  next.data = "elsewhere";
  next.workos_limits[model::LimitScope::kCodes] = {};
  next.dialects["workos"].base = "/w";
  next.security_contacts = {"mailto:a@b.example"};
  EXPECT_THAT(Compare(Config(), next).fixed, ::testing::Contains("dialects.workos.base"));
  EXPECT_THAT(Compare(Config(), next).fixed, ::testing::Contains("security.contacts"));
  EXPECT_THAT(Compare(Config(), next).reloadable, IsEmpty());
}

}  // namespace
}  // namespace bearward::app
