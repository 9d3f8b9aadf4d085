// Lists that are searched by the beginning of a name, and lists by ids (store/search.h).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchContract : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  // Found returns a member of the rows of a list.
  static std::vector<std::string> Found(const std::string& target, const char* member = "name",
                                        const ClientHeaders& who = Key()) {
    const ClientAnswer answer = Get(target, who);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    std::vector<std::string> found;
    const json::Value list = Value(answer);
    for (const json::Value& row : *list.Find("data")->AsArray()) {
      found.push_back(*row.Find(member)->AsString());
    }
    return found;
  }
  static std::string Made(const std::string& target, const std::string& body) {
    const ClientAnswer made = Json(Method::kPost, target, body, Key());
    EXPECT_EQ(made.status, 201) << made.body;
    return Text(made, "id");
  }
};

TEST_F(SearchContract, ApplicationsAreFoundInTheirEnvironmentOnly) {
  EXPECT_THAT(Found("/v1/applications?search=NIGHTLY"), ElementsAre("Nightly Sync"));
  EXPECT_THAT(Found("/v1/applications?search=sync"), IsEmpty()) << "only beginnings";
  EXPECT_THAT(Found("/v1/applications?search=sandbox"), IsEmpty());
  EXPECT_THAT(Found("/v1/applications?search=sandbox", "name", Bearer(kSandboxKey)),
              UnorderedElementsAre("Sandbox Link", "Sandbox Offers"))
      << "control";
  EXPECT_THAT(Found("/v1/applications?search=&client_id=none"), IsEmpty());
  EXPECT_EQ(Get("/v1/applications?search=a&search=b", Key()).status, 400);
  EXPECT_EQ(Get("/v1/applications?serach=a", Key()).status, 400) << "unknown parameter";
}

TEST_F(SearchContract, AnOrganizationFindsItsOwnApplications) {
  EXPECT_THAT(Found("/v1/applications?search=globex%20l"), ElementsAre("Globex Link"));
  EXPECT_THAT(Found("/v1/applications?search=globex%20l&organization_id=" + std::string(kAcme)),
              IsEmpty());
}

TEST_F(SearchContract, EveryCharacterOfATextStandsForItself) {
  Made("/organizations/" + std::string(kAcme) + "/api_keys",
       R"({"name":"50% of_it, \"quoted\" 'x'"})");
  const std::string keys = "/organizations/" + std::string(kAcme) + "/api_keys?search=";
  EXPECT_EQ(Found(keys + "50%25%20of_it,%20%22quoted%22%20%27X%27").size(), 1U);
  for (const char* text : {"50_", "50%25%25", "%25", "_", "%27", "50%25%20of%25", "%5C"}) {
    EXPECT_THAT(Found(keys + text), IsEmpty()) << text;
  }
}

TEST_F(SearchContract, MembersAreFoundInTheirOrganizationOnly) {
  const std::string list = "/user_management/organization_memberships?organization_id=";
  EXPECT_THAT(Found(list + kAcme + "&search=ANN%40", "user_id"), ElementsAre(kAnn));
  EXPECT_THAT(Found(list + kAcme + "&search=lee", "user_id"), ElementsAre(kAnn));
  EXPECT_THAT(Found(list + kAcme + "&search=gus", "user_id"), IsEmpty());
  const auto globex = Found("/organizations?search=globex", "id");
  ASSERT_EQ(globex.size(), 1U);
  EXPECT_EQ(Found(list + globex.front() + "&search=gus", "user_id").size(), 1U) << "control";
  EXPECT_THAT(Found(list + globex.front() + "&search=root", "user_id"), IsEmpty());
  EXPECT_EQ(Found(list + kAcme + "&search=root", "user_id").size(), 1U) << "control";
}

TEST_F(SearchContract, ObjectsAreFoundByKindAndOwner) {
  const std::string list = "/v1/objects?kind=opportunity&search=";
  EXPECT_THAT(Found(list + "joint"), ElementsAre("Joint Cloud Deal"));
  EXPECT_THAT(Found(list + "cloud"), IsEmpty());
  EXPECT_THAT(Found(list + "sandbox"), IsEmpty());
  EXPECT_THAT(Found(list + "sandbox", "name", Bearer(kSandboxKey)), ElementsAre("Sandbox Deal"))
      << "control";
}

