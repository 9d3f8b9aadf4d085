// The invitations of WorkOS' client GraphQL API: every member of the result unions, what a member
// may learn about and do to a user that has not accepted yet (incident classes D1, I2, I3), and
// what a pending membership is worth.
#include "app/faulty_graphql_fixture.h"
#include "app/graphql_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr const char* kInvitation =
    "{ invitation { createdAt email expiresAt id roleSlug status } }";

std::string Invite(const std::string& email, const std::string& more = "") {
  return "mutation { inviteUser(input: { email: " + json::Quote(email) + more +
         " }) { __typename ... on UserInvited " + kInvitation +
         " ... on InvalidInvitationExpiry { _placeholder } "
         "... on InvalidInviteeEmail { email } ... on InvalidInviteeRole { roleSlug } "
         "... on InviteeAlreadyInvited { email } ... on InviteeAlreadyMember { email } "
         "... on InviteeEmailNotDeliverable { email } "
         "... on OrganizationBlockedFromSendingInvites { _placeholder } } }";
}
std::string Resend(const std::string& user) {
  return "mutation { resendInvitation(input: { userId: " + json::Quote(user) +
         " }) { __typename ... on InvitationResent " + kInvitation +
         " ... on InviteeAlreadyAccepted { userId } ... on InviteeEmailNotDeliverable { email } "
         "... on ResendInvitationNotFound { userId } } }";
}
std::string Revoke(const std::string& user) {
  return "mutation { revokeInvitation(input: { userId: " + json::Quote(user) +
         " }) { __typename ... on InvitationRevoked " + kInvitation +
         " ... on InvitationNotFound { userId } ... on InvitationNotPending { userId } } }";
}
std::string Role(const std::string& slug) { return ", roleSlug: " + json::Quote(slug); }

class WorkOsGraphqlInvitations : public GraphqlFixture {
 protected:
  static std::string Kind(const std::string& token, const std::string& document) {
    const json::Value data = Run(token, document);
    return data.IsObject() ? TextAt(data.AsObject()->front().value, "__typename") : "";
  }
  static std::string Invited(const std::string& token, const std::string& email,
                             const std::string& more = "") {
    const json::Value data = Run(token, Invite(email, more));
    EXPECT_EQ(TextAt(data, "inviteUser.__typename"), "UserInvited") << json::ToText(data);
    return TextAt(data, "inviteUser.invitation.id");
  }
  // RowOf returns a member of the organization in the list; null if it is not in it.
  static json::Value RowOf(const std::string& token, const std::string& email) {
    const json::Value data = Run(token, R"({ organizationMemberships(limit: 100) { data {
      createdAt email emailVerified firstName id lastActivityAt lastName profilePictureUrl
      roles { slug } status } } })");
    for (const json::Value& one : ItemsAt(data, "organizationMemberships.data")) {
      if (TextAt(one, "email") == email) return one;
    }
    return {};
  }
  static std::string IdOf(const std::string& token, const std::string& email) {
    return TextAt(RowOf(token, email), "id");
  }
  static std::string StatusOf(const std::string& token, const std::string& email) {
    return TextAt(RowOf(token, email), "status");
  }
  static ClientAnswer Act(const std::string& invitation, const std::string& verb) {
    return Json(Method::kPost, "/user_management/invitations/" + invitation + "/" + verb, "{}",
                Bearer(kProductionKey));
  }
  static ClientAnswer ReadInvitation(const std::string& id) {
    return Get("/user_management/invitations/" + id, Bearer(kProductionKey));
  }
};

