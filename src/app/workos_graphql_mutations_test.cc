// The mutations of WorkOS' client GraphQL API: every member of a result union that can occur, who
// may do what (incident classes I2, I3), and that a refused operation changes nothing.
#include "app/graphql_fixture.h"
#include "store/memberships.h"
#include "store/table.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class WorkOsGraphqlMutations : public GraphqlFixture {
 protected:
  // AddMember makes a user with a password in an organization and returns its id.
  static std::string AddMember(const std::string& name, const std::string& roles,
                               const std::string& organization = "org_widgets") {
    const std::string user = Create(
        "/user_management/users",
        R"({"email":")" + name + R"(@widgets.example","password":")" + name + R"('s password"})");
    Create("/user_management/organization_memberships",
           R"({"user_id":")" + user + R"(","organization_id":")" + organization +
               R"(","role_slugs":)" + roles + "}");
    return user;
  }
  static std::string RolesText(const std::vector<std::string>& roles) {
    std::string text;
    for (const std::string& role : roles) text += (text.empty() ? "" : ",") + role;
    return text;
  }
  // MembershipOf returns the roles of a member, or "none".
  static std::string MembershipOf(const std::string& user, const std::string& organization) {
    const model::EnvironmentId environment{Environment()};
    const auto found = testing::Must(core_->store().Read([&](store::ReadTx& tx) {
      return store::FindMembership(tx, environment, model::UserId{user},
                                   model::OrganizationId{organization});
    }));
    return found ? RolesText(found->roles) : "none";
  }
  static std::string Environment() {
    return testing::Must(
               core_->store().Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); }))
        .front()
        .id.text;
  }
  static int SignIn(const std::string& login, const std::string& password) {
    return Json(Method::kPost, "/auth/login",
                R"({"username":")" + login + R"(","password":")" + password + R"("})")
        .status;
  }
  static std::string SetRoles(const std::string& user, const std::string& roles) {
    return "mutation { updateMemberRole(input: { userId: \"" + user + "\", roleSlugs: " + roles +
           " }) { __typename ... on MemberRoleUpdated { member { id roles { slug } status } } "
           "... on MemberNotFound { userId } ... on RoleNotFound { roleSlugs } } }";
  }
  static std::string Remove(const std::string& user) {
    return "mutation { removeMember(input: { userId: \"" + user +
           "\" }) { __typename ... on MemberRemoved { userId } ... on MemberNotFound { userId } "
           "... on MemberIsManagedByDirectory { userId } } }";
  }
};

TEST_F(WorkOsGraphqlMutations, RolesOfAMemberAreReplaced) {
  const std::string user = AddMember("carl", R"(["plain"])");
  const std::string tessa = Tessa();
  const json::Value data = Run(tessa, SetRoles(user, R"(["member", "plain"])"));
  EXPECT_EQ(TextAt(data, "updateMemberRole.__typename"), "MemberRoleUpdated");
  EXPECT_EQ(TextAt(data, "updateMemberRole.member.roles"),
            R"([{"slug":"plain"},{"slug":"member"}])")
      << "by priority";
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "plain,member");
  const json::Value none = Run(tessa, SetRoles(user, R"(["plain", "nothing", "org-none"])"));
  EXPECT_EQ(TextAt(none, "updateMemberRole.__typename"), "RoleNotFound");
  EXPECT_EQ(TextAt(none, "updateMemberRole.roleSlugs"), R"(["nothing","org-none"])");
  EXPECT_EQ(CodeOf(tessa, SetRoles(user, "[]")), "BAD_USER_INPUT");
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "plain,member") << "a refusal changes nothing";
}

TEST_F(WorkOsGraphqlMutations, AMemberOfAnotherOrganizationIsNotFound) {
  for (const std::string& user : {std::string("user_nora"), std::string("user_none")}) {
    const json::Value roles = Run(Tessa(), SetRoles(user, R"(["plain"])"));
    EXPECT_EQ(TextAt(roles, "updateMemberRole.__typename"), "MemberNotFound");
    EXPECT_EQ(TextAt(roles, "updateMemberRole.userId"), user);
    EXPECT_EQ(TextAt(Run(Tessa(), Remove(user)), "removeMember.__typename"), "MemberNotFound");
  }
  EXPECT_EQ(MembershipOf("user_nora", "org_neighbor"), "team-admin");
}

