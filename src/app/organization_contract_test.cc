// An organization and its domains under /v1, for the environment and for members.
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class OrganizationContract : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(R"(
[[roles]]
slug = "reader"
permissions = ["organizations:read"]
[[users]]
username = "rita"
memberships = [{ organization = "Acme", roles = ["reader"] }]
[[api_keys]]
user = "rita"
value = "7d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e47"
)");
  }
  static ClientHeaders Rita() { return {{"X-Api-Key", "7d0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e47"}}; }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static inline const std::string kOwn = "/v1/organizations/" + std::string(kAcme);
};

TEST_F(OrganizationContract, ItSaysWhetherItIsEnabledAndItsRateLimit) {
  const ClientAnswer before = Get(kOwn, Key());
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_EQ(Text(before, "id"), kAcme);
  EXPECT_EQ(Number(before, "number"), 28);
  EXPECT_THAT(before.body, HasSubstr(R"("enabled":true,"rate_limit":null)"));
  EXPECT_EQ(Json(Method::kPut, kOwn + "/rate_limit", R"({"rate_limit":"900/60s"})", Key()).status,
            200);
  EXPECT_EQ(Text(Get(kOwn, Key()), "rate_limit"), "900/60s");
  const std::string other =
      Text(Json(Method::kPost, "/organizations", R"({"name":"Closed"})", Key()), "id");
  EXPECT_EQ(Json(Method::kPost, "/v1/organizations/" + other + "/disable", "", Key()).status, 200);
  EXPECT_THAT(Get("/v1/organizations/" + other, Key()).body, HasSubstr(R"("enabled":false)"));
}

// I2
TEST_F(OrganizationContract, AMemberReadsItsOwnAndWhatIsForeignDoesNotExist) {
  EXPECT_EQ(Get(kOwn, Rita()).status, 200);
  const std::string other =
      Text(Json(Method::kPost, "/organizations", R"({"name":"Foreign"})", Key()), "id");
  for (const char* part : {"", "/domains"}) {
    const ClientAnswer foreign = Get("/v1/organizations/" + other + part, Rita());
    const ClientAnswer missing = Get(std::string("/v1/organizations/org_none") + part, Rita());
    EXPECT_EQ(foreign.status, 404) << part;
    EXPECT_EQ(Text(foreign, "code"), "organization_not_found") << foreign.body;
    EXPECT_EQ(missing.status, 404) << part;
    const ClientAnswer refused = Get(kOwn + part, {{"X-Api-Key", kAnnKey}});
    EXPECT_EQ(refused.status, 403) << part;
    EXPECT_EQ(Text(refused, "code"), "missing_permission") << refused.body;
  }
}

TEST_F(OrganizationContract, AMemberListsTheDomainsOfItsOwn) {
  EXPECT_EQ(
      Json(Method::kPost, "/organization_domains",
           R"({"organization_id":")" + std::string(kAcme) + R"(","domain":"acme.example"})", Key())
          .status,
      201);
  const ClientAnswer list = Get(kOwn + "/domains", Rita());
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_THAT(list.body, HasSubstr(R"("domain":"acme.example")"));
  EXPECT_EQ(list.body, Get(kOwn + "/domains", Key()).body);
}

// A member grants an access profile of the environment to an application of its organization.
TEST_F(OrganizationContract, AccessProfilesAreListedByAMemberThatManagesApplications) {
  const ClientHeaders root = ConsoleSession("root", "a rather long password");
  const ClientAnswer list = Get("/v1/access_profiles", root);
  EXPECT_EQ(list.status, 200) << list.body;
  EXPECT_THAT(list.body, HasSubstr(R"("name":"ObjectRead")"));
  EXPECT_EQ(Get("/v1/access_profiles/ObjectRead", root).status, 403);
  EXPECT_EQ(Get("/v1/access_profiles", Rita()).status, 403);
}

}  // namespace
}  // namespace bearward::app
