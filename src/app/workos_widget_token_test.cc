// WorkOS' widget tokens: POST /widgets/token and what accepts its tokens (contracts: WorkOS 1.3).
#include "app/contract_fixture.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr const char* kWorld = R"(
[[roles]]
slug = "table"
permissions = ["widgets:users-table:manage", "forms:read", "users:manage"]
[[organizations]]
id = "org_widgets"
name = "Widgets"
[[users]]
id = "user_table"
username = "table"
email = "table@app.example"
memberships = [{ organization = "org_widgets", roles = ["table"] }]
[[users]]
id = "user_plain"
username = "plain"
email = "plain@app.example"
memberships = [{ organization = "org_widgets", roles = [] }]
)";

class WorkOsWidgetToken : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
  }
  static ClientAnswer Make(const std::string& members, const char* key = kProductionKey) {
    return Json(Method::kPost, "/widgets/token", "{" + members + "}", Bearer(key));
  }
  static std::string Token(const std::string& user, const std::string& more = {}) {
    const ClientAnswer answer = Make(R"("user_id":")" + user + '"' + more);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "token");
  }
  static constexpr const char* kTable =
      R"(,"organization_id":"org_widgets","scopes":["widgets:users-table:manage"])";

  // Part 0 of a token is its header, 1 its payload.
  static std::string Part(const std::string& token, int part) {
    const std::size_t first = token.find('.');
    const std::string text =
        part == 0 ? token.substr(0, first) : token.substr(first + 1, token.rfind('.') - first - 1);
    return base::Base64UrlDecode(text).value_or("");
  }
  static ClientAnswer Graphql(const std::string& token, const std::string& query) {
    return Json(Method::kPost, "/client/graphql", R"({"query":)" + json::Quote(query) + "}",
                Bearer(token));
  }
  static std::string Me(const std::string& token) { return Graphql(token, "{ me { id } }").body; }
  static std::string Members(const std::string& token) {
    return Graphql(token, "{ organizationMemberships { data { id } } }").body;
  }
};

TEST_F(WorkOsWidgetToken, ATokenHasTheDocumentedForm) {
  const std::string token = Token("user_table", kTable);
  EXPECT_THAT(Part(token, 0), MatchesRegex(R"(\{"alg":"RS256","kid":"session-key-[0-9A-Z]{26}",)"
                                           R"("typ":"widget\+jwt"\})"));
  const json::Value claims = testing::Must(json::Parse(Part(token, 1)));
  EXPECT_EQ(*claims.Find("sub")->AsString(), "user_table");
  EXPECT_EQ(*claims.Find("org_id")->AsString(), "org_widgets");
  EXPECT_EQ(*claims.Find("aud")->AsString(), *claims.Find("iss")->AsString());
  EXPECT_THAT(*claims.Find("jti")->AsString(), MatchesRegex("[0-9A-Z]{26}"));
  EXPECT_EQ(json::ToText(*claims.Find("permissions")), R"(["widgets:users-table:manage"])");
  EXPECT_EQ(*claims.Find("exp")->AsInt() - *claims.Find("iat")->AsInt(), 3600);
  EXPECT_EQ(claims.Find("sid"), nullptr);
}

TEST_F(WorkOsWidgetToken, ScopesAreCutToThePermissionsOfTheUser) {
  EXPECT_THAT(Members(Token("user_table", kTable)), HasSubstr(R"("data":[{"id")"));
  const std::string plain = Token("user_plain", kTable);
  EXPECT_THAT(Part(plain, 1), HasSubstr(R"("permissions":[])"));
  EXPECT_THAT(Members(plain), HasSubstr("FORBIDDEN"));
  EXPECT_THAT(Me(plain), HasSubstr("user_plain"));
  // Without scopes, a token has none of the user's permissions.
  const std::string bare = Token("user_table", R"(,"organization_id":"org_widgets")");
  EXPECT_THAT(Members(bare), HasSubstr("FORBIDDEN"));
  const std::string other =
      Token("user_table", R"(,"organization_id":"org_widgets","scopes":["widgets:sso:manage"])");
  EXPECT_THAT(Part(other, 1), HasSubstr(R"("permissions":[])"));
}

TEST_F(WorkOsWidgetToken, WithoutAnOrganizationItIsForTheUserOnly) {
  const std::string token = Token("user_table");
  EXPECT_EQ(Part(token, 1).find("org_id"), std::string::npos);
  EXPECT_THAT(Me(token), HasSubstr("user_table"));
  EXPECT_THAT(Members(token), HasSubstr("errors"));
}