TEST_F(WorkOsGraphqlInvitations, AnInvitedUserIsAPendingMemberUntilItAccepts) {
  const std::string tessa = Tessa();
  const json::Value made =
      At(Run(tessa, Invite("i1@inv.example", Role("plain") + ", expiresInDays: 30")),
         "inviteUser.invitation");
  const std::string id = TextAt(made, "id");
  EXPECT_THAT(id, MatchesRegex("invitation_[0-9A-Z]{26}"));
  EXPECT_EQ(TextAt(made, "email"), "i1@inv.example");
  EXPECT_EQ(TextAt(made, "roleSlug"), "plain");
  EXPECT_EQ(TextAt(made, "status"), "Pending");
  EXPECT_EQ(TextAt(made, "createdAt"), base::FormatIsoMillis(clock_->Now()));
  EXPECT_EQ(TextAt(made, "expiresAt"),
            base::FormatIsoMillis(clock_->Now() + std::chrono::days(30)));
  const ClientAnswer row = ReadInvitation(id);
  EXPECT_EQ(Text(row, "inviter_user_id"), "user_tessa");
  EXPECT_EQ(Text(row, "organization_id"), "org_widgets");
  EXPECT_THAT(Text(row, "token"), MatchesRegex("[0-9A-Za-z]{25}"));
  const json::Value member = RowOf(tessa, "i1@inv.example");
  EXPECT_EQ(TextAt(member, "status"), "Invited");
  EXPECT_EQ(TextAt(member, "roles"), R"([{"slug":"plain"}])");
  const std::string user = TextAt(member, "id");
  const ClientAnswer refused = Json(
      Method::kPost, "/client/token",
      R"({"organization_id":"org_widgets","user_id":")" + user + "\"}", Bearer(kProductionKey));
  EXPECT_NE(refused.status, 201) << "a pending membership opens no session";
  EXPECT_EQ(Act(id, "accept").status, 200);
  EXPECT_EQ(StatusOf(tessa, "i1@inv.example"), "Active");
  EXPECT_EQ(TextAt(Run(Token(user, "org_widgets"), "{ me { id } }"), "me.id"), user);
}

// Neither the answer nor the list of members shows whether the address had a user before.
TEST_F(WorkOsGraphqlInvitations, KnownAndUnknownAddressesLookAlike) {
  const std::string known =
      Create("/user_management/users", R"({"email":"Known@inv.example","first_name":"Secret",)"
                                       R"("last_name":"Name","email_verified":true})");
  Create("/user_management/organization_memberships",
         R"({"user_id":")" + known + R"(","organization_id":"org_neighbor"})");
  const std::string tessa = Tessa();
  const auto shape = [&tessa](const std::string& email) {
    const json::Value answer = Run(tessa, Invite(email));
    std::string text = json::ToText(answer) + json::ToText(RowOf(tessa, email));
    for (const std::string& own :
         {email, TextAt(answer, "inviteUser.invitation.id"), IdOf(tessa, email)}) {
      const auto at = [&] { return text.find(own); };
      while (at() != std::string::npos) text.replace(at(), own.size(), "*");
    }
    return text;
  };
  const std::string of_known = shape("known@inv.example");
  EXPECT_EQ(of_known, shape("unknown@inv.example"));
  EXPECT_THAT(of_known, HasSubstr("UserInvited"));
  EXPECT_THAT(of_known, HasSubstr(R"("emailVerified":false,"firstName":null)"));
  EXPECT_EQ(IdOf(tessa, "known@inv.example"), known);
  for (const char* document :
       {"user(id: \"$\") { id }", "effectivePermissions(userId: \"$\") { id }",
        "evaluatedFlags(userId: \"$\") { data { id } }"}) {
    std::string text = document;
    text.replace(text.find('$'), 1, known);
    EXPECT_EQ(CodeOf(tessa, "{ " + text + " }"), "NOT_FOUND") << document;
  }
  const auto found = [&tessa](const std::string& search) {
    return ItemsAt(Run(tessa,
                       "{ organizationMemberships(search: \"" + search + "\") { data { id } } }"),
                   "organizationMemberships.data")
        .size();
  };
  EXPECT_EQ(found("Secret"), 0U);
  EXPECT_EQ(found("known@inv"), 2U) << "by the address of the invitation";
  // A new address of the user is not shown either.
  EXPECT_EQ(Json(Method::kPut, "/user_management/users/" + known,
                 R"({"email":"private@inv.example"})", Bearer(kProductionKey))
                .status,
            200);
  EXPECT_TRUE(RowOf(tessa, "private@inv.example").IsNull());
  EXPECT_EQ(found("private"), 0U);
  EXPECT_EQ(TextAt(Run(Nora(), "{ user(id: \"" + known + "\") { firstName } }"), "user.firstName"),
            "Secret")
      << "positive control";
}

