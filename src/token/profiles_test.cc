#include "token/profiles.h"

#include <gtest/gtest.h>

#include <set>

namespace bearward::token {
namespace {

using std::chrono::seconds;

TEST(Profiles, FiguresAreTheVendors) {
  const Profiles profiles;
  EXPECT_EQ(profiles.Find(kWorkMobile)->access_lifetime, seconds(86'400));
  EXPECT_EQ(profiles.Find(kWorkMobile)->leeway, seconds(60));
  EXPECT_FALSE(profiles.Find(kWorkMobile)->refresh_after_access);
  EXPECT_EQ(profiles.Find(kWorkSpan)->access_lifetime, seconds(863'999));
  EXPECT_EQ(profiles.Find(kWorkSpan)->refresh_after_access, seconds(0));
  EXPECT_EQ(profiles.Find(kWorkOsClient)->access_lifetime, seconds(300));
  EXPECT_EQ(profiles.Find(kWorkOsClient)->algorithm, crypto::Algorithm::kRs256);
  EXPECT_TRUE(profiles.Find(kWorkOsClient)->kid_prefix.starts_with("session"));
  EXPECT_EQ(profiles.Find(kTeleTracker)->access_lifetime, seconds(3600));
  EXPECT_EQ(profiles.Find(kGatewayIdentity)->access_lifetime, seconds(60));
  EXPECT_EQ(profiles.Find(kGatewayIdentity)->algorithm, crypto::Algorithm::kEs256);
  EXPECT_EQ(profiles.Find(kTeleTracker)->refresh_after_access, seconds(29 * 86'400));
}

TEST(Profiles, EveryRowIsWhole) {
  std::set<std::string_view> names;
  const Profiles profiles;
  for (const Profile& row : profiles.rows()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_GT(row.access_lifetime, seconds(0)) << row.name;
    const bool jwt = row.format == Format::kJwt;
    // Tokens that gateways forward to APIs are never accepted here, so their row has no reader.
    const bool presented = jwt && row.name != kGatewayIdentity;
    EXPECT_EQ(row.write_claims != nullptr, presented) << row.name;
    EXPECT_EQ(row.read_claims != nullptr, presented) << row.name;
    // A token names either its key or its environment; this server finds the key by one of the two.
    EXPECT_EQ(row.environment_hint != nullptr, jwt && row.kid_prefix.empty()) << row.name;
  }
}

TEST(Profiles, UnknownNameHasNoRow) { EXPECT_EQ(Profiles().Find("none"), nullptr); }

TEST(Profiles, LifetimesCanBeConfigured) {
  const std::vector<Lifetime> overrides = {{kTeleTracker, seconds(60), seconds(120)},
                                           {kWorkMobile, std::nullopt, seconds(5)}};
  const Profiles profiles(overrides);
  EXPECT_EQ(profiles.Find(kTeleTracker)->access_lifetime, seconds(60));
  EXPECT_EQ(profiles.Find(kTeleTracker)->refresh_after_access, seconds(120));
  EXPECT_EQ(profiles.LongestLifetime(kTeleTracker), seconds(60));
  EXPECT_EQ(profiles.Find(kWorkSpan)->access_lifetime, seconds(863'999));
}

TEST(Profiles, ATokenOfSharedKeysIsFoundByItsType) {
  const Profiles profiles;
  EXPECT_EQ(profiles.FindSigned(kWorkOsClient, "JWT")->name, kWorkOsClient);
  EXPECT_EQ(profiles.FindSigned(kWorkOsClient, "widget+jwt")->name, kWorkOsWidget);
  EXPECT_EQ(profiles.FindSigned(kWorkOsWidget, "widget+jwt"), nullptr);
  EXPECT_EQ(profiles.FindSigned(kOauthJwt, "widget+jwt"), nullptr);
  EXPECT_EQ(profiles.LongestLifetime(kWorkOsClient), seconds(3600)) << "the longest of both rows";
}

TEST(Profiles, ALifetimeAddsNoRefreshTokensToAProfileWithout) {
  const std::vector<Lifetime> overrides = {{kWorkMobile, std::nullopt, seconds(5)}};
  EXPECT_FALSE(Profiles(overrides).Find(kWorkMobile)->refresh_after_access);
}

}  // namespace
}  // namespace bearward::token