// A user who manages members gains no right by it, and takes none from those who have more.
TEST_F(WorkOsGraphqlMutations, AMemberNeitherGrantsNorRemovesMoreThanItsOwnRights) {
  const std::string user = AddMember("clara", R"(["plain"])");
  const std::string tessa = Tessa();
  EXPECT_EQ(CodeOf(tessa, SetRoles(user, R"(["mighty"])")), "FORBIDDEN");
  EXPECT_EQ(CodeOf(tessa, SetRoles("user_tessa", R"(["mighty"])")), "FORBIDDEN");
  EXPECT_EQ(CodeOf(tessa, SetRoles("user_max", R"(["plain"])")), "FORBIDDEN");
  EXPECT_EQ(CodeOf(tessa, Remove("user_max")), "FORBIDDEN");
  EXPECT_EQ(CodeOf(Peter(), SetRoles(user, R"(["member"])")), "FORBIDDEN");
  EXPECT_EQ(CodeOf(Peter(), Remove(user)), "FORBIDDEN");
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "plain");
  EXPECT_EQ(MembershipOf("user_max", "org_widgets"), "mighty");
  // Positive control: the same operations by a user with every right.
  const std::string max = Token("user_max", "org_widgets");
  EXPECT_EQ(TextAt(Run(max, SetRoles(user, R"(["mighty"])")), "updateMemberRole.__typename"),
            "MemberRoleUpdated");
  EXPECT_EQ(TextAt(Run(max, Remove(user)), "removeMember.__typename"), "MemberRemoved");
}

// The mutations of an operation run one after the other: a missing permission stops all of them, a
// refusal by the arguments only its own field and those after it.
TEST_F(WorkOsGraphqlMutations, ARefusalByTheArgumentsKeepsTheMutationsBeforeIt) {
  const std::string user = AddMember("cleo", R"(["plain"])");
  const auto sequence = [&user](const std::string& first, const std::string& roles) {
    return "mutation { updateProfile(input: { firstName: \"" + first +
           "\" }) { __typename } updateMemberRole(input: { userId: \"" + user +
           "\", roleSlugs: " + roles + " }) { __typename } }";
  };
  const auto name = [](const std::string& token) {
    return TextAt(Run(token, "{ me { firstName } }"), "me.firstName");
  };
  EXPECT_EQ(CodeOf(Peter(), sequence("Petra", R"(["member"])")), "FORBIDDEN");
  EXPECT_NE(name(Peter()), "Petra") << "without the permission no field runs";
  EXPECT_EQ(CodeOf(Tessa(), sequence("Theresa", R"(["mighty"])")), "FORBIDDEN");
  EXPECT_EQ(name(Tessa()), "Theresa");
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "plain");
  Run(Tessa(), R"(mutation { updateProfile(input: { firstName: "Tessa" }) { __typename } })");
}

TEST_F(WorkOsGraphqlMutations, ARemovedMemberLosesItsTokens) {
  const std::string user = AddMember("cora", R"(["plain"])");
  const std::string token = Token(user, "org_widgets");
  EXPECT_EQ(TextAt(Run(token, "{ me { id } }"), "me.id"), user);
  EXPECT_EQ(TextAt(Run(Tessa(), Remove(user)), "removeMember.userId"), user);
  EXPECT_EQ(CodeOf(token, "{ me { id } }"), "UNAUTHENTICATED");
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "none");
}

TEST_F(WorkOsGraphqlMutations, AMembershipOfADirectoryIsManagedThere) {
  const std::string user = AddMember("dirk", R"(["plain"])");
  const model::EnvironmentId environment{Environment()};
  testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindMembership(tx, environment, model::UserId{user},
                                                  model::OrganizationId{"org_widgets"}));
    row->directory_managed = true;
    return store::TableOf<model::Membership>(model::kMembership).Update(tx, *row);
  }));
  const json::Value data = Run(Tessa(), Remove(user));
  EXPECT_EQ(TextAt(data, "removeMember.__typename"), "MemberIsManagedByDirectory");
  EXPECT_EQ(TextAt(data, "removeMember.userId"), user);
  EXPECT_EQ(MembershipOf(user, "org_widgets"), "plain");
}