TEST_F(WorkOsGraphqlInvitations, AMemberCannotInviteWithMoreRightsThanItsOwn) {
  const std::string tessa = Tessa();
  const std::string max = Token("user_max", "org_widgets");
  EXPECT_EQ(CodeOf(tessa, Invite("e1@inv.example", Role("mighty"))), "FORBIDDEN");
  EXPECT_EQ(CodeOf(Peter(), Invite("e1@inv.example", Role("plain"))), "FORBIDDEN");
  EXPECT_EQ(
      CodeOf(Token("user_tabea", "org_widgets"), Invite("e1@inv.example", Role("team-admin"))),
      "FORBIDDEN");
  EXPECT_TRUE(RowOf(tessa, "e1@inv.example").IsNull()) << "a refusal changes nothing";
  EXPECT_THAT(Get("/user_management/users?email=e1@inv.example", Bearer(kProductionKey)).body,
              HasSubstr(R"("data":[])"));
  // Positive controls: a user with every right, and one with the permission of the widget.
  const std::string id = Invited(max, "e1@inv.example", Role("mighty"));
  Invited(Token("user_tabea", "org_widgets"), "e2@inv.example", Role("plain"));
  const std::string user = IdOf(tessa, "e1@inv.example");
  for (const std::string& document : {Resend(user), Revoke(user)}) {
    EXPECT_EQ(CodeOf(tessa, document), "FORBIDDEN") << document;
    EXPECT_EQ(CodeOf(Peter(), document), "FORBIDDEN") << document;
  }
  EXPECT_EQ(Text(ReadInvitation(id), "state"), "pending");
  EXPECT_EQ(Kind(max, Revoke(user)), "InvitationRevoked");
  EXPECT_EQ(CodeOf(tessa, Invite("e1@inv.example", Role("plain"))), "FORBIDDEN")
      << "the pending membership still has the role";
}

// An inactive member gets its roles back by an acceptance, so inviting it needs their rights.
TEST_F(WorkOsGraphqlInvitations, AnInactiveMemberIsInvitedWithinTheRightsOfItsRoles) {
  const std::string user = Create("/user_management/users", R"({"email":"former@inv.example"})");
  const std::string membership = Create(
      "/user_management/organization_memberships",
      R"({"user_id":")" + user + R"(","organization_id":"org_widgets","role_slugs":["mighty"]})");
  EXPECT_EQ(
      Send(Method::kPut, "/user_management/organization_memberships/" + membership + "/deactivate",
           Bearer(kProductionKey))
          .status,
      200);
  const std::string tessa = Tessa();
  EXPECT_EQ(StatusOf(tessa, "former@inv.example"), "NoInvite");
  EXPECT_EQ(CodeOf(tessa, Invite("former@inv.example")), "FORBIDDEN");
  Invited(Token("user_max", "org_widgets"), "former@inv.example");
  EXPECT_EQ(StatusOf(tessa, "former@inv.example"), "Invited");
}

TEST_F(WorkOsGraphqlInvitations, InvitationsThatCannotBeMadeAreMembersOfTheUnion) {
  const std::string tessa = Tessa();
  const auto kind = [&tessa](const std::string& email, const std::string& more = "") {
    return TextAt(Run(tessa, Invite(email, more)), "inviteUser");
  };
  EXPECT_EQ(kind("no address"), R"({"__typename":"InvalidInviteeEmail","email":"no address"})");
  EXPECT_EQ(kind(""), R"({"__typename":"InvalidInviteeEmail","email":""})");
  for (const char* days : {"0", "31", "-1"}) {
    EXPECT_THAT(kind("r1@inv.example", std::string(", expiresInDays: ") + days),
                HasSubstr(R"("__typename":"InvalidInvitationExpiry")"));
  }
  EXPECT_EQ(kind("r1@inv.example", Role("none")),
            R"({"__typename":"InvalidInviteeRole","roleSlug":"none"})");
  Create("/authorization/organizations/org_neighbor/roles",
         R"({"slug":"org-foreign","name":"Foreign"})");
  EXPECT_EQ(kind("r1@inv.example", Role("org-foreign")),
            R"({"__typename":"InvalidInviteeRole","roleSlug":"org-foreign"})");
  EXPECT_EQ(kind("peter@widgets.example"),
            R"({"__typename":"InviteeAlreadyMember","email":"peter@widgets.example"})");
  Invited(tessa, "r2@inv.example");
  EXPECT_EQ(kind("R2@inv.example"),
            R"({"__typename":"InviteeAlreadyInvited","email":"R2@inv.example"})");
  EXPECT_TRUE(RowOf(tessa, "r1@inv.example").IsNull());
  // Another organization invites the same address on its own.
  Invited(Nora(), "r2@inv.example");
}

