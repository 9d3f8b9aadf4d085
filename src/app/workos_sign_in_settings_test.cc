// WorkOS' redirect URIs, CORS origins and JWT template (contracts: WorkOS section 4.14).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsSignInSettings : public ContractFixture {
 protected:
  static ClientAnswer Post(const std::string& path, const std::string& body,
                           const char* key = kProductionKey) {
    return Json(Method::kPost, "/user_management/" + path, body, Bearer(key));
  }
  static ClientAnswer AddUri(const std::string& uri, const char* key = kProductionKey) {
    return Post("redirect_uris", R"({"uri":")" + uri + "\"}", key);
  }
  static ClientAnswer Read(const std::string& path) {
    return Get("/user_management/" + path, Bearer(kProductionKey));
  }
  static int Delete(const ClientAnswer& made) {
    return Send(Method::kDelete, "/user_management/redirect_uris/" + Text(made, "id"),
                Bearer(kProductionKey))
        .status;
  }
};

TEST_F(WorkOsSignInSettings, TheFirstRedirectUriIsTheDefault) {
  const ClientAnswer first = AddUri("https://one.example/back");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_THAT(Text(first, "id"), MatchesRegex("redir_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(first.body, HasSubstr(R"("uri":"https://one.example/back")"));
  EXPECT_THAT(first.body, HasSubstr(R"("default":true)"));
  const ClientAnswer second = AddUri("https://two.example/back");
  EXPECT_THAT(second.body, HasSubstr(R"("default":false)"));
  EXPECT_THAT(Read("redirect_uris").body, HasSubstr(first.body));
  EXPECT_EQ(AddUri("https://two.example/back").status, 422);
  EXPECT_EQ(Delete(first), 409);
  EXPECT_EQ(Delete(second), 204);
  EXPECT_EQ(Delete(second), 404);
  EXPECT_EQ(Delete(first), 204);
  EXPECT_THAT(Read("redirect_uris").body, Not(HasSubstr("one.example")));
}

TEST_F(WorkOsSignInSettings, PlainHttpIsForSandboxesOnly) {
  EXPECT_EQ(AddUri("http://app.example/").status, 422);
  EXPECT_EQ(AddUri("http://localhost:3000/").status, 422);
  EXPECT_EQ(AddUri("http://127.0.0.1:3000/").status, 201);
  EXPECT_EQ(AddUri("http://localhost:3000/", kSandboxKey).status, 201);
  EXPECT_EQ(AddUri("https://user@app.example/").status, 422);
}

TEST_F(WorkOsSignInSettings, AnOriginIsAddedOnce) {
  const ClientAnswer made = Post("cors_origins", R"({"origin":"https://app.example"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Text(made, "id"), MatchesRegex("cors_origin_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(Read("cors_origins").body, HasSubstr(made.body));
  const ClientAnswer again = Post("cors_origins", R"({"origin":"https://app.example"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(Text(again, "code"), "duplicate_cors_origin");
  for (const char* origin : {"https://app.example/", "app.example", "*", "null", ""}) {
    EXPECT_EQ(Post("cors_origins", R"({"origin":")" + std::string(origin) + "\"}").status, 422)
        << origin;
  }
}

TEST_F(WorkOsSignInSettings, APageOfAnAddedOriginMayReadResponsesAtOnce) {
  const auto allowed = [](const std::string& origin) {
    return std::string(Json(Method::kPost, "/client/token", "{}", {{"Origin", origin}})
                           .Header("Access-Control-Allow-Origin"));
  };
  EXPECT_EQ(allowed("https://page.example"), "");
  EXPECT_EQ(Post("cors_origins", R"({"origin":"https://page.example"})").status, 201);
  EXPECT_EQ(allowed("https://page.example"), "https://page.example");
  EXPECT_EQ(allowed("https://other.example"), "");
}

// An origin of a sandbox used to read the token responses of production, with credentials.
TEST_F(WorkOsSignInSettings, AnAddedOriginReadsNoResponseOfAnotherEnvironment) {
  const ClientHeaders origin = {{"Origin", "http://sandbox.example"}};
  ASSERT_EQ(Json(Method::kPost, "/user_management/cors_origins",
                 R"({"origin":"http://sandbox.example"})", Bearer(kSandboxKey))
                .status,
            201);
  const auto environments = testing::Must(core_->store().Read(store::ListEnvironments));
  // Allowed asks for tokens of a client with a wrong password or refresh token.
  const auto allowed = [&](std::size_t environment, const std::string& grant) {
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"client_id":")" + model::ClientIdOf(environments.at(environment).id) + "\"," +
                    grant + "}",
                origin)
        .Header("Access-Control-Allow-Origin");
  };
  const std::string by_password =
      R"("grant_type":"password","email":"a@example.test","password":"x","client_secret":")";
  const std::string by_refresh = R"("grant_type":"refresh_token","refresh_token":"x")";
  EXPECT_EQ(allowed(1, by_password + kSandboxKey + "\""), "http://sandbox.example");
  EXPECT_EQ(allowed(0, by_password + kProductionKey + "\""), "");
  EXPECT_EQ(allowed(1, by_refresh), "http://sandbox.example") << "a public client";
  EXPECT_EQ(allowed(0, by_refresh), "");
  const auto post = [&origin](const std::string& target) {
    return Json(Method::kPost, target, "{}", origin).Header("Access-Control-Allow-Origin");
  };
  EXPECT_EQ(post("/auth/login"), "") << "the default environment";
  EXPECT_EQ(post("/auth/masquerade"), "http://sandbox.example") << "a missing token";
  ClientHeaders preflight = origin;
  preflight.emplace_back("Access-Control-Request-Method", "POST");
  EXPECT_EQ(Send(Method::kOptions, "/auth/login", preflight).Header("Access-Control-Allow-Origin"),
            "http://sandbox.example");
}

TEST_F(WorkOsSignInSettings, TheTemplateIsReplaced) {
  const ClientHeaders key = Bearer(kProductionKey);
  const auto set = [&](const std::string& content) {
    return Json(Method::kPut, "/user_management/jwt_template", R"({"content":)" + content + "}",
                key);
  };
  EXPECT_EQ(Read("jwt_template").status, 404);
  const ClientAnswer made = set(R"("{\"mail\":{{ user.email }}}")");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(Text(made, "object"), "jwt_template");
  EXPECT_EQ(Text(made, "content"), R"({"mail":{{ user.email }}})");
  EXPECT_EQ(Read("jwt_template").body, made.body);
  clock_->Advance(std::chrono::seconds(5));
  EXPECT_EQ(set(R"("{\"mail\":{{ user.email }}}")").body, made.body) << "the same is no change";
  for (const char* content : {R"("{\"sub\":1}")", R"("{")", R"("")", "7", "null"}) {
    EXPECT_EQ(set(content).status, 422) << content;
  }
  EXPECT_EQ(Read("jwt_template").body, made.body);
}

}  // namespace
}  // namespace bearward::app
