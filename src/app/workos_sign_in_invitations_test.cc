// Invitations that a sign-in accepts (contracts: WorkOS 4.1).
#include <array>
#include <latch>
#include <thread>

#include "app/workos_sign_in_fixture.h"
#include "testing/must.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class WorkOsSignInInvitations : public WorkOsSignInFixture {
 protected:
  // Invite invites an address to Acme as a planner.
  static ClientAnswer Invite(const std::string& email, const std::string& more = {}) {
    return InviteTo(kAcme, email, R"(,"role_slug":"planner")" + more);
  }
  static ClientAnswer InviteTo(const std::string& organization, const std::string& email,
                               const std::string& more = {}) {
    const ClientAnswer made =
        Post("invitations", R"({"email":")" + email + R"(","organization_id":")" + organization +
                                '"' + more + "}");
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  }
  static ClientAnswer Act(const ClientAnswer& invitation, const std::string& verb) {
    return Post("invitations/" + Text(invitation, "id") + "/" + verb, "{}");
  }
  static std::string State(const ClientAnswer& invitation) {
    return Text(Get(kBase + "invitations/" + Text(invitation, "id"), Key()), "state");
  }
  static std::string Memberships(const std::string& user) {
    return Get(kBase + "organization_memberships?user_id=" + user, Key()).body;
  }
  static ClientAnswer MagicAuth(const std::string& email, const std::string& token) {
    const std::string invitation = token.empty() ? "" : R"(,"invitation_token":")" + token + '"';
    return Post("magic_auth", R"({"email":")" + email + '"' + invitation + "}");
  }
  static void ExpectRefused(const ClientAnswer& answer, const std::string& error) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(Text(answer, "error"), error) << answer.body;
    EXPECT_NE(Text(answer, "error_description"), "") << answer.body;
  }
  static void ExpectInAcme(const ClientAnswer& answer, const std::string& user) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(Text(answer, "organization_id"), kAcme);
    EXPECT_THAT(answer.body, HasSubstr(R"("email_verified":true)"));
    EXPECT_THAT(Claims(answer), AllOf(HasSubstr(R"("role":"planner")"),
                                      HasSubstr(R"("org_id":")" + std::string(kAcme))));
    EXPECT_EQ(Get("/v1/whoami", Bearer(Text(answer, "access_token"))).status, 200);
    EXPECT_THAT(Memberships(user), AllOf(HasSubstr(kAcme), HasSubstr(R"("slug":"planner")"),
                                         HasSubstr(R"("status":"active")")));
  }
  static std::string Claims(const ClientAnswer& answer) {
    const std::string token = Text(answer, "access_token");
    const std::size_t first = token.find('.');
    return base::Base64UrlDecode(token.substr(first + 1, token.rfind('.') - first - 1))
        .value_or("");
  }
};

TEST_F(WorkOsSignInInvitations, APasswordAcceptsTheInvitationAndOpensItsOrganization) {
  const std::string user = NewUser("a1@join.example");
  const ClientAnswer invitation = Invite("A1@join.example");
  EXPECT_EQ(Text(ByPassword("a1@join.example", ""), "code"), "email_verification_required");
  EXPECT_EQ(State(invitation), "pending") << "the control";
  const ClientAnswer answer = ByPassword("a1@join.example", Text(invitation, "token"));
  ExpectInAcme(answer, user);
  EXPECT_EQ(State(invitation), "accepted");
  EXPECT_THAT(Get("/v1/events?type=invitation.accepted&limit=1", Key()).body,
              AllOf(HasSubstr(R"("actor_kind":"user","actor_id":")" + user + '"'),
                    HasSubstr(Text(invitation, "id"))));
  EXPECT_EQ(ByPassword("a1@join.example", "").status, 200) << "the address is verified";
  ExpectRefused(ByPassword("a1@join.example", Text(invitation, "token")), "invitation_invalid");
}

TEST_F(WorkOsSignInInvitations, ACodeAcceptsTheInvitation) {
  const std::string user = NewUser("a2@join.example");
  const ClientAnswer invitation = Invite("a2@join.example");
  const std::string code = Text(MagicAuth("a2@join.example", ""), "code");
  ExpectInAcme(ByCode("a2@join.example", code, Text(invitation, "token")), user);
  EXPECT_EQ(State(invitation), "accepted");
}

