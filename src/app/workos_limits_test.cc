// WorkOS' rate limits of classes of requests (contracts: WorkOS section 2.7).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using enum model::LimitScope;

constexpr const char* kUsers = "/user_management/users";
constexpr const char* kRefusal = R"({"message":"Too many requests.","code":"rate_limit_exceeded"})";
constexpr const char* kSecondKey = "sk_test_3333333333333333333333333333";

class WorkOsLimits : public ContractFixture {
 protected:
  // Each test has a core of its own, because it uses up permits.
  static void SetUpTestSuite() {}
  static void TearDownTestSuite() {}
  void TearDown() override { ContractFixture::TearDownTestSuite(); }

  // Open starts with these limits only.
  static void Open(std::initializer_list<std::pair<model::LimitScope, model::RateLimit>> limits) {
    Config config;
    config.password_strength.of_products = 0;
    config.workos_limits = {};
    for (const auto& [scope, limit] : limits) config.workos_limits[scope] = limit;
    StartExactly(std::move(config));
    Apply(std::string("[[api_keys]]\nenvironment = \"production\"\ndescription = \"second\"\n") +
          "value = \"" + kSecondKey + "\"\n");
  }
  static ClientHeaders Key(const char* key = kProductionKey) { return Bearer(key); }
  static ClientAnswer Read(const char* key = kProductionKey) { return Get(kUsers, Key(key)); }
  static ClientAnswer Create(const std::string& email, const char* key = kProductionKey) {
    return Json(Method::kPost, kUsers,
                R"({"email":")" + email + R"(","password":"a long password"})", Key(key));
  }
  static std::string ClientId() {
    return *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString();
  }
  static ClientAnswer SignIn(const std::string& email, const std::string& password) {
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"grant_type":"password","client_id":")" + ClientId() +
                    R"(","client_secret":")" + kProductionKey + R"(","email":")" + email +
                    R"(","password":")" + password + "\"}");
  }
  static void ExpectRefused(const ClientAnswer& answer, const std::string& policy) {
    EXPECT_EQ(answer.status, 429) << answer.body;
    EXPECT_EQ(answer.body, kRefusal);
    EXPECT_NE(answer.Header("Retry-After"), "");
    EXPECT_THAT(answer.Header("RateLimit"), HasSubstr("\"" + policy + "\";r=0;t="));
    EXPECT_THAT(answer.Header("RateLimit-Policy"), HasSubstr("\"" + policy + "\";q="));
    EXPECT_EQ(answer.Header("X-RateLimit-Remaining"), "0");
  }
  void Wait(int seconds) { clock_->Advance(std::chrono::seconds(seconds)); }
};

TEST_F(WorkOsLimits, TheDefaultsAreThoseOfTheVendorAndAreReported) {
  Config config;
  config.password_strength.of_products = 0;
  StartExactly(config);
  const ClientAnswer read = Read();
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.Header("RateLimit-Policy"), R"("reads";q=1000;w=10)");
  EXPECT_EQ(read.Header("RateLimit"), R"("reads";r=999;t=1)");
  EXPECT_EQ(Create("w1@limits.example").Header("RateLimit-Policy"), R"("writes";q=500;w=10)");
  const ClientAnswer other = Get("/organizations", Key());
  EXPECT_EQ(other.Header("RateLimit-Policy"), R"("requests";q=6000;w=60)");
  const ClientAnswer deletion = Send(Method::kDelete, "/organizations/none", Key());
  EXPECT_EQ(deletion.Header("RateLimit-Policy"), R"("deletions";q=50;w=60)");
  EXPECT_EQ(SignIn("w1@limits.example", "a long password").Header("RateLimit-Policy"),
            R"("sign_ins";q=10;w=60)");
  EXPECT_EQ(Get("/v1/whoami", Key()).Header("RateLimit-Policy"), "") << "not a row of WorkOS";
}

TEST_F(WorkOsLimits, WithoutOneNothingIsRefusedOrReported) {
  Open({});
  for (int i = 0; i < 30; ++i) {
    const ClientAnswer answer = SignIn("ann@acme.example", "x");
    EXPECT_NE(answer.status, 429) << i;
    if (i == 8) Wait(61);  // failures have a throttle of their own
    if (i == 17) Wait(61);
    if (i == 26) Wait(61);
    EXPECT_EQ(answer.Header("RateLimit"), "");
    EXPECT_EQ(Read().Header("RateLimit"), "");
  }
}

TEST_F(WorkOsLimits, AllRequestsOfAKeyShareOneLimit) {
  Open({{kRequests, {3, 60}}});
  EXPECT_EQ(Read().status, 200);
  EXPECT_EQ(Get("/organizations", Key()).status, 200);
  EXPECT_EQ(Get("/feature-flags", Key()).status, 200);
  ExpectRefused(Get("/organizations", Key()), "requests");
  ExpectRefused(Read(), "requests");
  EXPECT_EQ(Read(kSecondKey).status, 200) << "another key";
  EXPECT_EQ(Get("/v1/whoami", Key()).status, 200) << "another API";
  Wait(20);
  EXPECT_EQ(Read().status, 200) << "after the announced wait";
}

TEST_F(WorkOsLimits, ReadsAndWritesOfAnEnvironmentAreCountedApart) {
  Open({{kReads, {2, 60}}, {kWrites, {1, 60}}});
  EXPECT_EQ(Read().status, 200);
  EXPECT_EQ(Read(kSecondKey).status, 200);
  ExpectRefused(Read(), "reads");
  ExpectRefused(Read(kSecondKey), "reads");
  EXPECT_EQ(Create("rw@limits.example").status, 201);
  ExpectRefused(Create("rw2@limits.example", kSecondKey), "writes");
  EXPECT_EQ(Get("/organizations", Key()).status, 200) << "not under /user_management";
  EXPECT_EQ(Read(kSandboxKey).status, 200) << "another environment";
}