TEST_F(WorkOsGraphqlMutations, RolesOfTheOrganizationAreManaged) {
  const std::string tessa = Tessa();
  const json::Value made = Run(tessa, R"(mutation { createRole(input: { name: "Readers",
    slug: "org-readers", description: "Read", permissions: ["forms:read"] }) { id slug name
    description isDefault } })");
  EXPECT_EQ(TextAt(made, "createRole.slug"), "org-readers");
  EXPECT_EQ(TextAt(made, "createRole.description"), "Read");
  const std::string id = TextAt(made, "createRole.id");
  const json::Value changed = Run(tessa, "mutation { updateRole(input: { id: \"" + id +
                                             "\", name: \"Reading\" }) { name description } }");
  EXPECT_EQ(TextAt(changed, "updateRole"), R"({"name":"Reading","description":"Read"})");
  const json::Value cleared = Run(
      tessa, "mutation { updateRole(input: { id: \"" + id +
                 "\", name: \"Reading\", description: null, permissions: [] }) { description } }");
  EXPECT_TRUE(At(cleared, "updateRole.description").IsNull());
  EXPECT_EQ(TextAt(Run(tessa, "mutation { assignPermissionToRole(input: { roleId: \"" + id +
                                  "\", permissionSlug: \"forms:read\" }) { slug } }"),
                   "assignPermissionToRole.slug"),
            "org-readers");
  const ClientAnswer role =
      Get("/authorization/organizations/org_widgets/roles/org-readers", Bearer(kProductionKey));
  EXPECT_THAT(role.body, HasSubstr(R"("permissions":["forms:read"])"));
  EXPECT_EQ(TextAt(Run(tessa, "mutation { deleteRole(input: { id: \"" + id + "\" }) { id } }"),
                   "deleteRole.id"),
            id);
  EXPECT_TRUE(At(Run(tessa, "{ role(id: \"" + id + "\") { id } }"), "role").IsNull());
}

TEST_F(WorkOsGraphqlMutations, ARoleIsMadeOfOwnPermissionsOnly) {
  const std::string tessa = Tessa();
  const std::string mighty = Create("/authorization/organizations/org_widgets/roles",
                                    R"({"slug":"org-big","name":"Big"})");
  EXPECT_EQ(Json(Method::kPut, "/authorization/organizations/org_widgets/roles/org-big/permissions",
                 R"({"permissions":["applications:manage"]})", Bearer(kProductionKey))
                .status,
            200);
  const std::string other = Create("/authorization/organizations/org_neighbor/roles",
                                   R"({"slug":"org-theirs","name":"Theirs"})");
  for (const auto& [document, code] : std::map<std::string, std::string>{
           {R"(createRole(input: { name: "X", permissions: ["applications:manage"] }) { id })",
            "FORBIDDEN"},
           {R"(createRole(input: { name: "X", permissions: ["*"] }) { id })", "FORBIDDEN"},
           {R"(createRole(input: { name: "X", permissions: ["none:none"] }) { id })", "NOT_FOUND"},
           {R"(createRole(input: { name: "X", slug: "plain" }) { id })", "BAD_USER_INPUT"},
           {R"(createRole(input: { name: "Big", slug: "org-big" }) { id })", "CONFLICT"},
           {"updateRole(input: { name: \"X\", id: \"" + mighty + "\" }) { id }", "FORBIDDEN"},
           {"deleteRole(input: { id: \"" + mighty + "\" }) { id }", "FORBIDDEN"},
           {"assignPermissionToRole(input: { permissionSlug: \"*\", roleId: \"" + mighty +
                "\" }) { id }",
            "FORBIDDEN"},
           {"updateRole(input: { name: \"X\", id: \"" + other + "\" }) { id }", "NOT_FOUND"},
           {"deleteRole(input: { id: \"" + other + "\" }) { id }", "NOT_FOUND"},
           {"deleteRole(input: { id: \"role_none\" }) { id }", "NOT_FOUND"}}) {
    EXPECT_EQ(CodeOf(tessa, "mutation { " + document + " }"), code) << document;
  }
  EXPECT_EQ(CodeOf(Peter(), R"(mutation { createRole(input: { name: "X" }) { id } })"),
            "FORBIDDEN");
  EXPECT_EQ(CodeOf(Token("user_tabea", "org_widgets"),
                   R"(mutation { createRole(input: { name: "X" }) { id } })"),
            "FORBIDDEN")
      << "the widget of members does not change roles";
  EXPECT_EQ(TextAt(Run(Nora(), "mutation { deleteRole(input: { id: \"" + other + "\" }) { id } }"),
                   "deleteRole.id"),
            other);
}