TEST_F(WorkOsSignInInvitations, ACodeAcceptsTheInvitationForWhichItWasMade) {
  const ClientAnswer invitation = Invite("a3@join.example");
  const ClientAnswer made = MagicAuth("A3@join.example", Text(invitation, "token"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(State(invitation), "pending") << "a code alone proves nothing";
  ExpectInAcme(ByCode("a3@join.example", Text(made, "code"), ""), Text(made, "user_id"));
  EXPECT_EQ(State(invitation), "accepted");
}

TEST_F(WorkOsSignInInvitations, ACodeForARevokedInvitationIsRefused) {
  const ClientAnswer invitation = Invite("a4@join.example");
  const ClientAnswer made = MagicAuth("a4@join.example", Text(invitation, "token"));
  EXPECT_EQ(Act(invitation, "revoke").status, 200);
  ExpectRefused(ByCode("a4@join.example", Text(made, "code"), ""), "invitation_invalid");
  EXPECT_THAT(Memberships(Text(made, "user_id")), HasSubstr(R"("data":[])"));
  clock_->Advance(std::chrono::seconds(1));  // only the newest code is accepted
  const std::string another = Text(MagicAuth("a4@join.example", ""), "code");
  const ClientAnswer without = ByCode("a4@join.example", another, "");
  EXPECT_EQ(without.status, 200) << without.body;
}

TEST_F(WorkOsSignInInvitations, ALinkAcceptsTheInvitation) {
  const std::string user = NewUser("a5@join.example");
  const ClientAnswer invitation = Invite("a5@join.example");
  const std::string uri = R"({"uri":"https://join.example.com/back"})";
  EXPECT_EQ(Post("redirect_uris", uri).status, 201);
  const ClientAnswer made = Json(Method::kPost, "/passwordless/sessions",
                                 R"({"type":"MagicLink","email":"a5@join.example"})", Key());
  const std::string link = Text(made, "link");
  const std::string members = R"("code":")" + link.substr(link.find("code=") + 5, 25) + '"';
  ExpectRefused(Ask("authorization_code", members, "unknown"), "invitation_invalid");
  ExpectInAcme(Ask("authorization_code", members, Text(invitation, "token")), user);
  EXPECT_EQ(State(invitation), "accepted");
}

// I2: an invitation of another environment does not exist, and one of another person is not theirs.
TEST_F(WorkOsSignInInvitations, AnInvitationThatCannotBeAcceptedChangesNothing) {
  const std::string user = NewUser("a6@join.example");
  const ClientAnswer late = Invite("a6@join.example", R"(,"expires_in_days":1)");
  clock_->Advance(std::chrono::days(1));
  const ClientAnswer revoked = Invite("a6@join.example");
  EXPECT_EQ(Act(revoked, "revoke").status, 200);
  const ClientAnswer foreign = Post("invitations", R"({"email":"a6@join.example"})", kSandboxKey);
  ASSERT_EQ(foreign.status, 201) << foreign.body;
  NewUser("b6@join.example");
  const ClientAnswer other = Invite("b6@join.example");
  const ClientAnswer unowned = Invite("d6@join.example");
  const std::string before = Get(kBase + "users/" + user, Key()).body;
  const std::string code = Text(MagicAuth("a6@join.example", ""), "code");
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"unknown", "invitation_invalid"},
      {Text(late, "token"), "invitation_invalid"},
      {Text(revoked, "token"), "invitation_invalid"},
      {Text(foreign, "token"), "invitation_invalid"},
      {Text(other, "token"), "invitation_cannot_be_used_for_email"},
      {Text(unowned, "token"), "invitation_cannot_be_used_for_email"}};
  for (const auto& [token, error] : refused) {
    ExpectRefused(ByPassword("a6@join.example", token), error);
    ExpectRefused(ByCode("a6@join.example", code, token), error);
    ExpectRefused(MagicAuth("a6@join.example", token), error);
    ExpectRefused(MagicAuth("c6@join.example", token), error);
  }
  EXPECT_EQ(Get(kBase + "users/" + user, Key()).body, before);
  EXPECT_THAT(Memberships(user), HasSubstr(R"("data":[])"));
  EXPECT_THAT(Get(kBase + "users/" + user + "/sessions", Key()).body, HasSubstr(R"("data":[])"));
  EXPECT_THAT(Get(kBase + "users?email=c6%40join.example", Key()).body, HasSubstr(R"("data":[])"));
  EXPECT_EQ(State(other), "pending");
  const ClientAnswer answer = ByCode("a6@join.example", code, "");
  EXPECT_EQ(answer.status, 200) << "the code is still valid: " << answer.body;
  EXPECT_EQ(Text(answer, "organization_id"), "");
}

