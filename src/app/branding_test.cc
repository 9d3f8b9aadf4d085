// The look of the sign-in pages and emails of an environment, over the whole program (incident
// classes B7, I2, K1).
#include <string>

#include "app/sign_in_pages_fixture.h"
#include "mail/brand.h"
#include "model/png_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Branding : public SignInPagesFixture {
 protected:
  static ClientAnswer Set(const std::string& body, const std::string& key = kProductionKey) {
    return Json(Method::kPatch, "/v1/branding", body, Bearer(key));
  }
  static ClientAnswer Page(const std::string& target) {
    return Get(target, {{"Accept", "text/html"}});
  }
  static std::string Logo() { return model::DataUriOfPng(model::DotPng()); }
  // LinkIn returns the address after a text of a page, without references to characters.
  static std::string LinkIn(const std::string& page, const std::string& before) {
    const auto from = page.find(before) + before.size();
    std::string link = page.substr(from, page.find('"', from) - from);
    for (auto at = link.find("&amp;"); at != std::string::npos; at = link.find("&amp;")) {
      link.erase(at + 1, 4);
    }
    return link;
  }
};

TEST_F(Branding, ThePagesOfTheEnvironmentHaveItsLook) {
  EXPECT_EQ(Get("/v1/branding", Bearer(kSandboxKey)).status, 404);
  EXPECT_THAT(Page("/sign-in?environment=" + sandbox_).body, HasSubstr("Bearward"));
  const ClientAnswer made =
      Set(R"({"name":"Acme <b>","color":"#1d4ed8","logo":")" + Logo() + "\"}", kSandboxKey);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(Text(made, "object"), "branding");
  EXPECT_EQ(Get("/v1/branding", Bearer(kSandboxKey)).body, made.body);
  for (const char* path : {"/sign-in", "/forgot-password", "/sign-in/code", "/verify-email",
                           "/forgot-password/sent", "/reset-password"}) {
    const std::string page = Page(path + ("?environment=" + sandbox_)).body;
    EXPECT_THAT(
        page, AllOf(HasSubstr("Acme &lt;b&gt;"), Not(HasSubstr("Bearward")), Not(HasSubstr("<b>"))))
        << path;
    EXPECT_THAT(Page(path).body, AllOf(HasSubstr("Bearward"), Not(HasSubstr("Acme"))))
        << path << ": the other environment keeps its look";
  }
}

TEST_F(Branding, AChangeToThePresentValuesChangesNothing) {
  const std::string body = R"({"name":"Same","color":"#1d4ed8","logo":")" + Logo() + "\"}";
  const ClientAnswer made = Set(body);
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string events = "/v1/events?type=environment.updated";
  const std::string before = Get(events, Bearer(kProductionKey)).body;
  clock_->Advance(std::chrono::seconds(5));
  EXPECT_EQ(Set(body).body, made.body);
  EXPECT_EQ(Get(events, Bearer(kProductionKey)).body, before);
  ASSERT_EQ(Set(R"({"name":null,"color":null,"logo":null})").status, 200);
}

TEST_F(Branding, TheStyleAndTheLogoComeFromThisServer) {
  ASSERT_EQ(Set(R"({"color":"#ffee00","logo":")" + Logo() + "\"}").status, 200);
  const std::string page = Page("/sign-in").body;
  const ClientAnswer style = Get(LinkIn(page, "rel=\"stylesheet\" href=\""));
  EXPECT_EQ(style.status, 200);
  EXPECT_THAT(style.body, AllOf(HasSubstr("--accent:light-dark("), HasSubstr(",#ffee00)")));
  EXPECT_THAT(Get("/sign-in/style.css?environment=" + sandbox_).body, Not(HasSubstr("#ffee00")));
  const ClientAnswer logo = Get(LinkIn(page, "alt=\"\" src=\""));
  EXPECT_EQ(logo.status, 200);
  EXPECT_EQ(logo.body, model::DotPng());
  EXPECT_EQ(logo.content_type, "image/png");
  EXPECT_EQ(logo.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(logo.Header("Content-Security-Policy"), "default-src 'none'; sandbox");
  ASSERT_EQ(Set(R"({"color":null,"logo":null})").status, 200);
  EXPECT_EQ(Get("/sign-in/logo").status, 404);
  EXPECT_THAT(Page("/sign-in").body, HasSubstr("href=\"/sign-in/style.css\""));
}

// K1: a colour and a logo are nothing else. B7: the form of the setting is closed.
TEST_F(Branding, OtherValuesAndFieldsAreRefused) {
  for (const std::string& body :
       {std::string(R"({"color":"red"})"), std::string(R"({"color":"#fff"})"),
        std::string(R"({"color":"#123456;}body{display:none"})"),
        std::string(R"({"logo":"https://evil.example/logo.png"})"),
        R"({"logo":"data:image/svg+xml;base64,)" + base::Base64Encode("<svg onload='a'/>") + "\"}",
        R"({"logo":"data:image/png;base64,)" + base::Base64Encode("<svg onload='a'/>") + "\"}",
        std::string(R"({"name":"a\u0000b"})"), R"({"name":")" + std::string(49, 'a') + "\"}",
        std::string(R"({"name":5})"), R"({"environment_id":")" + sandbox_ + "\"}",
        std::string(R"({"id":"branding_1"})"), std::string(R"([])")}) {
    EXPECT_EQ(Set(body).status, 400) << body;
  }
  EXPECT_THAT(Page("/sign-in").body, HasSubstr("Bearward"));
}

TEST_F(Branding, OnlyTheEnvironmentChangesItsLook) {
  const ClientHeaders ann = {{"X-Api-Key", kAnnKey}};
  const std::string evil = R"({"name":"Evil"})";
  EXPECT_EQ(Get("/v1/branding", ann).status, 403);
  EXPECT_EQ(Json(Method::kPatch, "/v1/branding", evil, ann).status, 403);
  EXPECT_EQ(Json(Method::kPatch, "/v1/branding", evil).status, 401);
  EXPECT_THAT(Page("/sign-in").body, Not(HasSubstr("Evil")));
}

}  // namespace
}  // namespace bearward::app
