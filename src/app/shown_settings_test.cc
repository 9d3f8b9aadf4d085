// What administrators see of the settings (incident class H1).
#include "app/shown_settings.h"

#include <algorithm>

#include "app/contract_fixture.h"
#include "app/settings.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

dialects::v1::ShownSetting Of(const Config& config, std::string_view name) {
  const auto all = ShowSettings(config);
  const auto found = std::ranges::find(all, name, &dialects::v1::ShownSetting::name);
  return found == all.end() ? dialects::v1::ShownSetting() : *found;
}

TEST(ShownSettings, AValueThatIsNotTheDefaultIsSet) {
  Config config;
  EXPECT_FALSE(Of(config, "server.http").is_set);
  config.http = "192.0.2.1:80";
  EXPECT_TRUE(Of(config, "server.http").is_set);
  EXPECT_THAT(Of(config, "server.http").values, ElementsAre("192.0.2.1:80"));
  EXPECT_FALSE(Of(config, "server.http").reloads);
  EXPECT_TRUE(Of(config, "log.level").reloads);
}

TEST(ShownSettings, EverySecretIsOnlySet) {
  Config config;
  config.mail.password = base::Secret("canary-password");
  config.storage.url = base::Secret("postgres://canary-password@db/x");
  config.telemetry.authorization = base::Secret("Bearer canary-password");
  std::size_t secrets = 0;
  for (const auto& setting : ShowSettings(config)) {
    for (const auto& value : setting.values) EXPECT_THAT(value, Not(HasSubstr("canary")));
    if (!setting.is_secret) continue;
    ++secrets;
    EXPECT_THAT(setting.values, IsEmpty()) << setting.name;
    EXPECT_TRUE(setting.is_set) << setting.name;
    EXPECT_FALSE(Of(Config(), setting.name).is_set) << setting.name;
  }
  EXPECT_EQ(secrets, 3U) << "set the new secret above";
}

class SettingsOfTheServer : public ContractFixture {};

TEST_F(SettingsOfTheServer, AreReadByACallerOfTheFirstEnvironmentOnly) {
  const ClientAnswer all = Get("/v1/settings", Bearer(kProductionKey));
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(Value(all).Find("data")->AsArray()->size(), ShowSettings(Config()).size());
  EXPECT_THAT(all.body, HasSubstr(R"("name":"server.http")"));
  EXPECT_EQ(Get("/v1/settings", {{"X-Api-Key", kAnnKey}}).status, 403);
  EXPECT_EQ(Get("/v1/settings").status, 401);
}

// Regression: the administrators of every environment read the settings of the installation.
TEST_F(SettingsOfTheServer, AreNotReadByACallerOfAnotherEnvironment) {
  const ClientAnswer refused = Get("/v1/settings", Bearer(kSandboxKey));
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_EQ(Text(refused, "code"), "not_the_default_environment");
  EXPECT_EQ(refused.body.find("server.http"), std::string::npos);
}

}  // namespace
}  // namespace bearward::app
