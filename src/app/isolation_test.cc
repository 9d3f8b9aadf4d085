// Tenant isolation, generated from the joined route table: a route that is added tomorrow is held
// to this without anybody thinking of it (incident classes P12, I2).
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

class Isolation : public ContractFixture {
 protected:
  // Targets gives a route's path with every known id of production in place of its parameter.
  static std::vector<std::string> Targets(const std::string& pattern) {
    const auto open = pattern.find('{');
    if (open == std::string::npos) return {pattern};
    const auto close = pattern.find('}', open);
    std::vector<std::string> targets;
    for (const std::string& id : KnownIds()) {
      targets.push_back(pattern.substr(0, open) + id + pattern.substr(close + 1));
    }
    return targets;
  }

  static std::vector<std::string> KnownIds() {
    const ClientAnswer self = Get("/v1/whoami", Application());
    const json::Value value = Value(self);
    return {kAcme,
            kAnn,
            "194955",
            "WS-Project_private",
            *value.Find("subject")->Find("id")->AsString(),
            Text(self, "session_id")};
  }

  static ClientHeaders Application() {
    return Bearer(Text(Json(Method::kPost, "/oauth/token",
                            R"({"grant_type":"client_credentials",)"
                            R"("client_id":"WS-ApplicationUser_link",)"
                            R"("client_secret":"fedcba9876543210fedcba9876543210"})"),
                       "access_token"));
  }

  // Stranger is the application of another environment, where it may do everything.
  static ClientHeaders Stranger() {
    return Bearer(Text(Json(Method::kPost, "/oauth/token",
                            R"({"grant_type":"client_credentials",)"
                            R"("client_id":"WS-ApplicationUser_sandbox",)"
                            R"("client_secret":"ffeeddccbbaa99887766554433221100"})",
                            {{"x-ws-env", "demo.workspan.com"}}),
                       "access_token"));
  }

  // Neighbour is a user of another organization of the same environment.
  static ClientHeaders Neighbour() {
    return Bearer(Text(Json(Method::kPost, "/auth/login",
                            R"({"username":"gus","password":"another long password"})"),
                       "token"));
  }

  template <class Check>
  static void ForEveryGuardedTarget(Check check) {
    int seen = 0;
    for (const door::Route& route : core_->door().routes()) {
      if (route.guard.need.open()) continue;
      for (const std::string& target : Targets(route.pattern)) check(route, target), ++seen;
    }
    EXPECT_GT(seen, 20);
  }

  static std::string Named(const door::Route& route, const std::string& target) {
    return std::string(http::MethodText(route.method)) + " " + target;
  }

  // ActsOnItself says whether a route without parameters concerns the caller alone: there a
  // stranger is answered about itself, and about nobody else.
  static bool ActsOnItself(const door::Route& route) {
    return route.pattern.find('{') == std::string::npos;
  }
};

TEST_F(Isolation, NoCredentialAndAWrongOneOpenNoGuardedRoute) {
  ForEveryGuardedTarget([](const door::Route& route, const std::string& target) {
    const int refused = route.pattern == "/oauth/token" ? 403 : 401;
    EXPECT_EQ(Json(route.method, target, "{}").status, refused) << Named(route, target);
    for (const ClientHeaders& wrong :
         {Bearer("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"), Bearer("sk_test_nobody_has_this_key"),
          Bearer("a.b.c"), Bearer("")}) {
      EXPECT_EQ(Json(route.method, target, "{}", wrong).status, refused) << Named(route, target);
    }
  });
}

TEST_F(Isolation, ACredentialOfAnotherEnvironmentReachesNothingOfThisOne) {
  const std::vector<ClientHeaders> strangers = {Stranger(), Bearer(kSandboxKey)};
  ForEveryGuardedTarget([&](const door::Route& route, const std::string& target) {
    if (ActsOnItself(route)) return;
    for (const ClientHeaders& stranger : strangers) {
      const ClientAnswer answer =
          Json(route.method, target, R"({"external_id":"x","password":"stolen it is"})", stranger);
      EXPECT_GE(answer.status, 400) << Named(route, target) << " " << answer.body;
      EXPECT_LT(answer.status, 500) << Named(route, target) << " " << answer.body;
    }
  });
}

TEST_F(Isolation, AUserOfAnotherOrganizationReachesNothingOfThisOne) {
  const ClientHeaders neighbour = Neighbour();
  ForEveryGuardedTarget([&](const door::Route& route, const std::string& target) {
    if (ActsOnItself(route)) return;
    const ClientAnswer answer =
        Json(route.method, target, R"({"external_id":"x","password":"stolen it is"})", neighbour);
    EXPECT_GE(answer.status, 400) << Named(route, target) << " " << answer.body;
    EXPECT_LT(answer.status, 500) << Named(route, target) << " " << answer.body;
  });
}

TEST_F(Isolation, WhatWasTriedChangedNothing) {
  const ClientAnswer answer =
      Json(Method::kPost, "/auth/login",
           R"({"username":"ann","password":"correct horse battery staple"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Get("/api/Forms", {{"X-Api-Key", kAnnKey}}).status, 200);
}

}  // namespace
}  // namespace bearward::app
