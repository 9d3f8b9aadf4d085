// Operators: who administers the first environment manages all of them, and may act for another one
// in the console (docs/masquerade.md; incident classes B4, H4, I2, I3).
#include <string>

#include "app/browser_fixture.h"
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPath = "/v1/environments";
constexpr const char* kDemo = "demo.workspan.com";

constexpr const char* kWorld = R"(
[[roles]]
slug = "everything"
permissions = ["*", "installation:manage"]
[[users]]
username = "boss"
email = "boss@acme.example"
id = "user_boss"
password = "a boss's password"
[[users]]
username = "second"
id = "user_second"
password = "a boss's password"
[[users]]
username = "mighty"
id = "user_mighty"
password = "a boss's password"
memberships = [{ organization = "Acme", roles = ["everything"] }]
[[users]]
environment = "demo.workspan.com"
username = "sandbox-boss"
id = "user_boss"
password = "a boss's password"
[[users]]
environment = "demo.workspan.com"
username = "sandbox-second"
id = "user_sandbox_second"
password = "a boss's password"
)";

class Operators : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    Appoint("boss", 0);
    Appoint("second", 0);
    sandbox_ = Appoint("sandbox-boss", 1);
  }
  void SetUp() override { clock_->Advance(std::chrono::minutes(2)); }

  static ClientHeaders Session(const std::string& username) {
    return ConsoleSession(username, "a boss's password");
  }
  static ClientHeaders SandboxBoss() {
    return ConsoleSession("sandbox-boss", "a boss's password", sandbox_);
  }
  static ClientAnswer ActFor(const std::string& environment, const ClientHeaders& who) {
    return Send(Method::kPost, std::string(kPath) + "/" + environment + "/masquerade", who);
  }
  // Begun returns the headers of the scripts of a page that uses the new session.
  static ClientHeaders Begun(const ClientAnswer& answer) {
    EXPECT_EQ(answer.status, 201) << answer.body;
    Browser browser;
    browser.Take(answer);
    return browser.Masquerade();
  }
  static ClientAnswer Post(const std::string& path, const ClientHeaders& who,
                           const std::string& body = "{}") {
    return Json(Method::kPost, path, body, who);
  }
  static void ByKey(Method method, const std::string& path, const std::string& body = "{}") {
    const ClientAnswer answer = Json(method, path, body, Bearer(kProductionKey));
    EXPECT_EQ(answer.status / 100, 2) << path << ": " << answer.body;
  }
  static int StatusOf(const ClientHeaders& who) { return Get("/v1/whoami", who).status; }
  static std::string SessionOf(const ClientHeaders& who) {
    return Text(Get("/v1/whoami", who), "session_id");
  }
  static void ExpectRefused(const ClientAnswer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(Text(answer, "code"), code) << answer.body;
    EXPECT_EQ(answer.Header("Set-Cookie"), "");
  }
  static bool ManagesInstallation(const ClientHeaders& who) {
    const std::string body = Get("/v1/whoami", who).body;
    EXPECT_THAT(body, HasSubstr(R"("manages_installation":)"));
    return body.find(R"("manages_installation":true)") != std::string::npos;
  }
  // Set changes an environment as its file would, and the file names the first one first.
  static void SetEnabled(const std::string& environment, bool enabled) {
    const std::string state = enabled ? "enabled = true\n" : "enabled = false\n";
    Apply("[[environments]]\nname = \"production\"\n" +
          (environment == "production"
               ? state
               : "[[environments]]\nname = \"" + environment + "\"\n" + state));
  }

  static inline std::string sandbox_;  // id of the other environment
};