TEST_F(WorkOsGraphqlMutations, DomainsAreManaged) {
  const std::string tessa = Tessa();
  const json::Value made =
      Run(tessa, R"(mutation { createOrganizationDomain(domain: "new.example") { id domain state
        organizationId } })");
  const std::string id = TextAt(made, "createOrganizationDomain.id");
  EXPECT_EQ(TextAt(made, "createOrganizationDomain.organizationId"), "org_widgets");
  const auto call = [&id](const std::string& field) {
    return "mutation { " + field + "(id: \"" + id + "\") { id state } }";
  };
  EXPECT_EQ(CodeOf(tessa, R"(mutation { createOrganizationDomain(domain: "no domain") { id } })"),
            "BAD_USER_INPUT");
  EXPECT_EQ(CodeOf(tessa, R"(mutation { createOrganizationDomain(domain: "new.example") { id } })"),
            "CONFLICT");
  for (const char* field : {"reverifyOrganizationDomain", "deleteOrganizationDomain"}) {
    EXPECT_EQ(CodeOf(Nora(), call(field)), "NOT_FOUND") << field;
    EXPECT_EQ(CodeOf(Peter(), call(field)), "FORBIDDEN") << field;
    EXPECT_EQ(TextAt(Run(tessa, call(field)), std::string(field) + ".id"), id) << field;
  }
  EXPECT_EQ(CodeOf(tessa, call("deleteOrganizationDomain")), "NOT_FOUND");
}

// A permission that is missing for one field stops the fields before it too.
TEST_F(WorkOsGraphqlMutations, AnOperationWithoutAPermissionChangesNothing) {
  EXPECT_EQ(CodeOf(Peter(), R"(mutation {
    updateProfile(input: { firstName: "Changed" }) { __typename }
    createOrganizationDomain(domain: "peter.example") { id } })"),
            "FORBIDDEN");
  EXPECT_NE(TextAt(Run(Peter(), "{ me { firstName } }"), "me.firstName"), "Changed");
}

TEST_F(WorkOsGraphqlMutations, TheProfileIsChanged) {
  const std::string user = AddMember("ella", R"(["plain"])");
  const std::string token = Token(user, "org_widgets");
  const auto change = [](const std::string& input) {
    return "mutation { updateProfile(input: { " + input +
           " }) { __typename ... on ProfileUpdated { user { id firstName lastName } } } }";
  };
  const json::Value made =
      Run(token, change(R"(firstName: "Ella", lastName: "Lux", locale: "pt-BR")"));
  EXPECT_EQ(TextAt(made, "updateProfile.__typename"), "ProfileUpdated");
  EXPECT_EQ(TextAt(made, "updateProfile.user.id"), user);
  EXPECT_EQ(TextAt(Run(token, change("lastName: null")), "updateProfile.user"),
            "{\"id\":\"" + user + R"(","firstName":"Ella","lastName":null})");
  EXPECT_EQ(TextAt(Run(token, change(R"(firstName: "Kept?", locale: "not a locale")")),
                   "updateProfile.__typename"),
            "InvalidLocale");
  EXPECT_EQ(CodeOf(token, change("firstName: \"" + std::string(300, 'x') + "\"")),
            "BAD_USER_INPUT");
  const ClientAnswer row = Get("/user_management/users/" + user, Bearer(kProductionKey));
  EXPECT_EQ(Text(row, "first_name"), "Ella");
  EXPECT_EQ(Text(row, "locale"), "pt-BR");
}

TEST_F(WorkOsGraphqlMutations, ThePasswordIsReplacedWithThePresentOne) {
  const std::string user = AddMember("emil", R"(["plain"])");
  const std::string token = Token(user, "org_widgets");
  const auto change = [](const std::string& present, const std::string& wanted) {
    return "mutation { updatePassword(input: { currentPassword: \"" + present +
           "\", newPassword: \"" + wanted +
           "\" }) { __typename ... on PasswordUpdated { success } ... on PasswordPolicyViolation "
           "{ code message violations { allowedSymbols breachOccurrences characterType code "
           "maximumLength message minimumLength strengthSuggestions strengthWarning } } } }";
  };
  EXPECT_EQ(TextAt(Run(token, change("guessed", "a new password")), "updatePassword.__typename"),
            "IncorrectPassword");
  EXPECT_EQ(TextAt(Run(token, change("", "a new password")), "updatePassword.__typename"),
            "IncorrectPassword");
  const json::Value poor = Run(token, change("emil's password", "abc"));
  EXPECT_EQ(TextAt(poor, "updatePassword.__typename"), "PasswordPolicyViolation");
  EXPECT_EQ(TextAt(poor, "updatePassword.code"), "password_too_short");
  EXPECT_EQ(TextAt(poor, "updatePassword.violations.0.minimumLength"), "6");
  EXPECT_EQ(TextAt(Run(token, change("emil's password", "emil's password")), "updatePassword.code"),
            "password_reused");
  EXPECT_EQ(SignIn("emil@widgets.example", "emil's password"), 200);
  EXPECT_EQ(
      TextAt(Run(token, change("emil's password", "a new password")), "updatePassword.__typename"),
      "PasswordUpdated");
  EXPECT_EQ(SignIn("emil@widgets.example", "emil's password"), 401);
  EXPECT_EQ(SignIn("emil@widgets.example", "a new password"), 200);
  EXPECT_EQ(CodeOf(token, "{ me { id } }"), "UNAUTHENTICATED") << "all sessions of the user end";
}