TEST_F(SearchContract, GroupsPermissionsAndPoliciesAreFound) {
  const std::string groups = "/organizations/" + std::string(kAcme) + "/groups";
  Made(groups, R"({"name":"Night shift"})");
  EXPECT_THAT(Found(groups + "?search=NIGHT"), ElementsAre("Night shift"));
  EXPECT_THAT(Found(groups + "?search=shift"), IsEmpty());
  Made("/authorization/permissions", R"({"slug":"zebra:read","name":"See the zebras"})");
  EXPECT_THAT(Found("/authorization/permissions?search=ZEBRA", "slug"), ElementsAre("zebra:read"));
  EXPECT_THAT(Found("/authorization/permissions?search=see%20the", "slug"),
              ElementsAre("zebra:read"));
  const ClientAnswer policy =
      Json(Method::kPost, "/v1/policies", R"({"name":"zebra-gate","permissions":[]})", Key());
  EXPECT_EQ(policy.status, 201) << policy.body;
  EXPECT_THAT(Found("/v1/policies?search=zebra"), ElementsAre("zebra-gate"));
  EXPECT_THAT(Found("/v1/policies?search=gate"), IsEmpty());
}

TEST_F(SearchContract, RolesAreFoundByNameAndSlug) {
  Made("/authorization/roles", R"({"slug":"zebra-keeper","name":"Keeper of zebras"})");
  const std::string own = "/authorization/organizations/" + std::string(kAcme) + "/roles";
  Made(own, R"({"slug":"org-zebra","name":"Zebra lead"})");
  const std::string everywhere = "/authorization/roles?search=";
  EXPECT_THAT(Found(everywhere + "ZEBRA", "slug"), ElementsAre("zebra-keeper"));
  EXPECT_THAT(Found(everywhere + "keeper%20of", "slug"), ElementsAre("zebra-keeper"));
  EXPECT_THAT(Found(everywhere + "of", "slug"), IsEmpty()) << "only beginnings";
  EXPECT_THAT(Found(everywhere + "zebra", "slug", Bearer(kSandboxKey)), IsEmpty());
  EXPECT_EQ(Found(everywhere, "slug"), Found("/authorization/roles", "slug"));
  EXPECT_EQ(Get(everywhere + "a&search=b", Key()).status, 422);
  for (const std::string& list : {own, "/organizations/" + std::string(kAcme) + "/roles"}) {
    EXPECT_THAT(Found(list + "?search=zebra", "slug"),
                UnorderedElementsAre("zebra-keeper", "org-zebra"));
    EXPECT_THAT(Found(list + "?search=org-", "slug"), ElementsAre("org-zebra"));
  }
}

TEST_F(SearchContract, RowsAreListedByIdsOfTheEnvironment) {
  EXPECT_THAT(Found("/organizations?ids=" + std::string(kAcme) + "&ids=org_none", "id"),
              ElementsAre(kAcme));
  EXPECT_THAT(Found("/user_management/users?ids=" + std::string(kAnn) + ",user_none", "id"),
              ElementsAre(kAnn));
  const auto sandbox = Found("/v1/applications?search=sandbox%20l", "id", Bearer(kSandboxKey));
  ASSERT_EQ(sandbox.size(), 1U);
  EXPECT_THAT(Found("/v1/applications?ids=" + sandbox.front(), "id"), IsEmpty());
  EXPECT_EQ(Found("/v1/applications?ids=" + sandbox.front(), "id", Bearer(kSandboxKey)), sandbox)
      << "control";
}

TEST_F(SearchContract, TeamMembersArePagedAndFilteredByState) {
  const std::string members = "/v1/objects/WS-Project_deal/members";
  const ClientAnswer first = Get(members + "?limit=1", Key());
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(Found(members + "?limit=1", "organization_id").size(), 1U);
  EXPECT_THAT(first.body, HasSubstr(R"("after":"org_)"));
  EXPECT_THAT(Found(members + "?state=withdrawn", "organization_id"), IsEmpty());
  EXPECT_EQ(Found(members + "?state=accepted", "organization_id"),
            Found(members, "organization_id"));
  EXPECT_EQ(Get(members + "?state=gone", Key()).status, 400);
  EXPECT_EQ(Get(members + "?limit=0", Key()).status, 400);
}

}  // namespace
}  // namespace bearward::app
