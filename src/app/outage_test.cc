// Each call of the database fails once, in each kind of request: the response is the correct one or
// 503, never a refusal. Incident class F6.
#include <string>
#include <vector>

#include "app/faulty_core_fixture.h"
#include "base/encode.h"
#include "json/reader.h"

namespace bearward::app {
namespace {

using http::Method;
using testing::ClientAnswer;
using testing::Must;

constexpr const char* kWorld = R"(
[[environments]]
name = "production"
[[organizations]]
name = "Acme"
[[roles]]
slug = "reader"
permissions = ["forms:read", "api:access"]
[[users]]
username = "ann"
password = "correct horse"
memberships = [{ organization = "Acme", roles = ["reader"] }]
[[api_keys]]
user = "ann"
value = "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"
[[access_profiles]]
name = "All"
allows = ["*:read"]
[[applications]]
name = "sync"
organization = "Acme"
client_id = "sync"
client_secret = "0123456789abcdef"
access_profile = "All"
[[policies]]
name = "api"
permissions = ["forms:read"]
)";

struct Ask {
  std::string name;
  Method method;
  std::string target;
  testing::ClientHeaders headers;
  std::string body;
};

class Outage : public FaultyCoreFixture {
 protected:
  Outage() { Apply(kWorld); }

  ClientAnswer Send(const Ask& ask) {
    return testing::DoorClient(core_->door()).Send(ask.method, ask.target, ask.headers, ask.body);
  }
  static Ask Form(std::string target, std::string body, testing::ClientHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return {target, Method::kPost, target, std::move(headers), std::move(body)};
  }
  static Ask Json(std::string target, std::string body) {
    return {target, Method::kPost, target, {{"Content-Type", "application/json"}}, std::move(body)};
  }
  static Ask Get(std::string target, testing::ClientHeaders headers = {}) {
    return {target, Method::kGet, target, std::move(headers), ""};
  }
  // Asks returns the requests, all in the default environment.
  static std::vector<Ask> Asks() {
    const testing::ClientHeaders client = {
        {"Authorization", "Basic " + base::Base64Encode("sync:0123456789abcdef")}};
    return {
        Json("/auth/login", R"({"username":"ann","password":"correct horse"})"),
        Form("/api/Account/Authenticate", "username=ann&password=correct+horse"),
        Form("/oauth2/token", "grant_type=client_credentials", client),
        Form("/oauth2/introspect", "token=x", client),
        Form("/oauth2/revoke", "token=x", client),
        Json("/oauth/token", R"({"grant_type":"client_credentials","client_id":"sync",)"
                             R"("client_secret":"0123456789abcdef"})"),
        Get("/v1/whoami", {{"X-Api-Key", "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"}}),
        Get("/v1/whoami", {{"Authorization", "Basic " + base::Base64Encode("ann:correct horse")}}),
        Get("/oauth2/jwks"),
        Get("/.well-known/oauth-authorization-server"),
    };
  }
  // Forget makes the core read the default environment, the policies and all verdicts again.
  void Forget() {
    sandbox_ = !sandbox_;
    Apply(std::string("[[environments]]\nname = \"production\"\nsandbox = ") +
          (sandbox_ ? "true\n" : "false\n"));
  }

  bool sandbox_ = false;
};

TEST_F(Outage, AFailingCallIsNeverARefusal) {
  for (const Ask& ask : Asks()) {
    for (int n = 1;; ++n) {
      Forget();
      plan_->FailCall(n);
      const ClientAnswer answer = Send(ask);
      const bool met = plan_->fired();
      plan_->Heal();
      if (!met) {
        EXPECT_EQ(answer.status, 200) << ask.name << " " << answer.body;
        break;
      }
      EXPECT_EQ(answer.status, 503) << ask.name << ", call " << n << ": " << answer.body;
      EXPECT_NE(answer.Header("Retry-After"), "") << ask.name;
    }
  }
}

// A failed read of the default environment used to become an empty id: sign-ins with the right
// password were 401 and counted as failures, and the JWKS was 404.
TEST_F(Outage, WithoutTheDefaultEnvironmentEverySurfaceIsUnavailableUntilItIsReadAgain) {
  const std::vector<Ask> asks = Asks();
  // The listener reads it with the first call after the commit of an event about environments.
  int n = 1;
  while (true) {
    plan_->FailCall(n++, 1);
    sandbox_ = !sandbox_;
    const auto changed = core_->Apply(
        Must(ParseProvisionFile(std::string("[[environments]]\nname = \"production\"\nsandbox = ") +
                                    (sandbox_ ? "true\n" : "false\n"),
                                "world.toml")));
    const bool met = plan_->fired();
    plan_->Heal();
    ASSERT_TRUE(met) << "no failing call made the default environment unknown";
    if (Send(Get("/oauth2/jwks")).status == 503) break;
    if (!changed) sandbox_ = !sandbox_;
  }
  for (const Ask& ask : asks) {
    // These do not need it: a key belongs to one environment, and WorkSpan reads the list itself.
    if (ask.target == "/oauth/token" ||
        (!ask.headers.empty() && ask.headers.front().first == "X-Api-Key"))
      continue;
    EXPECT_EQ(Send(ask).status, 503) << ask.name;
  }
  Must(core_->Tend());
  for (const Ask& ask : asks) EXPECT_EQ(Send(ask).status, 200) << ask.name;
}

TEST_F(Outage, ReadinessFollowsReadsAndWrites) {
  core_->health().SetReady();
  EXPECT_EQ(Send(Get("/readyz")).status, 200);
  plan_->FailCall(1, 1000);
  EXPECT_EQ(Send(Get("/readyz")).status, 503);
  plan_->Heal();
  EXPECT_EQ(Send(Get("/readyz")).status, 200);
}

}  // namespace
}  // namespace bearward::app
