// Each call of the database fails once while a sign-in accepts an invitation: the response is 503,
// and the code and the invitation stay valid (incident class F6).
#include <chrono>
#include <string>

#include "app/contract_fixture.h"
#include "app/faulty_core_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class WorkOsSignInFaults : public FaultyCoreFixture {
 protected:
  WorkOsSignInFaults() { Apply(kAcme); }

  ClientAnswer Ask(Method method, const std::string& target, const std::string& body = {}) {
    return AskJson(method, target, kProductionKey, body);
  }
  static std::string Text(const ClientAnswer& answer, std::string_view name) {
    return *testing::Must(json::Parse(answer.body)).Find(name)->AsString();
  }
};

TEST_F(WorkOsSignInFaults, AnAcceptanceThatFailsLeavesTheCodeAndTheInvitation) {
  const std::string base = "/user_management/";
  const std::string email = R"("email":"new@acme.example")";
  const ClientAnswer invitation =
      Ask(Method::kPost, base + "invitations", "{" + email + R"(,"organization_id":"org_acme"})");
  const ClientAnswer code = Ask(Method::kPost, base + "magic_auth", "{" + email + "}");
  const std::string client = *testing::Must(json::Parse(Ask(Method::kGet, "/v1/whoami").body))
                                  .Find("environment")
                                  ->Find("client_id")
                                  ->AsString();
  const std::string grant =
      R"({"client_id":")" + client + R"(","client_secret":")" + kProductionKey +
      R"(","grant_type":"urn:workos:oauth:grant-type:magic-auth:code",)" + email + R"(,"code":")" +
      Text(code, "code") + R"(","invitation_token":")" + Text(invitation, "token") + "\"}";
  ClientAnswer answer;
  const int faults = testing::ForEveryFault(
      *plan_, [&] { answer = Ask(Method::kPost, base + "authenticate", grant); },
      [&](int n) { EXPECT_EQ(answer.status, 503) << n << ": " << answer.body; });
  EXPECT_GT(faults, 20);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "organization_id"), "org_acme");
  EXPECT_THAT(Ask(Method::kGet, base + "invitations/" + Text(invitation, "id")).body,
              HasSubstr(R"("state":"accepted")"));
}

}  // namespace
}  // namespace bearward::app