TEST_F(WorkOsGraphqlMutations, AUserWithoutAnOrganizationChangesItsPassword) {
  Create("/user_management/users", R"({"email":"solo@w.example","password":"solo's password"})");
  const std::string token =
      Text(Json(Method::kPost, "/user_management/authenticate",
                R"({"client_id":")" + ClientId() + R"(","client_secret":")" + kProductionKey +
                    R"(","grant_type":"password","email":"solo@w.example",)"
                    R"("password":"solo's password"})"),
           "access_token");
  const std::string change =
      "mutation { updatePassword(input: { currentPassword: \"solo's password\", newPassword: "
      "\"another password\" }) { __typename } }";
  EXPECT_EQ(TextAt(Run(token, change), "updatePassword.__typename"), "PasswordUpdated");
}

TEST_F(WorkOsGraphqlMutations, SessionsOfTheUserAreRevoked) {
  const std::string user = AddMember("eva", R"(["plain"])");
  const std::string token = Token(user, "org_widgets");
  const std::string second = Token(user, "org_widgets");
  const std::string third = Token(user, "org_widgets");
  const auto revoke = [](const std::string& id) {
    return "mutation { revokeSession(input: { sessionId: \"" + id +
           "\" }) { __typename ... on SessionRevoked { session { id state { tag } } } "
           "... on SessionNotFound { sessionId } } }";
  };
  const auto current = [](const std::string& bearer) {
    const json::Value data = Run(bearer, "{ sessions { id isCurrent } }");
    for (const json::Value& one : ItemsAt(data, "sessions")) {
      if (At(one, "isCurrent") == json::Value::Bool(true)) return TextAt(one, "id");
    }
    return std::string("none");
  };
  const std::string id = current(second);
  const json::Value revoked = Run(token, revoke(id));
  EXPECT_EQ(TextAt(revoked, "revokeSession.__typename"), "SessionRevoked");
  EXPECT_EQ(TextAt(revoked, "revokeSession.session.state.tag"), "Revoked");
  EXPECT_EQ(CodeOf(second, "{ me { id } }"), "UNAUTHENTICATED");
  EXPECT_EQ(Run(token, revoke(id)), revoked) << "a repetition";
  // A session of another user, and one that does not exist.
  for (const std::string& none : {current(Tessa()), std::string("session_none")}) {
    const json::Value data = Run(token, revoke(none));
    EXPECT_EQ(TextAt(data, "revokeSession.__typename"), "SessionNotFound") << none;
    EXPECT_EQ(TextAt(data, "revokeSession.sessionId"), none);
  }
  const json::Value all = Run(token, R"(mutation { revokeAllSessions { __typename
    ... on AllSessionsRevoked { success } } })");
  EXPECT_EQ(TextAt(all, "revokeAllSessions.__typename"), "AllSessionsRevoked");
  EXPECT_EQ(CodeOf(third, "{ me { id } }"), "UNAUTHENTICATED");
  EXPECT_EQ(ItemsAt(Run(token, "{ sessions { id } }"), "sessions").size(), 1U);
}

// A guest organization reveals and ends nothing of the user elsewhere.
TEST_F(WorkOsGraphqlMutations, SessionsInAnotherOrganizationAreOutOfReach) {
  const std::string user = AddMember("greta", R"(["plain"])");
  Create("/user_management/organization_memberships",
         R"({"user_id":")" + user + R"(","organization_id":"org_neighbor"})");
  const std::string home = Token(user, "org_widgets");
  const std::string guest = Token(user, "org_neighbor");
  const std::string id = TextAt(Run(home, "{ sessions { id } }"), "sessions.0.id");
  EXPECT_EQ(TextAt(Run(guest, "mutation { revokeSession(input: { sessionId: \"" + id +
                                  "\" }) { __typename } }"),
                   "revokeSession.__typename"),
            "SessionNotFound");
  Run(guest, "mutation { revokeAllSessions { __typename } }");
  EXPECT_EQ(TextAt(Run(home, "{ me { id } }"), "me.id"), user);
}

}  // namespace
}  // namespace bearward::app