TEST_F(WorkOsSignInInvitations, AWrongPasswordOrCodeAcceptsNothing) {
  NewUser("a7@join.example");
  const ClientAnswer invitation = Invite("a7@join.example");
  const std::string token = Text(invitation, "token");
  EXPECT_EQ(Text(ByPassword("a7@join.example", token, "wrong"), "code"), "invalid_credentials");
  EXPECT_EQ(Text(ByCode("a7@join.example", "000000", token), "code"), "invalid_one_time_code");
  EXPECT_EQ(State(invitation), "pending");
  EXPECT_EQ(ByPassword("a7@join.example", token).status, 200) << "the control";
}

TEST_F(WorkOsSignInInvitations, AUserOfAnotherOrganizationChoosesOneOfBoth) {
  const std::string user = NewUser("a8@join.example");
  EXPECT_EQ(Post("organization_memberships", R"({"user_id":")" + user + R"(","organization_id":")" +
                                                 NewOrganization("First of a8") + "\"}")
                .status,
            201);
  const std::string invited = NewOrganization("Second of a8");
  const ClientAnswer invitation = InviteTo(invited, "a8@join.example");
  const ClientAnswer choice = ByPassword("a8@join.example", Text(invitation, "token"));
  EXPECT_EQ(choice.status, 403) << choice.body;
  EXPECT_EQ(Text(choice, "code"), "organization_selection_required");
  EXPECT_THAT(choice.body, AllOf(HasSubstr("First of a8"), HasSubstr("Second of a8")));
  EXPECT_EQ(State(invitation), "accepted");
  const ClientAnswer chosen =
      Ask("urn:workos:oauth:grant-type:organization-selection",
          R"("pending_authentication_token":")" + Text(choice, "pending_authentication_token") +
              R"(","organization_id":")" + invited + '"',
          "");
  EXPECT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(Text(chosen, "organization_id"), invited);
}

TEST_F(WorkOsSignInInvitations, AnInvitationToTheEnvironmentMakesNoMember) {
  const ClientAnswer invitation = Post("invitations", R"({"email":"a9@join.example"})");
  EXPECT_EQ(invitation.status, 201) << invitation.body;
  const ClientAnswer made = MagicAuth("a9@join.example", Text(invitation, "token"));
  const ClientAnswer answer = ByCode("a9@join.example", Text(made, "code"), "");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "organization_id"), "");
  EXPECT_EQ(State(invitation), "accepted");
  EXPECT_THAT(Memberships(Text(made, "user_id")), HasSubstr(R"("data":[])"));
}

TEST_F(WorkOsSignInInvitations, OfTwoSignInsAtOnceOneAccepts) {
  for (int round = 0; round < 10; ++round) {
    const std::string email = "t" + std::to_string(round) + "@join.example";
    const std::string user = NewUser(email);
    const std::string token = Text(Invite(email), "token");
    std::array<int, 2> statuses{};
    std::latch start(2);
    {
      const auto sign_in = [&](int& status) {
        start.arrive_and_wait();
        status = ByPassword(email, token).status;
      };
      const std::jthread other([&] { sign_in(statuses[1]); });
      sign_in(statuses[0]);
    }
    EXPECT_THAT(statuses, ::testing::UnorderedElementsAre(200, 400));
    const json::Value members = testing::Must(json::Parse(Memberships(user)));
    EXPECT_EQ(members.Find("data")->AsArray()->size(), 1U);
  }
}

}  // namespace
}  // namespace bearward::app