TEST_F(Operators, CreateReadAndChangeEnvironments) {
  for (const ClientHeaders& who : {Session("boss"), Bearer(kProductionKey)}) {
    const std::string name = "made-by-" + std::to_string(who.size());
    const ClientAnswer made = Post(kPath, who, R"({"name":")" + name + R"(","sandbox":true})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_THAT(made.body, HasSubstr(R"("sandbox":true,"enabled":true)"));
    ExpectRefused(Post(kPath, who, R"({"name":")" + name + "\"}"), 409, "environment_exists");
    const std::string one = std::string(kPath) + "/" + name;
    EXPECT_EQ(Text(Get(one, who), "id"), Text(made, "id"));
    EXPECT_EQ(Text(Get(std::string(kPath) + "/" + Text(made, "id"), who), "name"), name);
    const ClientAnswer changed =
        Json(Method::kPatch, one, R"({"sandbox":false,"enabled":false})", who);
    EXPECT_THAT(changed.body, HasSubstr(R"("sandbox":false,"enabled":false)"));
    EXPECT_THAT(Get(kPath, who).body, AllOf(HasSubstr(R"("name":"production")"), HasSubstr(name)));
    ExpectRefused(Get(one + "-x", who), 404, "environment_not_found");
  }
  ExpectRefused(Post(kPath, Session("boss"), "{}"), 400, "missing_field");
  for (const std::string& name : {std::string(201, 'n'), std::string(" n"), std::string("n ")}) {
    ExpectRefused(Post(kPath, Session("boss"), R"({"name":")" + name + "\"}"), 400,
                  "invalid_value");
  }
  // The answer was 201 with the environment of this id, and another one had got the id as its name.
  ExpectRefused(Post(kPath, Session("boss"), R"({"name":")" + sandbox_ + "\"}"), 409,
                "environment_exists");
}

// Only its users may manage environments, so no request could enable it again.
TEST_F(Operators, CannotDisableTheFirstEnvironment) {
  const std::string first = std::string(kPath) + "/production";
  ExpectRefused(Json(Method::kPatch, first, R"({"enabled":false})", Session("boss")), 409,
                "default_environment");
  EXPECT_EQ(Json(Method::kPatch, first, R"({"enabled":true})", Session("boss")).status, 200);
}

// I2, I3: nothing that another environment or an organization can grant reaches the installation.
TEST_F(Operators, AreOnlyThoseWhoActForTheFirstEnvironment) {
  const ClientAnswer limited =
      Post("/v1/api_keys", Session("boss"), R"({"permissions":["installation:manage"]})");
  ASSERT_EQ(limited.status, 201) << limited.body;
  struct Stranger {
    std::string name;
    ClientHeaders who;
    std::string code;
  };
  const Stranger rows[] = {
      {"key of another environment", Bearer(kSandboxKey), "not_the_default_environment"},
      {"its administrator", SandboxBoss(), "not_the_default_environment"},
      {"member with every permission", Session("mighty"), "not_the_environment"},
      {"key of a user", {{"X-Api-Key", kAnnKey}}, "not_the_environment"},
      {"key with less than everything", Bearer(Text(limited, "value")), "not_the_environment"},
  };
  for (const Stranger& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_FALSE(ManagesInstallation(row.who));
    ExpectRefused(Get(kPath, row.who), 403, row.code);
    ExpectRefused(Get(std::string(kPath) + "/" + kDemo, row.who), 403, row.code);
    ExpectRefused(Get(std::string(kPath) + "/unknown", row.who), 403, row.code);
    ExpectRefused(Post(kPath, row.who, R"({"name":"taken"})"), 403, row.code);
    ExpectRefused(Json(Method::kPatch, std::string(kPath) + "/production", "{}", row.who), 403,
                  row.code);
  }
  for (const ClientHeaders& who : {SandboxBoss(), Session("mighty")}) {
    for (const char* environment : {"production", kDemo, "unknown"}) {
      EXPECT_EQ(ActFor(environment, who).status, 403) << environment;
    }
  }
  EXPECT_TRUE(ManagesInstallation(Session("boss"))) << "positive control";
  EXPECT_TRUE(ManagesInstallation(Bearer(kProductionKey))) << "positive control";
}

