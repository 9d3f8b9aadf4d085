// The API keys of an environment under /v1, for administrators in the console (incident class I3).
#include "app/contract_fixture.h"
#include "base/time.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class EnvironmentKeys : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply("[[users]]\nusername = \"boss\"\npassword = \"a boss's password\"\n");
    Appoint("boss", 0);
  }
  static ClientHeaders Boss() { return ConsoleSession("boss", "a boss's password"); }
  static ClientAnswer Make(const std::string& body) {
    const ClientAnswer made = Json(Method::kPost, "/v1/api_keys", body, Boss());
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  }
  static ClientAnswer SetExpiry(const ClientAnswer& made, const std::string& time,
                                ClientHeaders who) {
    return Json(Method::kPatch, "/v1/api_keys/" + Text(made, "id"),
                R"({"expires_at":)" + time + "}", std::move(who));
  }
  static int StatusOf(const ClientAnswer& made) {
    return Get("/v1/whoami", Bearer(Text(made, "value"))).status;
  }
};

TEST_F(EnvironmentKeys, AnAdministratorMakesOneThatIsShownOnce) {
  const ClientAnswer made = Make(R"({"description":"ci","permissions":["events:read"]})");
  EXPECT_THAT(Text(made, "value"), StartsWith("sk_live_"));
  EXPECT_EQ(made.Header("Cache-Control"), "no-store");
  EXPECT_EQ(StatusOf(made), 200);
  const ClientAnswer list = Get("/v1/api_keys", Boss());
  EXPECT_THAT(list.body, HasSubstr(Text(made, "id")));
  EXPECT_THAT(list.body, Not(HasSubstr(Text(made, "value"))));
  clock_->Advance(std::chrono::days(8));
  EXPECT_THAT(Get("/v1/unused_api_keys?days=7", Boss()).body, HasSubstr(Text(made, "id")));
}

// A key with such a permission could do nothing, and its maker would not know why.
TEST_F(EnvironmentKeys, AMisspelledPermissionIsRefusedWithTheNearestKnownOne) {
  for (const auto& [wrong, meant] : std::initializer_list<std::pair<std::string, std::string>>{
           {"tokens:verfy", "tokens:verify"},
           {"token:verify", "tokens:verify"},
           {"client_tokens:craete", "client_tokens:create"},
           {"event:read", "events:read"},
           {"widgets:user-table:manage", "widgets:users-table:manage"}}) {
    const ClientAnswer refused =
        Json(Method::kPost, "/v1/api_keys", R"({"permissions":[")" + wrong + R"("]})", Boss());
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_EQ(Text(refused, "code"), "invalid_permission") << refused.body;
    EXPECT_THAT(Text(refused, "detail"), HasSubstr("Did you mean \"" + meant + "\"?"));
  }
}

// Policies require permissions of the customer's own API, which need no row.
TEST_F(EnvironmentKeys, APermissionOfAnotherNameIsAcceptedAndSoIsACreatedOne) {
  Make(R"({"permissions":["forms:manage","invoices:read"]})");
  const std::string own = R"({"permissions":["evens:read"]})";
  EXPECT_EQ(Json(Method::kPost, "/v1/api_keys", own, Boss()).status, 400);
  const ClientAnswer created =
      Json(Method::kPost, "/authorization/permissions", R"({"slug":"evens:read","name":"Evens"})",
           Bearer(kProductionKey));
  ASSERT_EQ(created.status, 201) << created.body;
  Make(own);
}

TEST_F(EnvironmentKeys, AKeyNeitherMakesAnotherNorChangesAnExpiry) {
  const ClientAnswer made = Make("{}");
  for (const std::string& key : {Text(made, "value"), std::string(kProductionKey)}) {
    const ClientAnswer refused = Json(Method::kPost, "/v1/api_keys", "{}", Bearer(key));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(Text(refused, "code"), "missing_permission") << refused.body;
    EXPECT_EQ(SetExpiry(made, "null", Bearer(key)).status, 403);
    EXPECT_EQ(Get("/v1/api_keys", Bearer(key)).status, 200) << "it may read them";
  }
}

TEST_F(EnvironmentKeys, AnExpiryHoldsFromTheNextRequestAndAnExpiredKeyStaysExpired) {
  const ClientAnswer made = Make("{}");
  EXPECT_EQ(StatusOf(made), 200);
  const std::string later = base::FormatIsoMillis(clock_->Now() + std::chrono::hours(1));
  EXPECT_EQ(Text(SetExpiry(made, "\"" + later + "\"", Boss()), "expires_at"), later);
  EXPECT_EQ(StatusOf(made), 200);
  EXPECT_THAT(SetExpiry(made, "null", Boss()).body, HasSubstr(R"("expires_at":null)"));
  clock_->Advance(std::chrono::hours(2));
  EXPECT_EQ(StatusOf(made), 200);
  EXPECT_EQ(SetExpiry(made, R"("2001-01-01T00:00:00Z")", Boss()).status, 200);
  EXPECT_EQ(StatusOf(made), 401);
  const ClientAnswer revived = SetExpiry(made, "null", Boss());
  EXPECT_EQ(revived.status, 409) << revived.body;
  EXPECT_EQ(Text(revived, "code"), "api_key_already_expired");
  EXPECT_EQ(StatusOf(made), 401);
}

TEST_F(EnvironmentKeys, TheTokenOfALoginHasNoSuchExpiry) {
  const ClientAnswer token = Get(std::string("/v1/users/") + kAnn + "/api_key", Boss());
  const ClientAnswer refused = SetExpiry(token, "null", Boss());
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_EQ(Get("/v1/whoami", {{"X-Api-Key", kAnnKey}}).status, 200);
}

TEST_F(EnvironmentKeys, AreFoundByTheBeginningOfTheDescriptionInTheirEnvironment) {
  const std::string zebra = Text(Make(R"({"description":"Zebra counter, 50%"})"), "id");
  const auto found = [](const std::string& text, const ClientHeaders& who) {
    const ClientAnswer list = Get("/v1/api_keys?search=" + text, who);
    EXPECT_EQ(list.status, 200) << list.body;
    return list.body;
  };
  EXPECT_THAT(found("ZEBRA%20counter,%2050%25", Boss()), HasSubstr(zebra));
  EXPECT_THAT(found("zebra", Bearer(kSandboxKey)), Not(HasSubstr(zebra)));
  for (const char* text : {"counter", "%25", "zebra_", "zebra%20counter,%2050%25%20more"}) {
    EXPECT_THAT(found(text, Boss()), HasSubstr(R"("data":[])")) << text;
  }
  EXPECT_EQ(found("", Boss()), Get("/v1/api_keys", Boss()).body);
  EXPECT_EQ(Get("/v1/api_keys?search=a&search=b", Boss()).status, 400);
}

TEST_F(EnvironmentKeys, AMemberOfAnOrganizationIsRefused) {
  const ClientHeaders root = ConsoleSession("root", "a rather long password");
  for (const ClientAnswer& refused : {Get("/v1/api_keys", root), Get("/v1/unused_api_keys", root),
                                      Json(Method::kPost, "/v1/api_keys", "{}", root)}) {
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(Text(refused, "code"), "not_the_environment") << refused.body;
  }
}

}  // namespace
}  // namespace bearward::app
