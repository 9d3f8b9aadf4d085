// /v1/administrators: who administers an environment in the console (incident classes B4, I2, I3).
#include <string>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPath = "/v1/administrators";

class AdministratorsApi : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(R"(
[[users]]
username = "boss"
id = "user_boss"
password = "a boss's password"
[[users]]
username = "second"
email = "second@acme.example"
id = "user_second"
password = "a boss's password"
[[users]]
environment = "demo.workspan.com"
username = "sandbox-boss"
id = "user_sandbox"
password = "a boss's password"
)");
    Appoint("boss", 0);
  }
  static ClientAnswer Add(const std::string& user, const ClientHeaders& who) {
    return Json(Method::kPost, kPath, R"({"user_id":")" + user + "\"}", who);
  }
  static ClientAnswer Remove(const std::string& user, const ClientHeaders& who) {
    return Send(Method::kDelete, std::string(kPath) + "/" + user, who);
  }
  static ClientHeaders Boss() { return ConsoleSession("boss", "a boss's password"); }
  static ClientHeaders Second() { return ConsoleSession("second", "a boss's password"); }
  static void ExpectRefused(const ClientAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code);
  }
};

TEST_F(AdministratorsApi, TheSecondSignsInAndTheRemovedOneIsOutAtOnce) {
  const ClientAnswer added = Add("second@acme.example", Boss());
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(Text(added, "user_id"), "user_second");
  EXPECT_EQ(Text(added, "email"), "second@acme.example");
  const ClientHeaders second = Second();
  const std::string session = Text(Get("/v1/whoami", second), "session_id");
  EXPECT_THAT(Get(kPath, second).body,
              AllOf(HasSubstr(R"("user_id":"user_boss")"), HasSubstr(R"("user_id":"user_second")"),
                    Not(HasSubstr("user_sandbox"))));
  ExpectRefused(Add("user_second", Boss()), 409, "administrator_exists");

  EXPECT_EQ(Remove("user_second", Boss()).status, 200);
  EXPECT_EQ(Get("/v1/whoami", second).status, 401);
  EXPECT_THAT(Get("/v1/events?limit=1&type=session.ended&target=" + session, Boss()).body,
              HasSubstr(R"("actor_id":"user_boss")"));
  EXPECT_THAT(Get(kPath, Boss()).body, Not(HasSubstr("user_second")));
  ExpectRefused(Remove("user_second", Boss()), 404, "administrator_not_found");
  const std::string events =
      Get("/v1/events?limit=10&target=user_second&type=administrator.added&type="
          "administrator.removed",
          Boss())
          .body;
  EXPECT_THAT(events, AllOf(HasSubstr(R"("type":"administrator.added")"),
                            HasSubstr(R"("type":"administrator.removed")"),
                            HasSubstr(R"("actor_id":"user_boss")")));
}

TEST_F(AdministratorsApi, TheLastOneCannotBeRemoved) {
  ExpectRefused(Remove("user_boss", Boss()), 409, "last_administrator");
  ASSERT_EQ(Add("user_second", Boss()).status, 201);
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_second/deactivate", "{}", Boss()).status, 200);
  ExpectRefused(Remove("user_boss", Boss()), 409, "last_administrator");
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_second/activate", "{}", Boss()).status, 200);
  EXPECT_EQ(Remove("user_second", Boss()).status, 200) << "one of two may be removed";
}

TEST_F(AdministratorsApi, OnlyAnActiveUserOfTheEnvironmentIsAdded) {
  ExpectRefused(Add("user_none", Boss()), 404, "user_not_found");
  ExpectRefused(Add("user_sandbox", Boss()), 404, "user_not_found");
  ExpectRefused(Json(Method::kPost, kPath, "{}", Boss()), 400, "missing_field");
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_second/deactivate", "{}", Boss()).status, 200);
  ExpectRefused(Add("user_second", Boss()), 409, "user_inactive");
  EXPECT_EQ(Json(Method::kPost, "/v1/users/user_second/activate", "{}", Boss()).status, 200);
}

// The first administrator of another environment is made with its key, or on the command line.
TEST_F(AdministratorsApi, AKeyMakesTheFirstOneOfAnotherEnvironment) {
  const ClientHeaders key = Bearer(kSandboxKey);
  EXPECT_EQ(Text(Add("sandbox-boss", key), "user_id"), "user_sandbox");
  const json::Value who = Value(Get("/v1/whoami", key));
  const ClientHeaders session = ConsoleSession("sandbox-boss", "a boss's password",
                                               *who.Find("environment")->Find("id")->AsString());
  EXPECT_THAT(Get("/v1/whoami", session).body, HasSubstr(R"("permissions":["*"])"));
}

// I3: a key that has leaked must not outlive its revocation by an administrator that it made.
TEST_F(AdministratorsApi, AKeyMakesNoFurtherOne) {
  ExpectRefused(Add("user_second", Bearer(kProductionKey)), 403, "missing_permission");
  ASSERT_EQ(Add("user_second", Boss()).status, 201) << "positive control";
  EXPECT_EQ(Remove("user_second", Boss()).status, 200);
}

}  // namespace
}  // namespace bearward::app
