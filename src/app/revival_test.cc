// Disabling a subject and enabling it again makes no earlier token valid (incident class B4). Tests
// every way to disable, by the API and by the file, with the tokens of each profile.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

constexpr const char* kWorld = R"(
[[organizations]]
name = "Switched"
id = "org_switched"
number = 77
[[users]]
username = "sam"
id = "user_sam"
password = "sam's password"
memberships = [{ organization = "Switched", roles = ["planner"] }]
[[api_keys]]
user = "sam"
value = "6d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e46"
[[applications]]
name = "Switched"
organization = "Switched"
client_id = "switched"
client_secret = "e9c1f0b6de2a94f7ab35d7be0c4419e0"
access_profile = "ObjectRead"
permissions = ["forms:read"]
[[applications]]
name = "Switched references"
organization = "Switched"
client_id = "switched-reference"
client_secret = "f9c1f0b6de2a94f7ab35d7be0c4419e0"
permissions = ["forms:read"]
token_format = "reference"
refresh_tokens = true
)";

class Revival : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
  }

  static std::string Jwt() {
    return Text(Form("/oauth2/token", "grant_type=client_credentials",
                     Password("Basic", "switched:e9c1f0b6de2a94f7ab35d7be0c4419e0")),
                "access_token");
  }
  static ClientAnswer References(const std::string& form) {
    return Form("/oauth2/token", form,
                Password("Basic", "switched-reference:f9c1f0b6de2a94f7ab35d7be0c4419e0"));
  }
  static std::map<std::string, std::string> UserTokens() {
    const std::string login = R"({"username":"sam","password":"sam's password"})";
    return {{"workmobile", Json(Method::kPost, "/api/Account/Authenticate", login).body},
            {"teletracker", Text(Json(Method::kPost, "/auth/login", login), "token")},
            {"workos.client", Text(Json(Method::kPost, "/client/token",
                                        R"({"organization_id":"org_switched",)"
                                        R"("user_id":"user_sam"})",
                                        Bearer(kProductionKey)),
                                   "token")}};
  }
  static std::map<std::string, std::string> ApplicationTokens() {
    return {{"oauth.jwt", Jwt()},
            {"workspan", Text(Json(Method::kPost, "/oauth/token",
                                   R"({"grant_type":"client_credentials","client_id":"switched",)"
                                   R"("client_secret":"e9c1f0b6de2a94f7ab35d7be0c4419e0"})"),
                              "access_token")}};
  }
  static std::string Id(const std::string& token) {
    return *Value(Get("/v1/whoami", Bearer(token))).Find("subject")->Find("id")->AsString();
  }
  static bool IsLive(const std::string& token) {
    return Get("/v1/whoami", Bearer(token)).status == 200;
  }
  static void Post(const std::string& target) {
    const ClientAnswer answer = Send(Method::kPost, target, Bearer(kProductionKey));
    ASSERT_EQ(answer.status, 200) << answer.body;
  }

  static void CheckOver(const std::map<std::string, std::string>& tokens,
                        const std::function<void()>& disable, const std::function<void()>& enable) {
    for (const auto& [name, token] : tokens) ASSERT_TRUE(IsLive(token)) << name;
    disable();
    for (const auto& [name, token] : tokens) EXPECT_FALSE(IsLive(token)) << name;
    enable();
    for (const auto& [name, token] : tokens) EXPECT_FALSE(IsLive(token)) << name;
  }
};

TEST_F(Revival, OfAUser) {
  CheckOver(
      UserTokens(), [] { Post("/v1/users/user_sam/deactivate"); },
      [] { Post("/v1/users/user_sam/activate"); });
  for (const auto& [name, token] : UserTokens()) EXPECT_TRUE(IsLive(token)) << name;
  CheckOver(
      UserTokens(), [] { Apply("[[users]]\nusername = \"sam\"\nactive = false\n"); },
      [] { Apply("[[users]]\nusername = \"sam\"\nactive = true\n"); });
  EXPECT_EQ(Get("/v1/whoami", {{"X-Api-Key", "6d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e46"}}).status, 200);
}

TEST_F(Revival, OfAnApplication) {
  const std::string path = "/v1/applications/" + Id(Jwt());
  CheckOver(ApplicationTokens(), [&] { Post(path + "/disable"); }, [&] { Post(path + "/enable"); });
  for (const auto& [name, token] : ApplicationTokens()) EXPECT_TRUE(IsLive(token)) << name;
  const auto by_file = [](const std::string& enabled) {
    Apply(
        "[[applications]]\nname = \"Switched\"\norganization = \"Switched\"\n"
        "client_id = \"switched\"\nenabled = " +
        enabled + "\n");
  };
  CheckOver(ApplicationTokens(), [&] { by_file("false"); }, [&] { by_file("true"); });
}

TEST_F(Revival, OfARefreshToken) {
  const ClientAnswer answer = References("grant_type=client_credentials");
  const std::string refresh = Text(answer, "refresh_token");
  const std::string path = "/v1/applications/" + Id(Text(answer, "access_token"));
  Post(path + "/disable");
  Post(path + "/enable");
  EXPECT_FALSE(IsLive(Text(answer, "access_token")));
  EXPECT_EQ(References("grant_type=refresh_token&refresh_token=" + refresh).status, 400);
  const std::string fresh = Text(References("grant_type=client_credentials"), "refresh_token");
  EXPECT_EQ(References("grant_type=refresh_token&refresh_token=" + fresh).status, 200);
}

TEST_F(Revival, OfAnOrganization) {
  const auto all = [] {
    std::map<std::string, std::string> tokens = UserTokens();
    tokens.merge(ApplicationTokens());
    return tokens;
  };
  CheckOver(
      all(), [] { Post("/v1/organizations/org_switched/disable"); },
      [] { Post("/v1/organizations/org_switched/enable"); });
  for (const auto& [name, token] : all()) EXPECT_TRUE(IsLive(token)) << name;
  const auto by_file = [](const std::string& enabled) {
    Apply("[[organizations]]\nname = \"Switched\"\nid = \"org_switched\"\nenabled = " + enabled +
          "\n");
  };
  CheckOver(all(), [&] { by_file("false"); }, [&] { by_file("true"); });
}

TEST_F(Revival, OfAnEnvironment) {
  std::map<std::string, std::string> tokens = UserTokens();
  tokens.merge(ApplicationTokens());
  const auto by_file = [](const std::string& enabled) {
    Apply("[[environments]]\nname = \"production\"\nenabled = " + enabled +
          "\n[[environments]]\nname = \"demo.workspan.com\"\nsandbox = true\n");
  };
  CheckOver(tokens, [&] { by_file("false"); }, [&] { by_file("true"); });
  for (const auto& [name, token] : UserTokens()) EXPECT_TRUE(IsLive(token)) << name;
}

}  // namespace
}  // namespace bearward::app
