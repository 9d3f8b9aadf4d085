#include "dialects/oauth/server.h"

#include <gtest/gtest.h>

namespace bearward::dialects::oauth {
namespace {

using Texts = std::vector<std::string>;

TEST(OauthSite, AnIssuerWithoutAPathHasOneMount) {
  const Site site = MakeSite("https://id.example.com", "");
  EXPECT_EQ(site.endpoints, "https://id.example.com");
  EXPECT_EQ(site.path, "");
  EXPECT_EQ(site.mounts, Texts{""});
  const Site based = MakeSite("https://id.example.com", "/base");
  EXPECT_EQ(based.endpoints, "https://id.example.com/base");
  EXPECT_EQ(based.mounts, Texts{"/base"});
}

// The metadata named endpoints with `//`, which answered 404.
TEST(OauthSite, ASlashAtTheEndIsOfTheIssuerAlone) {
  const Site site = MakeSite("https://id.example.com/", "");
  EXPECT_EQ(site.issuer, "https://id.example.com/");
  EXPECT_EQ(site.endpoints, "https://id.example.com");
}

TEST(OauthSite, APathIsServedWithAndWithoutIt) {
  const Site site = MakeSite("https://example.com/auth", "");
  EXPECT_EQ(site.path, "/auth");
  EXPECT_EQ(site.endpoints, "https://example.com/auth");
  EXPECT_EQ(site.mounts, (Texts{"", "/auth"}));
  const Site based = MakeSite("https://example.com/auth", "/base");
  EXPECT_EQ(based.endpoints, "https://example.com/auth/base");
  EXPECT_EQ(based.mounts, (Texts{"/base", "/auth/base"}));
}

TEST(OauthSite, ABaseThatRepeatsThePathIsNotAppended) {
  for (const char* base : {"/auth", "/auth/deep"}) {
    const Site site = MakeSite("https://example.com/auth", base);
    EXPECT_EQ(site.endpoints, std::string("https://example.com") + base);
    EXPECT_EQ(site.mounts, Texts{base});
  }
  EXPECT_EQ(MakeSite("https://example.com/auth", "/authority").endpoints,
            "https://example.com/auth/authority");
}

}  // namespace
}  // namespace bearward::dialects::oauth