TEST_F(WorkOsLimits, DeletionsOfOrganizationsHaveALimit) {
  Open({{kDeletions, {1, 60}}});
  EXPECT_EQ(Send(Method::kDelete, "/organizations/none", Key()).status, 404);
  ExpectRefused(Send(Method::kDelete, "/organizations/none", Key()), "deletions");
  EXPECT_EQ(Get("/organizations", Key()).status, 200);
  EXPECT_EQ(Send(Method::kDelete, "/organization_domains/none", Key()).status, 404);
}

// A refused request takes no permit of its other limits.
TEST_F(WorkOsLimits, ARefusedRequestTakesNoOtherPermit) {
  Open({{kRequests, {3, 60}}, {kReads, {1, 60}}});
  EXPECT_EQ(Read().status, 200);
  for (int i = 0; i < 5; ++i) ExpectRefused(Read(), "reads");
  EXPECT_EQ(Get("/organizations", Key()).Header("X-RateLimit-Remaining"), "1");
}

TEST_F(WorkOsLimits, AMonitoredLimitRefusesNothing) {
  Open({{kReads, {.permits = 1, .window = 60, .mode = model::LimitMode::kMonitor}}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Read().status, 200);
  EXPECT_THAT(Get("/metrics").body,
              HasSubstr(R"(bearward_rate_limited_total{scope="reads",mode="monitor"} 2)"));
}

TEST_F(WorkOsLimits, AConsoleSessionHasNoLimitOfAKey) {
  Open({{kRequests, {1, 60}}, {kReads, {1, 60}}});
  Appoint("ann", 0);
  const ClientHeaders session = ConsoleSession("ann", kAnnPassword);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Get(kUsers, session).status, 200);
}

// Incident class D1: a known and an unknown address have the same limit, in every spelling.
TEST_F(WorkOsLimits, SignInsOfOneAddressAreLimitedAlsoIfItIsUnknown) {
  Open({{kSignIns, {2, 60}}});
  ASSERT_EQ(Create("known@limits.example").status, 201);
  for (const std::string name : {"known", "unknown"}) {
    EXPECT_EQ(SignIn(name + "@limits.example", "wrong").status, 400);
    EXPECT_EQ(SignIn(name + "@LIMITS.example", "wrong").status, 400);
    ExpectRefused(SignIn(name + "@limits.example", "wrong"), "sign_ins");
    ExpectRefused(SignIn(name + "@limits.example", "a long password"), "sign_ins");
  }
  EXPECT_EQ(SignIn("third@limits.example", "wrong").status, 400);
  EXPECT_THAT(Get("/metrics").body,
              HasSubstr(R"(bearward_rate_limited_total{scope="sign_ins",mode="enforce"} 4)"));
  Wait(30);
  EXPECT_EQ(SignIn("known@limits.example", "a long password").status, 200);
}

// A stranger without the secret must not lock a user out by using up its permits.
TEST_F(WorkOsLimits, AnAttemptWithoutTheSecretTakesNoPermit) {
  Open({{kSignIns, {1, 60}}});
  ASSERT_EQ(Create("victim@limits.example").status, 201);
  const std::string attempt = R"({"grant_type":"password","client_id":")" + ClientId() +
                              R"(","client_secret":"sk_test_wrong","email":)"
                              R"("victim@limits.example","password":"x"})";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Json(Method::kPost, "/user_management/authenticate", attempt).status, 400);
  }
  EXPECT_EQ(SignIn("victim@limits.example", "a long password").status, 200);
}

// Incident class E2: the environments of one server never share a permit.
TEST_F(WorkOsLimits, SignInsOfTwoEnvironmentsAreCountedApart) {
  Open({{kSignIns, {1, 60}}});
  EXPECT_EQ(SignIn("both@limits.example", "x").status, 400);
  const std::string sandbox = *Value(Get("/v1/whoami", Key(kSandboxKey)))
                                   .Find("environment")
                                   ->Find("client_id")
                                   ->AsString();
  const auto in_sandbox = [&sandbox] {
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"grant_type":"password","client_id":")" + sandbox + R"(","client_secret":")" +
                    kSandboxKey + R"(","email":"both@limits.example","password":"x"})");
  };
  EXPECT_EQ(in_sandbox().status, 400);
  ExpectRefused(in_sandbox(), "sign_ins");
}

TEST_F(WorkOsLimits, TheLimitOfCodesIsASettingWithItsHeaders) {
  Open({{kCodes, {2, 120}}});
  const auto send = [](const std::string& path) {
    return Json(Method::kPost, "/user_management/" + path, R"({"email":"c@limits.example"})",
                Key());
  };
  EXPECT_EQ(send("magic_auth").status, 201);
  Wait(30);
  EXPECT_EQ(send("magic_auth").status, 201);
  const ClientAnswer refused = send("magic_auth");
  ExpectRefused(refused, "codes");
  EXPECT_EQ(refused.Header("Retry-After"), "90") << "until the first code is old enough";
  EXPECT_EQ(send("password_reset").status, 201) << "another kind";
  Wait(90);
  EXPECT_EQ(send("magic_auth").status, 201);
}

TEST_F(WorkOsLimits, WithoutALimitOfCodesTheirNumberIsNotLimited) {
  Open({});
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(
        Json(Method::kPost, "/user_management/magic_auth", R"({"email":"d@limits.example"})", Key())
            .status,
        201);
  }
}

}  // namespace
}  // namespace bearward::app