TEST_F(WorkOsGraphqlInvitations, AnAddressThatIsTheUsernameOfAnotherUserIsNotDeliverable) {
  Apply(
      "[[users]]\nusername = \"odd@inv.example\"\nemail = \"other@inv.example\"\n"
      "memberships = []\n");
  EXPECT_EQ(Kind(Tessa(), Invite("odd@inv.example")), "InviteeEmailNotDeliverable");
}

TEST_F(WorkOsGraphqlInvitations, AnInvitationIsSentAgain) {
  const std::string tessa = Tessa();
  const std::string id = Invited(tessa, "s1@inv.example", Role("plain"));
  const std::string user = IdOf(tessa, "s1@inv.example");
  clock_->Advance(std::chrono::milliseconds(1));
  const json::Value resent = Run(tessa, Resend(user));
  EXPECT_EQ(TextAt(resent, "resendInvitation.__typename"), "InvitationResent");
  EXPECT_EQ(TextAt(resent, "resendInvitation.invitation.id"), id);
  EXPECT_EQ(TextAt(Ask(tessa, Resend(user)), "errors.0.extensions.code"), "RATE_LIMITED");
  clock_->Advance(std::chrono::days(7));
  EXPECT_EQ(StatusOf(Tessa(), "s1@inv.example"), "InviteExpired");
  const json::Value renewed = Run(Tessa(), Resend(user));
  EXPECT_EQ(TextAt(renewed, "resendInvitation.__typename"), "InvitationResent");
  const std::string next = TextAt(renewed, "resendInvitation.invitation.id");
  EXPECT_NE(next, id);
  EXPECT_EQ(TextAt(renewed, "resendInvitation.invitation.roleSlug"), "plain");
  EXPECT_EQ(StatusOf(Tessa(), "s1@inv.example"), "Invited");
  EXPECT_EQ(Act(next, "accept").status, 200);
  EXPECT_EQ(Kind(Tessa(), Resend(user)), "InviteeAlreadyAccepted");
  EXPECT_EQ(Kind(Tessa(), Revoke(user)), "InvitationNotPending");
}

TEST_F(WorkOsGraphqlInvitations, ARevokedInvitationIsUselessUntilItIsSentAgain) {
  const std::string tessa = Tessa();
  const std::string id = Invited(tessa, "v1@inv.example");
  const std::string user = IdOf(tessa, "v1@inv.example");
  const json::Value revoked = Run(tessa, Revoke(user));
  EXPECT_EQ(TextAt(revoked, "revokeInvitation.__typename"), "InvitationRevoked");
  EXPECT_EQ(TextAt(revoked, "revokeInvitation.invitation.status"), "Revoked");
  EXPECT_EQ(Text(Act(id, "accept"), "code"), "invite_not_pending");
  EXPECT_EQ(StatusOf(tessa, "v1@inv.example"), "InviteRevoked");
  EXPECT_EQ(TextAt(Run(tessa, Revoke(user)), "revokeInvitation"),
            R"({"__typename":"InvitationNotPending","userId":")" + user + "\"}");
  clock_->Advance(std::chrono::milliseconds(1));
  const json::Value renewed = Run(tessa, Resend(user));
  const std::string next = TextAt(renewed, "resendInvitation.invitation.id");
  EXPECT_NE(next, id);
  EXPECT_EQ(Act(next, "accept").status, 200);
  EXPECT_EQ(StatusOf(tessa, "v1@inv.example"), "Active");
}

// CVE-2026-1529: an invitation of one organization is nothing in another.
TEST_F(WorkOsGraphqlInvitations, InvitationsOfAnotherOrganizationAreNotFound) {
  const std::string id = Invited(Nora(), "f1@inv.example");
  const std::string invited = IdOf(Nora(), "f1@inv.example");
  for (const std::string& user : {invited, std::string("user_nora"), std::string("user_none"),
                                  std::string("user_peter"), std::string("user_max"), id}) {
    EXPECT_EQ(TextAt(Run(Tessa(), Resend(user)), "resendInvitation"),
              R"({"__typename":"ResendInvitationNotFound","userId":")" + user + "\"}");
    EXPECT_EQ(TextAt(Run(Tessa(), Revoke(user)), "revokeInvitation"),
              R"({"__typename":"InvitationNotFound","userId":")" + user + "\"}");
  }
  EXPECT_EQ(Text(ReadInvitation(id), "state"), "pending");
  EXPECT_EQ(Kind(Nora(), Revoke(invited)), "InvitationRevoked") << "positive control";
}

