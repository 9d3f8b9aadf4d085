// WorkOS' invitations (contracts: WorkOS section 4.13).
#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

const std::string kInvitations = "/user_management/invitations";

class WorkOsInvitations : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Invite(const std::string& members) {
    return Json(Method::kPost, kInvitations, "{" + members + "}", Key());
  }
  // Invited invites an address to Acme.
  static ClientAnswer Invited(const std::string& email, const std::string& more = {}) {
    const ClientAnswer made =
        Invite(R"("email":")" + email + R"(","organization_id":")" + kAcme + "\"" + more);
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  }
  static ClientAnswer Act(const ClientAnswer& invitation, const std::string& verb) {
    return Json(Method::kPost, kInvitations + "/" + Text(invitation, "id") + "/" + verb, "{}",
                Key());
  }
  static ClientAnswer Read(const ClientAnswer& invitation) {
    return Get(kInvitations + "/" + Text(invitation, "id"), Key());
  }
  static std::string NewUser(const std::string& email) {
    return Text(
        Json(Method::kPost, "/user_management/users", R"({"email":")" + email + "\"}", Key()),
        "id");
  }
  static std::string Memberships(const std::string& user) {
    return Get("/user_management/organization_memberships?user_id=" + user, Key()).body;
  }
  static std::size_t Count(const std::string& query) {
    const ClientAnswer page = Get(kInvitations + query, Key());
    EXPECT_EQ(page.status, 200) << page.body;
    return Value(page).Find("data")->AsArray()->size();
  }
};

TEST_F(WorkOsInvitations, ANewOneHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made =
      Invited("i1@inv.example", R"(,"role_slug":"planner","inviter_user_id":")" +
                                    std::string(kAnn) + R"(","locale":"en","expires_in_days":30)");
  EXPECT_THAT(Text(made, "id"), MatchesRegex("invitation_[0-9A-Z]{26}"));
  const std::string token = Text(made, "token");
  EXPECT_THAT(token, MatchesRegex("[0-9A-Za-z]{25}"));
  EXPECT_THAT(Text(made, "accept_invitation_url"),
              HasSubstr("/invite?invitation_token=" + token + "&environment="));
  EXPECT_THAT(made.body,
              HasSubstr(R"("email":"i1@inv.example","organization_id":")" + std::string(kAcme) +
                        R"(","role_slug":"planner","inviter_user_id":")" + kAnn +
                        R"(","accepted_user_id":null,"accepted_at":null,"revoked_at":null,)"));
  EXPECT_EQ(Text(made, "state"), "pending");
  EXPECT_THAT(made.body, ::testing::Not(HasSubstr("sealed")));
  EXPECT_EQ(Read(made).body, made.body);
  EXPECT_EQ(Get(kInvitations + "/by_token/" + token, Key()).body, made.body);
}

TEST_F(WorkOsInvitations, AnUnknownTokenIs404AndIsNotRepeated) {
  const ClientAnswer unknown = Get(kInvitations + "/by_token/abcdefghijklmnop", Key());
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, ::testing::Not(HasSubstr("abcdefghijklmnop")));
  const std::string foreign =
      Text(Json(Method::kPost, kInvitations, R"({"email":"far@inv.example"})", Bearer(kSandboxKey)),
           "token");
  ASSERT_NE(foreign, "");
  EXPECT_EQ(Get(kInvitations + "/by_token/" + foreign, Key()).body, unknown.body);
}

TEST_F(WorkOsInvitations, AcceptingMakesTheUserAMember) {
  const ClientAnswer made = Invited("i2@inv.example", R"(,"role_slug":"planner")");
  const ClientAnswer early = Act(made, "accept");
  EXPECT_EQ(early.status, 400);
  EXPECT_EQ(Text(early, "code"), "invalid_invite");
  const std::string user = NewUser("I2@inv.example");
  const ClientAnswer accepted = Act(made, "accept");
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(Text(accepted, "state"), "accepted");
  EXPECT_EQ(Text(accepted, "accepted_user_id"), user);
  EXPECT_THAT(Text(accepted, "accepted_at"), EndsWith("Z"));
  EXPECT_THAT(Memberships(user), HasSubstr(R"("role":{"slug":"planner"})"));
  for (const char* verb : {"accept", "revoke"}) {
    EXPECT_EQ(Text(Act(made, verb), "code"), "invite_not_pending") << verb;
  }
  EXPECT_EQ(Text(Act(made, "resend"), "code"), "invite_accepted");
}

TEST_F(WorkOsInvitations, AcceptingOneOfTheEnvironmentMakesNoMembership) {
  const ClientAnswer made = Invite(R"("email":"i3@inv.example")");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string user = NewUser("i3@inv.example");
  EXPECT_EQ(Act(made, "accept").status, 200);
  EXPECT_THAT(Memberships(user), HasSubstr(R"("data":[])"));
}

TEST_F(WorkOsInvitations, AcceptingActivatesAnInactiveMembership) {
  const std::string user = NewUser("i4@inv.example");
  const ClientAnswer joined =
      Json(Method::kPost, "/user_management/organization_memberships",
           R"({"user_id":")" + user + R"(","organization_id":")" + kAcme + "\"}", Key());
  Send(Method::kPut,
       "/user_management/organization_memberships/" + Text(joined, "id") + "/deactivate", Key());
  EXPECT_THAT(Memberships(user), HasSubstr(R"("data":[])"));
  EXPECT_EQ(Act(Invited("i4@inv.example"), "accept").status, 200);
  EXPECT_THAT(Memberships(user), HasSubstr(Text(joined, "id")));
}

