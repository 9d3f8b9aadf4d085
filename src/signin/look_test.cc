#include "signin/look.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/png_fixture.h"

namespace bearward::signin {
namespace {

using ::testing::HasSubstr;

TEST(Look, WithoutABrandingItIsThatOfBearward) {
  const Look look = LookOf({});
  EXPECT_EQ(look.name, "Bearward");
  EXPECT_EQ(look.logo_url, "");
  EXPECT_EQ(look.style_url, "/sign-in/style.css");
}

TEST(Look, TheAddressesChangeWithTheBranding) {
  model::Branding branding;
  branding.environment = {"env_1"};
  branding.color = "#1d4ed8";
  branding.logo = model::DataUriOfPng(model::DotPng());
  branding.updated_at = base::FromMillis(5);
  const Look look = LookOf(branding);
  EXPECT_EQ(look.name, "") << "the logo stands for the name";
  EXPECT_EQ(look.logo_url, "/sign-in/logo?environment=env_1&v=5");
  EXPECT_EQ(look.style_url, "/sign-in/style.css?environment=env_1&v=5");
}

// The text of a button is black on yellow and white on blue.
TEST(Look, TheInkFollowsFromTheColor) {
  EXPECT_THAT(BrandStyle("#1d4ed8"), HasSubstr("--accent:light-dark(#1d4ed8,"));
  EXPECT_THAT(BrandStyle("#1d4ed8"), HasSubstr("--accent-ink:light-dark(#ffffff,#000000)"));
  EXPECT_THAT(BrandStyle("#ffee00"), HasSubstr(",#ffee00)"));
  EXPECT_EQ(BrandStyle(""), "");
}

}  // namespace
}  // namespace bearward::signin