TEST_F(WorkOsGraphqlInvitations, AnInvitationOfTheEnvironmentIsManagedToo) {
  const std::string user = Create("/user_management/users", R"({"email":"rest@inv.example"})");
  const std::string id = Create("/user_management/invitations",
                                R"({"email":"rest@inv.example","organization_id":"org_widgets"})");
  EXPECT_EQ(Kind(Tessa(), Resend(user)), "InvitationResent");
  EXPECT_EQ(Kind(Tessa(), Revoke(user)), "InvitationRevoked");
  EXPECT_EQ(Text(ReadInvitation(id), "state"), "revoked");
}

TEST_F(WorkOsGraphqlInvitations, APendingMemberIsChangedAndRemoved) {
  const std::string tessa = Tessa();
  const std::string id = Invited(tessa, "p1@inv.example", Role("team-admin"));
  const std::string user = IdOf(tessa, "p1@inv.example");
  const json::Value changed =
      Run(tessa, "mutation { updateMemberRole(input: { userId: \"" + user +
                     "\", roleSlugs: [\"plain\"] }) { ... on MemberRoleUpdated { member { email "
                     "status roles { slug } } } } }");
  EXPECT_EQ(TextAt(changed, "updateMemberRole.member"),
            R"({"email":"p1@inv.example","status":"Invited","roles":[{"slug":"plain"}]})");
  EXPECT_EQ(Act(id, "accept").status, 200);
  EXPECT_EQ(TextAt(RowOf(tessa, "p1@inv.example"), "roles"), R"([{"slug":"plain"}])")
      << "the acceptance gives no role that was taken away";
  const std::string next = Invited(tessa, "p2@inv.example");
  const std::string removed = IdOf(tessa, "p2@inv.example");
  EXPECT_EQ(Kind(tessa, "mutation { removeMember(input: { userId: \"" + removed +
                            "\" }) { __typename } }"),
            "MemberRemoved");
  EXPECT_TRUE(RowOf(tessa, "p2@inv.example").IsNull());
  EXPECT_EQ(Text(ReadInvitation(next), "state"), "revoked");
  EXPECT_EQ(Text(Act(next, "accept"), "code"), "invite_not_pending");
}

// An invitation alone is no power of an organization over the account of the invited user.
TEST_F(WorkOsGraphqlInvitations, APendingMembershipIsNoHome) {
  const std::string tessa = Tessa();
  const std::string id = Invited(tessa, "h1@inv.example", Role("plain"));
  const std::string user = IdOf(tessa, "h1@inv.example");
  const std::string session = Text(
      Json(Method::kPost, "/auth/login", R"({"username":"tessa","password":"tessa's password"})"),
      "token");
  const auto set_password = [&](const std::string& of) {
    return Json(Method::kPut, "/v1/users/" + of + "/password",
                R"({"password":"planted by the inviter"})", Bearer(session))
        .status;
  };
  EXPECT_EQ(set_password("user_peter"), 200) << "positive control";
  EXPECT_EQ(set_password(user), 404);
  EXPECT_EQ(Get("/v1/users/" + user, Bearer(session)).status, 404);
  Create("/user_management/organization_memberships",
         R"({"user_id":")" + user + R"(","organization_id":"org_neighbor"})");
  EXPECT_EQ(Json(Method::kPut, "/user_management/users/" + user,
                 R"({"password":"a password of h1"})", Bearer(kProductionKey))
                .status,
            200);
  const auto home = [] {
    const ClientAnswer login =
        Json(Method::kPost, "/auth/login",
             R"({"username":"h1@inv.example","password":"a password of h1"})");
    EXPECT_EQ(login.status, 200) << login.body;
    return TextAt(Value(Get("/v1/whoami", Bearer(Text(login, "token")))), "organization.id");
  };
  EXPECT_EQ(home(), "org_neighbor");
  EXPECT_EQ(Act(id, "accept").status, 200);
  EXPECT_EQ(home(), "org_neighbor") << "an accepted membership comes last";
  EXPECT_EQ(set_password(user), 404);
}

TEST_F(WorkOsGraphqlInvitations, AnOrganizationSendsAHundredInvitationsAnHour) {
  Apply(
      "[[organizations]]\nname = \"Busy\"\nid = \"org_busy\"\n"
      "[[users]]\nusername = \"busy\"\nid = \"user_busy\"\n"
      "memberships = [{ organization = \"Busy\", roles = [\"team-admin\"] }]\n");
  const std::string token = Token("user_busy", "org_busy");
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(Kind(token, Invite("b" + std::to_string(i) + "@busy.example")), "UserInvited") << i;
  }
  EXPECT_EQ(Kind(token, Invite("more@busy.example")), "OrganizationBlockedFromSendingInvites");
  Invited(Nora(), "more@busy.example");  // another organization is not affected
  clock_->Advance(std::chrono::hours(1));
  EXPECT_EQ(Kind(Token("user_busy", "org_busy"), Invite("more@busy.example")), "UserInvited");
}