TEST_F(WorkOsWidgetToken, WrongRequestsMakeNoToken) {
  const std::pair<const char*, int> kWrong[] = {
      {"", 400},
      {R"("user_id":7)", 400},
      {R"("user_id":"user_table","organization_id":[])", 400},
      {R"("user_id":"user_table","organization_id":"org_widgets","scopes":"x")", 400},
      {R"("user_id":"user_table","organization_id":"org_widgets","scopes":["users:manage"])", 400},
      {R"("user_id":"user_table","organization_id":"org_widgets","scopes":["widgets:x"])", 400},
      {R"("user_id":"user_table","scopes":["widgets:sso:manage"])", 422},
      {R"("user_id":"user_none")", 404},
      {R"("user_id":"user_table","organization_id":"org_none")", 404},
      {R"("user_id":"user_table","organization_id":"")", 404},
  };
  for (const auto& [members, status] : kWrong) {
    const ClientAnswer answer = Make(members);
    EXPECT_EQ(answer.status, status) << members << answer.body;
    EXPECT_EQ(Value(answer).Find("token"), nullptr);
    if (status != 400) continue;
    EXPECT_EQ(Text(answer, "error"), "Bad Request") << members;
    EXPECT_EQ(Value(answer).Find("message")->AsArray()->size(), 1U) << members;
  }
  EXPECT_EQ(Make(R"("user_id":"user_table","organization_id":")" + std::string(kAcme) + '"').status,
            422)
      << "not a member";
  const ClientAnswer unknown = Make(R"("user_id":"user_none")");
  EXPECT_EQ(Text(unknown, "code"), "entity_not_found");
  EXPECT_EQ(Text(unknown, "message"), "User not found: 'user_none'.");
}

TEST_F(WorkOsWidgetToken, OnlyTheKeyOfTheEnvironmentMayCall) {
  EXPECT_EQ(Make(R"("user_id":"user_table")", kSandboxKey).status, 404);
  EXPECT_EQ(Make(R"("user_id":"user_table")", kAnnKey).status, 401);
  EXPECT_EQ(Make(R"("user_id":"user_table")", Token("user_table").c_str()).status, 401);
}

// A widget token is in a browser and for the widgets only.
TEST_F(WorkOsWidgetToken, TheRowsOfManagementRefuseIt) {
  const std::string token = Token("user_table", kTable);
  for (const char* path : {"/v1/users/user_table", "/user_management/users/user_table"}) {
    EXPECT_EQ(Get(path, Bearer(token)).status, 401) << path;
  }
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_table/deactivate", "{}", Bearer(token)).status,
            401);
}

TEST_F(WorkOsWidgetToken, ItExpiresAfterAnHour) {
  const std::string token = Token("user_table", kTable);
  clock_->Advance(std::chrono::seconds(3599));
  EXPECT_THAT(Me(token), HasSubstr("user_table"));
  clock_->Advance(std::chrono::seconds(2));
  EXPECT_THAT(Me(token), HasSubstr("UNAUTHENTICATED"));
}

TEST_F(WorkOsWidgetToken, ItEndsWithItsSessionTheUserAndTheOrganization) {
  const auto post = [](const std::string& path) {
    return Json(Method::kPost, path, "{}", Bearer(kProductionKey)).status;
  };
  const std::string first = Token("user_table", kTable);
  const std::string second = Token("user_table", kTable);
  const json::Value claims = testing::Must(json::Parse(Part(first, 1)));
  EXPECT_EQ(Json(Method::kPost, "/user_management/sessions/revoke",
                 R"({"session_id":"session_)" + *claims.Find("jti")->AsString() + "\"}",
                 Bearer(kProductionKey))
                .status,
            200);
  EXPECT_THAT(Me(first), HasSubstr("UNAUTHENTICATED"));
  EXPECT_THAT(Me(second), HasSubstr("user_table"));
  EXPECT_EQ(post("/v1/users/user_table/deactivate"), 200);
  EXPECT_THAT(Me(second), HasSubstr("UNAUTHENTICATED"));
  EXPECT_EQ(post("/v1/users/user_table/activate"), 200);
  EXPECT_THAT(Me(second), HasSubstr("UNAUTHENTICATED")) << "activating restores no token";
  const std::string third = Token("user_table", kTable);
  EXPECT_THAT(Me(third), HasSubstr("user_table"));
  EXPECT_EQ(post("/v1/organizations/org_widgets/disable"), 200);
  EXPECT_THAT(Me(third), HasSubstr("UNAUTHENTICATED"));
  EXPECT_EQ(post("/v1/organizations/org_widgets/enable"), 200);
}

}  // namespace
}  // namespace bearward::app
