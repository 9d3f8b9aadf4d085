// Why a request was refused, and the signing keys, over the whole program (incident classes H1,
// I2).
#include <string>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWorld = R"(
[[roles]]
slug = "auditor"
permissions = ["events:read"]
[[users]]
username = "auditor"
password = "an auditor's password"
memberships = [{ organization = "Acme", roles = ["auditor"] }]
[[users]]
username = "outsider"
password = "an outsider's password"
memberships = [{ organization = "Globex", roles = ["auditor"] }]
)";

class Denials : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
  }

  static ClientHeaders With(ClientHeaders headers, const std::string& id) {
    headers.emplace_back("X-Request-Id", id);
    return headers;
  }
  static ClientAnswer Explain(const std::string& id, const ClientHeaders& who) {
    return Get("/v1/denials/" + id, who);
  }
  static ClientHeaders Ann() { return {{"X-Api-Key", kAnnKey}}; }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
};

TEST_F(Denials, AMissingPermissionIsNamedWithItsCaller) {
  EXPECT_EQ(Get("/v1/events", With(Ann(), "d1")).status, 403);
  const ClientAnswer denial = Explain("d1", Key());
  ASSERT_EQ(denial.status, 200) << denial.body;
  EXPECT_EQ(Text(denial, "step"), "permission");
  EXPECT_EQ(Text(denial, "operation"), "v1.list_events");
  EXPECT_EQ(Text(denial, "actor_id"), kAnn);
  EXPECT_EQ(Text(denial, "organization_id"), kAcme);
  EXPECT_EQ(Text(denial, "address"), "192.0.2.7");
  EXPECT_THAT(denial.body, AllOf(HasSubstr(R"("needs":["events:read"])"),
                                 HasSubstr(R"("missing":["events:read"])")));
}

TEST_F(Denials, ACredentialThatIsNotAcceptedIsADenialWithoutACaller) {
  EXPECT_EQ(Get("/v1/whoami", With(Bearer("sk_test_canary"), "d2")).status, 401);
  const ClientAnswer denial = Explain("d2", Key());
  ASSERT_EQ(denial.status, 200) << denial.body;
  EXPECT_EQ(Text(denial, "step"), "credential");
  EXPECT_EQ(Text(denial, "actor_id") + Text(denial, "organization_id"), "");
  EXPECT_THAT(denial.body, Not(HasSubstr("canary"))) << "H1: no credential is in it";
}

// I2: a denial belongs to the organization of its caller, and to its environment.
TEST_F(Denials, OtherOrganizationsAndEnvironmentsLearnNothing) {
  EXPECT_EQ(Get("/v1/policies", With(Ann(), "d3")).status, 403);
  EXPECT_EQ(Explain("d3", ConsoleSession("auditor", "an auditor's password")).status, 200);
  EXPECT_EQ(Explain("d3", ConsoleSession("outsider", "an outsider's password")).status, 404);
  EXPECT_EQ(Explain("d3", Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Explain("d3", Ann()).status, 403) << "without the permission";
  EXPECT_EQ(Explain("d3", {}).status, 401);
  EXPECT_EQ(Explain("never", Key()).status, 404);
}

TEST_F(Denials, WhatWasAllowedOrWronglyAskedIsNoDenial) {
  EXPECT_EQ(Get("/v1/whoami", With(Key(), "d4")).status, 200);
  EXPECT_EQ(Get("/v1/users/nobody", With(Key(), "d5")).status, 404);
  EXPECT_EQ(Explain("d4", Key()).status, 404);
  EXPECT_EQ(Explain("d5", Key()).status, 404);
}

TEST_F(Denials, SigningKeysAreListedAndRotatedByTheEnvironmentOnly) {
  const ClientAnswer before = Get("/v1/signing_keys", Key());
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_THAT(before.body, AllOf(HasSubstr(R"("state":"signs")"), Not(HasSubstr("private"))));
  const std::string body = R"({"profile":"oauth.jwt"})";
  EXPECT_EQ(Get("/v1/signing_keys", Ann()).status, 403);
  EXPECT_EQ(Json(Method::kPost, "/v1/signing_keys/rotate", body, Ann()).status, 403);
  EXPECT_EQ(Get("/v1/signing_keys", Key()).body, before.body) << "nothing has changed";
  EXPECT_EQ(Json(Method::kPost, "/v1/signing_keys/rotate", R"({"profil":"x"})", Key()).status, 400);
  EXPECT_EQ(Json(Method::kPost, "/v1/signing_keys/rotate", R"({"profile":"x"})", Key()).status,
            404);
  const ClientAnswer rotated = Json(Method::kPost, "/v1/signing_keys/rotate", body, Key());
  ASSERT_EQ(rotated.status, 200) << rotated.body;
  EXPECT_THAT(rotated.body, HasSubstr(R"("state":"next")"));
  EXPECT_THAT(Get("/v1/events?type=signing_key.created&limit=1", Key()).body,
              HasSubstr(R"("actor_kind":"environment")"));
}

}  // namespace
}  // namespace bearward::app