TEST_F(WorkOsGraphqlInvitations, ATokenWithoutAnOrganizationCannotInvite) {
  Create("/user_management/users", R"({"email":"lone@inv.example","password":"lone's password"})");
  const std::string token =
      Text(Json(Method::kPost, "/user_management/authenticate",
                R"({"client_id":")" + ClientId() + R"(","client_secret":")" + kProductionKey +
                    R"(","grant_type":"password","email":"lone@inv.example",)"
                    R"("password":"lone's password"})"),
           "access_token");
  EXPECT_EQ(CodeOf(token, Invite("l2@inv.example")), "FORBIDDEN");
}

// WorkOsGraphqlMail sends emails, so that an address must be able to receive one.
class WorkOsGraphqlMail : public GraphqlFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.mail.smtp = "127.0.0.1:1";  // nothing is sent: the delivery is not started
    config.mail.from = "no-reply@example.com";
    Start(config);
    Apply(kWidgetWorld);
  }
};

TEST_F(WorkOsGraphqlMail, AnAddressThatCannotReceiveMailIsNotInvited) {
  const json::Value data = Run(Tessa(), Invite("a,b@inv.example"));
  EXPECT_EQ(TextAt(data, "inviteUser"),
            R"({"__typename":"InviteeEmailNotDeliverable","email":"a,b@inv.example"})");
  EXPECT_EQ(TextAt(Run(Tessa(), Invite("ab@inv.example")), "inviteUser.__typename"), "UserInvited");
}

// --- the store

class WorkOsGraphqlInvitationFaults : public FaultyGraphqlFixture {
 protected:
  ClientAnswer Page(int limit) {
    return Ask("{ organizationMemberships(limit: " + std::to_string(limit) +
               ") { data { email id status roles { name } } } }");
  }
  int CallsOf(int limit) {
    plan_->Heal();
    EXPECT_EQ(Page(limit).status, 200);
    return plan_->calls();
  }
  void Succeeds(const std::string& document, const std::string& type) {
    EXPECT_THAT(EveryFaultIs503(document).body, HasSubstr(type));
  }
};

// A step that fails stores neither a user nor a membership nor an invitation.
TEST_F(WorkOsGraphqlInvitationFaults, AStorageFailureIs503AndChangesNothing) {
  Succeeds(Invite("new@acme.example"), "UserInvited");
  const std::string body = Page(1).body;  // the newest member
  const auto at = body.find("\"user_") + 1;
  const std::string user = body.substr(at, body.find('"', at) - at);
  Succeeds(Resend(user), "InvitationResent");
  Succeeds(Revoke(user), "InvitationRevoked");
  clock_.Advance(std::chrono::milliseconds(1));
  Succeeds(Resend(user), "InvitationResent");
  const std::string all = Page(100).body;
  std::size_t members = 0;
  for (auto next = all.find("\"id\""); next != std::string::npos;
       next = all.find("\"id\"", next + 1)) {
    ++members;
  }
  EXPECT_EQ(members, 2U) << all;
}

// The invitations of a page are read together.
TEST_F(WorkOsGraphqlInvitationFaults, APageOfInvitedMembersCostsAsManyReadsForAnyNumber) {
  for (int i = 0; i < 99; ++i) {
    ASSERT_NE(Ask(Invite("n" + std::to_string(i) + "@acme.example")).body.find("UserInvited"),
              std::string::npos);
  }
  (void)Page(2);
  const int two = CallsOf(2);
  EXPECT_EQ(CallsOf(100), two);
}

}  // namespace
}  // namespace bearward::app