TEST_F(Operators, ActForAnotherEnvironmentBesideTheOwnSessionForAnHour) {
  const ClientHeaders own = Session("boss");
  const ClientAnswer begun = ActFor(kDemo, own);
  EXPECT_EQ(begun.Header("Cache-Control"), "no-store");
  EXPECT_EQ(Text(begun, "environment_id"), sandbox_);
  const ClientHeaders there = Begun(begun);
  EXPECT_THAT(Get("/v1/whoami", there).body,
              AllOf(HasSubstr(R"("name":"demo.workspan.com")"),
                    HasSubstr(R"("kind":"environment")"), HasSubstr(R"("permissions":["*"])"),
                    HasSubstr(R"("impersonator":{"id":"user_boss","environment_id":"env_)"),
                    HasSubstr(R"("name":"boss@acme.example","reason":""})")));
  EXPECT_THAT(Get("/user_management/users?limit=100", there).body,
              AllOf(HasSubstr("user_sandbox_second"), Not(HasSubstr(kAnn))));

  // One browser has both cookies; the CSRF token of a page says which one is its session.
  const std::string both = own[0].second + "; " + there[0].second;
  EXPECT_THAT(Get("/v1/whoami", {{"Cookie", both}, own[1]}).body,
              AllOf(HasSubstr(R"("name":"production")"), Not(HasSubstr("impersonator"))));
  EXPECT_THAT(Get("/v1/whoami", {{"Cookie", both}, there[1]}).body, HasSubstr(sandbox_));

  clock_->Advance(std::chrono::minutes(60));
  EXPECT_EQ(StatusOf(there), 401);
  EXPECT_EQ(StatusOf(own), 200);
}

