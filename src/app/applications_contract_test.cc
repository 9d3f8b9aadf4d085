// Applications and their access profiles by /v1.
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class ApplicationsContract : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Create(const std::string& members) {
    return Json(
        Method::kPost, "/v1/applications",
        R"({"name":"Loader","organization_id":")" + std::string(kAcme) + "\"" + members + "}",
        Key());
  }
  static ClientAnswer Token(const ClientAnswer& application) {
    return Form("/oauth2/token",
                "grant_type=client_credentials&client_id=" + Text(application, "client_id") +
                    "&client_secret=" + Text(application, "client_secret"));
  }
  static int StatusOf(const ClientAnswer& token) {
    return Get("/v1/whoami", Bearer(Text(token, "access_token"))).status;
  }
};

TEST_F(ApplicationsContract, ANewOneShowsItsSecretOnceAndGetsTokensWithIt) {
  const ClientAnswer made = Create(R"(,"permissions":["forms:read"])");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Text(made, "id"), MatchesRegex("app_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(Text(made, "client_id"), MatchesRegex("WS-ApplicationUser_[A-Za-z0-9_-]{62}"));
  EXPECT_THAT(Text(made, "client_secret"), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(made.Header("Cache-Control"), "no-store");
  const ClientAnswer token = Token(made);
  ASSERT_EQ(token.status, 200) << token.body;
  EXPECT_EQ(Text(token, "scope"), "forms:read");

  const ClientAnswer read = Get("/v1/applications/" + Text(made, "id"), Key());
  EXPECT_EQ(read.status, 200);
  EXPECT_THAT(read.body, Not(HasSubstr("secret")));
  EXPECT_EQ(Get("/v1/applications/" + Text(made, "client_id"), Key()).body, read.body);
  const ClientAnswer listed = Get("/v1/applications?client_id=" + Text(made, "client_id"), Key());
  EXPECT_THAT(listed.body, HasSubstr(read.body));
}

TEST_F(ApplicationsContract, AChangeHoldsFromTheNextRequestOn) {
  const ClientAnswer made = Create(R"(,"permissions":["forms:read","forms:write"])");
  const ClientAnswer changed = Json(Method::kPatch, "/v1/applications/" + Text(made, "id"),
                                    R"({"permissions":["forms:read"]})", Key());
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(Text(Token(made), "scope"), "forms:read");
  EXPECT_EQ(Text(changed, "name"), "Loader");
}

TEST_F(ApplicationsContract, DeletingOneRevokesItsTokensAndItsSecret) {
  const ClientAnswer made = Create("");
  const ClientAnswer token = Token(made);
  ASSERT_EQ(StatusOf(token), 200);
  EXPECT_EQ(Send(Method::kDelete, "/v1/applications/" + Text(made, "id"), Key()).status, 200);
  EXPECT_EQ(StatusOf(token), 401);
  EXPECT_EQ(Token(made).status, 401);
  EXPECT_EQ(Get("/v1/applications/" + Text(made, "id"), Key()).status, 404);
}

// Incident class B4: a file that still has the secret of a deleted application must not revive it.
TEST_F(ApplicationsContract, AFileCannotBringBackTheSecretOfADeletedApplication) {
  const std::string file =
      "[[applications]]\nname = \"Revived\"\norganization = \"Acme\"\nclient_id = \"revived\"\n"
      "client_secret = \"00112233445566778899aabbccddeeff\"\n";
  Apply(file);
  EXPECT_EQ(Send(Method::kDelete, "/v1/applications/revived", Key()).status, 200);
  const auto applied = core_->Apply(testing::Must(ParseProvisionFile(file, "revived.toml")));
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().reason, "provisioning_file");
  EXPECT_THAT(applied.error().public_text, HasSubstr("revived.toml:5"));
  EXPECT_EQ(Get("/v1/applications/revived", Key()).status, 404);
}

TEST_F(ApplicationsContract, FieldsOfTheServerAndUnknownProfilesAreRefused) {
  for (const char* members :
       {R"(,"client_id":"chosen")", R"(,"enabled":false)", R"(,"generation":7)",
        R"(,"access_profile":"No such")", R"(,"permissions":["not a permission"])",
        R"(,"audiences":["/relative"])", R"(,"token_format":"opaque")"}) {
    EXPECT_EQ(Create(members).status, 400) << members;
  }
  EXPECT_EQ(Create(R"(,"access_profile":"ObjectRead")").status, 201);
}

TEST_F(ApplicationsContract, AnAccessProfileOfAnApplicationCannotBeDeleted) {
  ASSERT_EQ(Json(Method::kPost, "/v1/access_profiles",
                 R"({"name":"Loaders","allows":["form:read","*:link"]})", Key())
                .status,
            201);
  EXPECT_EQ(
      Json(Method::kPost, "/v1/access_profiles", R"({"name":"Loaders","allows":[]})", Key()).status,
      409);
  const ClientAnswer made = Create(R"(,"access_profile":"Loaders")");
  ASSERT_EQ(made.status, 201) << made.body;
  const ClientAnswer used = Send(Method::kDelete, "/v1/access_profiles/Loaders", Key());
  EXPECT_EQ(used.status, 409);
  EXPECT_EQ(Text(used, "code"), "access_profile_in_use") << used.body;
  EXPECT_EQ(Send(Method::kDelete, "/v1/applications/" + Text(made, "id"), Key()).status, 200);
  EXPECT_EQ(Send(Method::kDelete, "/v1/access_profiles/Loaders", Key()).status, 200);
  EXPECT_EQ(Get("/v1/access_profiles/Loaders", Key()).status, 404);
  EXPECT_EQ(Json(Method::kPost, "/v1/access_profiles",
                 R"({"name":"Bad","allows":["form:destroy"]})", Key())
                .status,
            400);
}

// A profile `Read/Write` was made, and then neither read, changed nor deleted: the router refuses
// an encoded slash.
TEST_F(ApplicationsContract, AnAccessProfileThatNoPathCanNameIsRefused) {
  for (const char* name : {"Read/Write", "a\\\\b", ".", ".."}) {
    const ClientAnswer refused =
        Json(Method::kPost, "/v1/access_profiles",
             R"({"name":")" + std::string(name) + R"(","allows":[]})", Key());
    EXPECT_EQ(refused.status, 400) << name;
    EXPECT_EQ(Text(refused, "code"), "invalid_value") << refused.body;
  }
}

}  // namespace
}  // namespace bearward::app