TEST_F(WorkOsInvitations, ARevokedOneIsUseless) {
  const ClientAnswer made = Invited("i5@inv.example");
  NewUser("i5@inv.example");
  const ClientAnswer revoked = Act(made, "revoke");
  ASSERT_EQ(revoked.status, 200) << revoked.body;
  EXPECT_EQ(Text(revoked, "state"), "revoked");
  EXPECT_EQ(Text(Act(made, "accept"), "code"), "invite_not_pending");
  EXPECT_EQ(Text(Act(made, "resend"), "code"), "invite_revoked");
}

TEST_F(WorkOsInvitations, OneExpiresToTheMillisecond) {
  const ClientAnswer made = Invited("i6@inv.example", R"(,"expires_in_days":1)");
  NewUser("i6@inv.example");
  clock_->Advance(std::chrono::days(1) - std::chrono::milliseconds(1));
  EXPECT_EQ(Text(Read(made), "state"), "pending");
  EXPECT_EQ(Act(made, "resend").status, 200);
  clock_->Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Text(Read(made), "state"), "expired");
  EXPECT_EQ(Text(Act(made, "accept"), "code"), "invite_not_pending");
  EXPECT_EQ(Text(Act(made, "resend"), "code"), "invite_expired");
  EXPECT_EQ(
      Invite(R"("email":"i6@inv.example","organization_id":")" + std::string(kAcme) + "\"").status,
      201)
      << "an expired invitation blocks no other";
}

TEST_F(WorkOsInvitations, OneThatWasJustSentAgainIsNotSentAgain) {
  const ClientAnswer made = Invited("i11@inv.example");
  clock_->Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Act(made, "resend").status, 200);
  const ClientAnswer early = Act(made, "resend");
  EXPECT_EQ(early.status, 429);
  EXPECT_EQ(Text(early, "code"), "rate_limit_exceeded");
  EXPECT_EQ(early.Header("Retry-After"), "20");
  clock_->Advance(std::chrono::seconds(20));
  EXPECT_EQ(Act(made, "resend").status, 200);
}

TEST_F(WorkOsInvitations, ASuperfluousOneIs400) {
  const auto code = [](const std::string& members) {
    const ClientAnswer refused = Invite(members);
    EXPECT_EQ(refused.status, 400) << members << refused.body;
    return Text(refused, "code");
  };
  const std::string acme = R"(,"organization_id":")" + std::string(kAcme) + "\"";
  Invited("i7@inv.example");
  EXPECT_EQ(code(R"("email":"I7@inv.example")" + acme), "email_already_invited_to_organization");
  Invite(R"("email":"i7@inv.example")");
  EXPECT_EQ(code(R"("email":"i7@inv.example")"), "email_already_invited");
  const std::string user = NewUser("i8@inv.example");
  EXPECT_EQ(code(R"("email":"i8@inv.example")"), "user_already_exists");
  EXPECT_EQ(Act(Invited("i8@inv.example"), "accept").status, 200);
  EXPECT_EQ(code(R"("email":"i8@inv.example")" + acme), "user_already_organization_member");
}

TEST_F(WorkOsInvitations, BadFieldsAreRefused) {
  const std::string email = R"("email":"i9@inv.example")";
  const std::string acme = R"(,"organization_id":")" + std::string(kAcme) + "\"";
  for (const auto& [members, status, code] : std::vector<std::tuple<std::string, int, std::string>>{
           {"", 422, "invalid_request_parameters"},
           {R"("email":"no address")", 422, "invalid_request_parameters"},
           {email + R"(,"token":"mine")", 422, "invalid_request_parameters"},
           {email + R"(,"accepted_user_id":"mine")", 422, "invalid_request_parameters"},
           {email + R"(,"expires_in_days":"x")", 422, "invalid_request_parameters"},
           {email + R"(,"expires_in_days":0)", 400, "expires_in_days_too_short"},
           {email + R"(,"expires_in_days":31)", 400, "expires_in_days_too_long"},
           {email + acme + R"(,"role_slug":"no-such-role")", 400, "invalid_role"},
           {email + R"(,"role_slug":"planner")", 400, "invalid_role"},
           {email + R"(,"organization_id":"org_none")", 404, "entity_not_found"},
           {email + R"(,"inviter_user_id":"user_none")", 404, "entity_not_found"}}) {
    const ClientAnswer refused = Invite(members);
    EXPECT_EQ(refused.status, status) << members << refused.body;
    EXPECT_EQ(Text(refused, "code"), code) << members;
  }
  EXPECT_EQ(Count("?email=i9@inv.example"), 0U);
}

TEST_F(WorkOsInvitations, AListIsFilteredByAddressAndOrganization) {
  Invited("i10@inv.example");
  Invite(R"("email":"i10@inv.example")");
  EXPECT_EQ(Count("?email=I10%40inv.example"), 2U);
  EXPECT_EQ(Count("?email=i10@inv.example&organization_id=" + std::string(kAcme)), 1U);
  EXPECT_EQ(Count("?organization_id=org_none"), 0U);
  EXPECT_EQ(Get(kInvitations + "?after=invitation_forged", Key()).status, 422);
}

TEST_F(WorkOsInvitations, AnUnknownOneIs404) {
  for (const char* verb : {"accept", "resend", "revoke"}) {
    const ClientAnswer refused = Json(Method::kPost, kInvitations + "/none/" + verb, "{}", Key());
    EXPECT_EQ(refused.status, 404) << verb;
    EXPECT_EQ(Text(refused, "message"), "Invitation not found: 'none'.");
  }
}

}  // namespace
}  // namespace bearward::app