// H4
TEST_F(Operators, AreNamedInTheAuditTrailOfTheOtherEnvironment) {
  const ClientHeaders there = Begun(ActFor(kDemo, Session("boss")));
  ASSERT_EQ(Json(Method::kPatch, "/v1/branding", R"({"name":"By the operator"})", there).status,
            200);
  const ClientHeaders key = Bearer(kSandboxKey);
  EXPECT_THAT(Get("/v1/events?limit=1&type=masquerade.started", key).body,
              AllOf(HasSubstr(R"("actor_id":"user_boss")"),
                    HasSubstr(R"("impersonator_name":"boss@acme.example")"), HasSubstr(sandbox_)));
  EXPECT_THAT(Get("/v1/events?limit=1&type=environment.updated", key).body,
              AllOf(HasSubstr(R"("actor_kind":"environment")"),
                    HasSubstr(R"("impersonator":{"id":"user_boss","environment_id":"env_)")));
  EXPECT_EQ(Send(Method::kPost, "/sign-out", there).status, 204);
  EXPECT_THAT(Get("/v1/events?limit=1&type=session.ended", key).body,
              HasSubstr(R"("name":"boss@acme.example")"));
}

// I3: it neither leads on to a third environment nor leaves a credential behind.
TEST_F(Operators, WhatTheSessionForAnotherEnvironmentMayNotDo) {
  const ClientHeaders there = Begun(ActFor(kDemo, Session("boss")));
  EXPECT_FALSE(ManagesInstallation(there));
  for (const char* environment : {"production", kDemo}) {
    ExpectRefused(ActFor(environment, there), 403, "refused_in_masquerade");
  }
  ExpectRefused(Get(kPath, there), 403, "not_the_default_environment");
  ExpectRefused(Post(kPath, there, R"({"name":"taken"})"), 403, "not_the_default_environment");
  ExpectRefused(Get("/v1/settings", there), 403, "not_the_default_environment");
  ExpectRefused(Get("/v1/traffic", there), 403, "not_the_default_environment");
  int in_person = 0;
  for (const door::Route& route : core_->door().routes()) {
    if (!route.guard.in_person) continue;
    ++in_person;
    std::string path = route.pattern;
    if (const auto at = path.find('{'); at != std::string::npos) {
      path.replace(at, path.find('}') - at + 1, "1");
    }
    ExpectRefused(Json(route.method, path, "{}", there), 403, "refused_in_masquerade");
  }
  EXPECT_GT(in_person, 5);
  EXPECT_EQ(Post("/client/token", there).status, 401) << "it is no key";
}

// I3: the body of a change of a user may have a password, also on the routes of a vendor.
TEST_F(Operators, ReplaceNoPasswordInAnotherEnvironment) {
  const ClientHeaders there = Begun(ActFor(kDemo, Session("boss")));
  const std::string path = "/user_management/users/user_sandbox_second";
  const std::string body = R"({"password":"another long password"})";
  ExpectRefused(Json(Method::kPut, path, body, there), 403, "refused_in_masquerade");
  EXPECT_EQ(Json(Method::kPut, path, R"({"first_name":"New"})", there).status, 200);
  EXPECT_EQ(Json(Method::kPut, path, body, SandboxBoss()).status, 200) << "positive control";
}

// I3: a session that ends leaves no further administrator.
TEST_F(Operators, MakeOnlyTheFirstAdministratorOfAnotherEnvironment) {
  ASSERT_EQ(Post(kPath, Session("boss"), R"({"name":"without-administrator"})").status, 201);
  const ClientHeaders there = Begun(ActFor("without-administrator", Session("boss")));
  for (const char* name : {"first", "further"}) {
    ASSERT_EQ(Post("/user_management/users", there,
                   R"({"email":")" + std::string(name) + R"(@new.example"})")
                  .status,
              201);
  }
  const auto add = [&](const std::string& user) {
    return Post("/v1/administrators", there, R"({"user_id":")" + user + "\"}");
  };
  EXPECT_EQ(add("first@new.example").status, 201);
  ExpectRefused(add("further@new.example"), 403, "missing_permission");
}

TEST_F(Operators, ActOnlyInPersonAndForAnotherEnabledEnvironment) {
  EXPECT_EQ(ActFor(kDemo, Bearer(kProductionKey)).status, 401);
  const ClientHeaders boss = Session("boss");
  const ClientAnswer masquerade =
      Post("/v1/users/" + std::string(kAnn) + "/masquerade", boss, R"({"reason":"Ticket 7"})");
  ExpectRefused(ActFor(kDemo, Begun(masquerade)), 403, "refused_in_masquerade");
  ExpectRefused(ActFor("production", boss), 409, "own_environment");
  ExpectRefused(ActFor("unknown", boss), 404, "environment_not_found");
  ASSERT_EQ(Post(kPath, boss, R"({"name":"off"})").status, 201);
  const std::string off = std::string(kPath) + "/off";
  ASSERT_EQ(Json(Method::kPatch, off, R"({"enabled":false})", boss).status, 200);
  ExpectRefused(ActFor("off", boss), 409, "environment_disabled");
  ASSERT_EQ(Json(Method::kPatch, off, R"({"enabled":true})", boss).status, 200);
  EXPECT_EQ(ActFor("off", boss).status, 201) << "positive control";
}

// Row is one way to end the session of an operator, and how to undo that.
struct Row {
  std::string name;
  void (*end)(const ClientHeaders& own);
  void (*undo)() = [] {};
};

// B4: the rows of the two sessions are in different environments.
TEST_F(Operators, TheSessionEndsWithEverythingThatEndsTheOwnOneOrTheEnvironment) {
  const Row rows[] = {
      {"sign-out",
       [](const ClientHeaders& own) {
         EXPECT_EQ(Send(Method::kPost, "/sign-out", own).status, 204);
       }},
      {"revoked",
       [](const ClientHeaders& own) {
         ByKey(Method::kPost, "/v1/sessions/" + SessionOf(own) + "/revoke");
       }},
      {"deactivated",
       [](const ClientHeaders& /*own*/) {
         ByKey(Method::kPost, "/v1/users/user_second/deactivate");
       },
       [] { ByKey(Method::kPost, "/v1/users/user_second/activate"); }},
      {"environment",
       [](const ClientHeaders& /*own*/) {
         ByKey(Method::kPatch, std::string(kPath) + "/" + kDemo, R"({"enabled":false})");
       },
       [] { ByKey(Method::kPatch, std::string(kPath) + "/" + kDemo, R"({"enabled":true})"); }},
      {"environment in a file", [](const ClientHeaders& /*own*/) { SetEnabled(kDemo, false); },
       [] { SetEnabled(kDemo, true); }},
      {"first environment", [](const ClientHeaders& /*own*/) { SetEnabled("production", false); },
       [] { SetEnabled("production", true); }},
      {"removed",
       [](const ClientHeaders& /*own*/) {
         ByKey(Method::kDelete, "/v1/administrators/user_second");
       },
       [] { Appoint("second", 0); }},
      {"password",
       [](const ClientHeaders& /*own*/) {
         ByKey(Method::kPut, "/v1/users/user_second/password",
               R"({"password":"another long password"})");
       }},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const ClientHeaders own = Session("second");
    const ClientHeaders there = Begun(ActFor(kDemo, own));
    const ClientHeaders other = Begun(ActFor(kDemo, Session("boss")));
    EXPECT_EQ(StatusOf(there), 200);
    row.end(own);
    EXPECT_EQ(StatusOf(there), 401);
    row.undo();
    EXPECT_EQ(StatusOf(there), 401) << "it came back";
    const bool of_all = row.name.find("environment") != std::string::npos;
    EXPECT_EQ(StatusOf(other), of_all ? 401 : 200) << "that of another operator";
  }
}

// A user of the other environment has the id of the operator.
TEST_F(Operators, AreNotConfusedWithAUserOfTheSameId) {
  const ClientHeaders there = Begun(ActFor(kDemo, Session("boss")));
  for (const char* verb : {"deactivate", "activate"}) {
    EXPECT_EQ(Post("/v1/users/user_boss/" + std::string(verb), Bearer(kSandboxKey)).status, 200);
  }
  EXPECT_EQ(StatusOf(there), 200);
}

// The cookie of the first is overwritten, so no page could end it.
TEST_F(Operators, ASecondOneEndsTheFirstOfTheSameSession) {
  const ClientHeaders own = Session("boss");
  const ClientHeaders first = Begun(ActFor(kDemo, own));
  const std::string ended = SessionOf(first);
  const ClientHeaders masquerade = Begun(
      Post("/v1/users/" + std::string(kAnn) + "/masquerade", own, R"({"reason":"Ticket 7"})"));
  EXPECT_EQ(StatusOf(first), 401);
  EXPECT_THAT(
      Get("/v1/events?limit=1&type=session.ended&target=" + ended, Bearer(kSandboxKey)).body,
      HasSubstr(R"("actor_id":"user_boss")"));
  const ClientHeaders again = Begun(ActFor(kDemo, own));
  EXPECT_EQ(StatusOf(masquerade), 401);
  EXPECT_EQ(StatusOf(again), 200);
  EXPECT_EQ(StatusOf(own), 200);
}

// I3: a key with fewer permissions is not the equal of the environment.
TEST_F(Operators, TheSessionIsEndedByWhoActsForTheEnvironmentOnly) {
  const std::string session = SessionOf(Begun(ActFor(kDemo, Session("boss"))));
  const ClientAnswer limited =
      Post("/v1/api_keys", SandboxBoss(), R"({"permissions":["sessions:manage"]})");
  ASSERT_EQ(limited.status, 201) << limited.body;
  const std::string path = "/v1/sessions/" + session;
  ExpectRefused(Get(path, Bearer(Text(limited, "value"))), 404, "session_not_found");
  ExpectRefused(Post(path + "/revoke", Bearer(Text(limited, "value"))), 404, "session_not_found");
  EXPECT_EQ(Get(path, Bearer(kSandboxKey)).status, 200);
  EXPECT_EQ(Post(path + "/revoke", Bearer(kSandboxKey)).status, 200);
}

}  // namespace
}  // namespace bearward::app
