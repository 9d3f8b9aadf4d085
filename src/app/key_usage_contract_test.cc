// How often a key was used, over the whole program (incident class I2).
#include <string>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ApiKeyUsage : public ContractFixture {
 protected:
  static ClientHeaders Ann() { return {{"X-Api-Key", kAnnKey}}; }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string AnnKeyId() {
    return Text(Get(std::string("/v1/users/") + kAnn + "/api_key", Key()), "id");
  }
  static ClientAnswer UsageOf(const std::string& id, const ClientHeaders& who) {
    return Get("/v1/api_keys/" + id + "/usage", who);
  }
};

TEST_F(ApiKeyUsage, CountsUsesAndDenialsByReason) {
  const std::string id = AnnKeyId();
  const std::int64_t before = Number(UsageOf(id, Key()), "uses");
  EXPECT_EQ(Get("/v1/whoami", Ann()).status, 200);
  EXPECT_EQ(Get("/v1/events", Ann()).status, 403);
  const ClientAnswer usage = UsageOf(id, Key());
  EXPECT_EQ(Text(usage, "id"), id);
  EXPECT_EQ(Number(usage, "uses"), before + 1) << usage.body;
  EXPECT_THAT(usage.body, HasSubstr(R"("denials":[{"reason":"missing_permission","count":)"));
  EXPECT_EQ(Value(usage).Find("hours")->AsArray()->size(), 24U);
  EXPECT_EQ(Number(UsageOf(id, Ann()), "uses"), before + 2) << "its own user reads it, by a use";
}

TEST_F(ApiKeyUsage, KeyOfAnOrganizationIsReadByTheEnvironment) {
  const ClientAnswer made =
      Json(Method::kPost, std::string("/organizations/") + kAcme + "/api_keys",
           R"({"name":"Export"})", Key());
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  EXPECT_THAT(UsageOf(id, Key()).body,
              HasSubstr(R"("counted_since":null,"uses":0,"denials":[],"hours":[])"));
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(made, "value"))).status, 200);
  EXPECT_EQ(Number(UsageOf(id, Key()), "uses"), 1);
  EXPECT_EQ(Json(Method::kPost, "/api_keys/" + id + "/expire", "{}", Key()).status, 200);
  EXPECT_EQ(Get("/v1/whoami", Bearer(Text(made, "value"))).status, 401);
  EXPECT_THAT(UsageOf(id, Key()).body, HasSubstr(R"("denials":[{"reason":"expired","count":1}])"));
  EXPECT_EQ(UsageOf(id, Ann()).status, 403);
}

TEST_F(ApiKeyUsage, OfARevokedKeyIsNotFound) {
  const std::string value = "4f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e45";
  Apply(
      "[[users]]\nusername = \"late\"\nmemberships = [{ organization = \"Acme\" }]\n"
      "[[api_keys]]\nuser = \"late\"\nvalue = \"" +
      value + "\"\n");
  const json::Value late = Value(Get("/v1/whoami", {{"X-Api-Key", value}}));
  const std::string user = *late.Find("subject")->Find("id")->AsString();
  const std::string id = Text(Get("/v1/users/" + user + "/api_key", Key()), "id");
  EXPECT_EQ(Number(UsageOf(id, Key()), "uses"), 1);
  EXPECT_EQ(Json(Method::kPost, "/v1/api_keys/" + id + "/revoke", "{}", Key()).status, 200);
  EXPECT_EQ(UsageOf(id, Key()).status, 404);
}

TEST_F(ApiKeyUsage, NoIdOfAKeyIsInTheMetrics) {
  EXPECT_EQ(Get("/v1/whoami", Ann()).status, 200);
  EXPECT_THAT(Get("/metrics").body, Not(HasSubstr("key_0")));
}

}  // namespace
}  // namespace bearward::app
