// WorkOS' feature flags (contracts: WorkOS section 4.13).
#include <algorithm>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class WorkOsFeatureFlags : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Put(const std::string& path) { return Send(Method::kPut, path, Key()); }
  static void Target(Method method, const std::string& flag, const std::string& id, int status) {
    EXPECT_EQ(Send(method, "/feature-flags/" + flag + "/targets/" + id, Key()).status, status)
        << flag << " " << id;
  }
  // On returns the flags of this test that are on for an organization or a user.
  static std::vector<std::string> On(const std::string& path, const std::string& prefix) {
    std::vector<std::string> slugs;
    const json::Value list = Value(Get(path + "/feature-flags?limit=100&order=asc", Key()));
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      const std::string slug = *one.Find("slug")->AsString();
      if (slug.starts_with(prefix)) slugs.push_back(slug);
    }
    return slugs;
  }
  static inline const std::string kOfAcme = "/organizations/" + std::string(kAcme);
  static inline const std::string kOfAnn = "/user_management/users/" + std::string(kAnn);
};

TEST_F(WorkOsFeatureFlags, AFlagHasTheMembersOfTheVendorsSchema) {
  Apply(
      "[[feature_flags]]\nslug = \"shape\"\nname = \"Shape\"\ndescription = \"d\"\n"
      "tags = [\"a\", \"b\"]\nenabled = true\ndefault_value = true\n");
  const ClientAnswer flag = Get("/feature-flags/shape", Key());
  ASSERT_EQ(flag.status, 200) << flag.body;
  EXPECT_THAT(Text(flag, "id"), MatchesRegex("flag_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(flag.body, HasSubstr(R"("slug":"shape","name":"Shape","description":"d",)"
                                   R"("tags":["a","b"],"enabled":true,"default_value":true)"));
  EXPECT_THAT(flag.body, HasSubstr(R"("owner":null)"));
  EXPECT_THAT(Get("/feature-flags?limit=100", Key()).body, HasSubstr(flag.body));
  EXPECT_EQ(Get("/feature-flags/none", Key()).status, 404);
}

TEST_F(WorkOsFeatureFlags, AFlagIsSwitchedAndTheFileDoesNotUndoIt) {
  const std::string file = "[[feature_flags]]\nslug = \"switched\"\nenabled = false\n";
  Apply(file);
  EXPECT_THAT(Put("/feature-flags/switched/enable").body, HasSubstr(R"("enabled":true)"));
  EXPECT_THAT(Put("/feature-flags/switched/enable").body, HasSubstr(R"("enabled":true)"));
  Apply(file);
  EXPECT_THAT(Get("/feature-flags/switched", Key()).body, HasSubstr(R"("enabled":true)"));
  EXPECT_THAT(Put("/feature-flags/switched/disable").body, HasSubstr(R"("enabled":false)"));
}

TEST_F(WorkOsFeatureFlags, AFlagIsOnForItsTargetsOnly) {
  Apply(
      "[[feature_flags]]\nslug = \"t-organization\"\nenabled = true\n"
      "[[feature_flags]]\nslug = \"t-user\"\nenabled = true\n"
      "[[feature_flags]]\nslug = \"t-disabled\"\n"
      "[[feature_flags]]\nslug = \"t-everyone\"\nenabled = true\ndefault_value = true\n");
  EXPECT_THAT(On(kOfAcme, "t-"), ElementsAre("t-everyone"));
  Target(Method::kPost, "t-organization", kAcme, 204);
  Target(Method::kPost, "t-organization", kAcme, 204);
  Target(Method::kPost, "t-disabled", kAcme, 204);
  Target(Method::kPost, "t-user", kAnn, 204);
  EXPECT_THAT(On(kOfAcme, "t-"), ::testing::UnorderedElementsAre("t-organization", "t-everyone"));
  EXPECT_THAT(On(kOfAnn, "t-"),
              ::testing::UnorderedElementsAre("t-organization", "t-user", "t-everyone"));
  Target(Method::kDelete, "t-organization", kAcme, 204);
  Target(Method::kDelete, "t-organization", kAcme, 404);
  EXPECT_THAT(On(kOfAcme, "t-"), ElementsAre("t-everyone"));
  Target(Method::kPost, "t-user", "org_unknown", 404);
  Target(Method::kPost, "none", kAcme, 404);
  EXPECT_EQ(Get("/organizations/org_unknown/feature-flags", Key()).status, 404);
  EXPECT_EQ(Get("/user_management/users/user_unknown/feature-flags", Key()).status, 404);
}

TEST_F(WorkOsFeatureFlags, TheRuntimeClientGetsAllRules) {
  Apply("[[feature_flags]]\nslug = \"r-one\"\nenabled = true\n");
  Target(Method::kPost, "r-one", kAcme, 204);
  Target(Method::kPost, "r-one", kAnn, 204);
  const ClientAnswer rules = Get("/sdk/feature-flags", Key());
  EXPECT_THAT(rules.body,
              HasSubstr(R"("r-one":{"slug":"r-one","enabled":true,"default_value":false,)"
                        R"("targets":{"users":[{"id":")" +
                        std::string(kAnn) + R"(","enabled":true}],"organizations":[{"id":")" +
                        kAcme + R"(","enabled":true}]}})"));
}

TEST_F(WorkOsFeatureFlags, ATargetIsDeletedWithItsOrganization) {
  Apply(
      "[[feature_flags]]\nslug = \"d-one\"\nenabled = true\n"
      "[[organizations]]\nname = \"Flagged\"\nid = \"org_flagged\"\n");
  Target(Method::kPost, "d-one", "org_flagged", 204);
  EXPECT_EQ(Send(Method::kDelete, "/organizations/org_flagged", Key()).status, 202);
  EXPECT_THAT(Get("/sdk/feature-flags", Key()).body,
              HasSubstr(R"("d-one":{"slug":"d-one","enabled":true,"default_value":false,)"
                        R"("targets":{"users":[],"organizations":[]}})"));
}

}  // namespace
}  // namespace bearward::app
