// The queries of WorkOS' client GraphQL API and its transport (contracts: WorkOS section 1.2).
#include <algorithm>
#include <set>

#include "app/faulty_graphql_fixture.h"
#include "app/graphql_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class WorkOsGraphql : public GraphqlFixture {};

constexpr const char* kMe = "{ me { id } }";

// --- transport

TEST_F(WorkOsGraphql, OnlyPostIsServed) {
  const ClientAnswer answer = Get("/client/graphql?query={__typename}", Bearer(Peter()));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.Header("Allow"), "POST");
  EXPECT_EQ(Post(Peter(), BodyOf("{ __typename }")).body, R"({"data":{"__typename":"Query"}})");
}

TEST_F(WorkOsGraphql, AFailedAuthenticationIs200WithACode) {
  for (const std::string& token : {std::string(kProductionKey), std::string("e30.e30.e30")}) {
    const ClientAnswer answer = Post(token, BodyOf(kMe));
    EXPECT_EQ(answer.status, 200) << token;
    EXPECT_EQ(answer.body,
              R"({"errors":[{"message":"Unauthorized","extensions":{"code":"UNAUTHENTICATED"}}],)"
              R"("data":null})");
  }
  const ClientAnswer none = Post("", BodyOf(kMe));
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(TextAt(Value(none), "errors.0.extensions.code"), "UNAUTHENTICATED");
  EXPECT_EQ(Post(Peter(), BodyOf(kMe)).body, R"({"data":{"me":{"id":"user_peter"}}})");
}

TEST_F(WorkOsGraphql, TheAccessTokenOfASignInIsAccepted) {
  const std::string client = ClientId();
  const ClientAnswer answer =
      Json(Method::kPost, "/user_management/authenticate",
           R"({"client_id":")" + client + R"(","client_secret":")" + kProductionKey +
               R"(","grant_type":"password","email":"peter@widgets.example",)"
               R"("password":"peter's password"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(TextAt(Run(Text(answer, "access_token"), kMe), "me.id"), "user_peter");
}

TEST_F(WorkOsGraphql, ABodyThatIsNoRequestIs400) {
  const std::string token = Peter();
  for (const char* body :
       {"", "{", "[]", "{}", R"({"query":7})", R"({"query":"{me{id}}","variables":[]})",
        R"({"query":"{me{id}}","operationName":1})", R"({"query":"{me{id}}","extensions":"x"})"}) {
    const ClientAnswer answer = Post(token, body);
    EXPECT_EQ(answer.status, 400) << body << ": " << answer.body;
    EXPECT_EQ(TextAt(Value(answer), "errors.0.extensions.code"), "BAD_USER_INPUT") << body;
  }
  EXPECT_EQ(Form("/client/graphql", "query={me{id}}", Bearer(token)).status, 415);
}

TEST_F(WorkOsGraphql, TheStatusFollowsTheAcceptedMediaType) {
  const std::string token = Peter();
  const ClientHeaders modern = {{"Accept", "application/graphql-response+json"}};
  for (const char* document : {"{", "{ nothing }", "query ($a: Int!) { me { id } }"}) {
    const ClientAnswer plain = Post(token, BodyOf(document));
    EXPECT_EQ(plain.status, 200) << document;
    EXPECT_EQ(Value(plain).Find("data"), nullptr) << plain.body;
    EXPECT_EQ(Post(token, BodyOf(document), modern).status, 400) << document;
  }
  const ClientAnswer answer = Post(token, BodyOf(kMe), modern);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/graphql-response+json; charset=utf-8");
}

TEST_F(WorkOsGraphql, VariablesAndOperationNamesAreUsed) {
  const ClientAnswer answer = Post(
      Tessa(), R"({"query":"query A($id: ID!) { user(id: $id) { id } } query B { me { id } }",)"
               R"("variables":{"id":"user_peter"},"operationName":"A"})");
  EXPECT_EQ(answer.body, R"({"data":{"user":{"id":"user_peter"}}})");
}

TEST_F(WorkOsGraphql, OperationsThatCostTooMuchAreRefused) {
  const std::string token = Tessa();
  std::string aliases = "{";
  for (int i = 0; i < 51; ++i) aliases += " a" + std::to_string(i) + ": clientApiStatus";
  std::string deep;
  for (int i = 0; i < 70; ++i) deep += "{ me ";
  std::string long_text = "{ clientApiStatus #" + std::string(70'000, 'x') + "\n}";
  for (const std::string& document :
       {aliases + " }", deep, long_text,
        std::string("{ organizationMemberships(limit: 2000000) { data { id email } } }")}) {
    const json::Value response = Ask(token, document);
    EXPECT_EQ(TextAt(response, "errors.0.extensions.code"), "LIMIT_EXCEEDED")
        << json::ToText(response);
  }
}

TEST_F(WorkOsGraphql, IntrospectionIsAllowed) {
  const json::Value data = Run(Peter(), R"({
    __schema { queryType { name } mutationType { name } types { name kind } }
    __type(name: "User") { fields { name type { kind ofType { name } } } } })");
  EXPECT_EQ(TextAt(data, "__schema.queryType.name"), "Query");
  EXPECT_EQ(TextAt(data, "__schema.mutationType.name"), "Mutation");
}

// --- the account

TEST_F(WorkOsGraphql, MeIsTheUserOfTheToken) {
  const json::Value data = Run(Tessa(), R"({ clientApiStatus me {
    connectedAccounts { id } createdAt email emailVerified firstName id lastName mfaEnabled
    mfaLastUsedAt passwordLastUsedAt passwordSet profilePictureUrl updatedAt } })");
  EXPECT_EQ(TextAt(data, "clientApiStatus"), "ok");
  const json::Value me = At(data, "me");
  EXPECT_EQ(TextAt(me, "id"), "user_tessa");
  EXPECT_EQ(TextAt(me, "email"), "tessa@widgets.example");
  EXPECT_EQ(TextAt(me, "firstName"), "Tessa");
  EXPECT_EQ(At(me, "passwordSet"), json::Value::Bool(true));
  EXPECT_EQ(At(me, "connectedAccounts"), json::Value::Of(json::Array{}));
  EXPECT_THAT(TextAt(me, "createdAt"), ::testing::MatchesRegex(".*T.*\\.[0-9]{3}Z"));
  EXPECT_TRUE(At(me, "profilePictureUrl").IsNull());
  // What only the user itself may see.
  const json::Value other =
      At(Run(Tessa(), R"({ user(id: "user_peter") { id passwordSet } })"), "user");
  EXPECT_EQ(At(other, "passwordSet"), json::Value::Bool(false));
}

TEST_F(WorkOsGraphql, OrganizationsAreThoseOfTheUser) {
  const std::string ann = Token(kAnn, kAcme);
  const json::Value data = Run(ann, "{ organizations { id isCurrent name } }");
  ASSERT_EQ(ItemsAt(data, "organizations").size(), 2U);
  EXPECT_EQ(At(data, "organizations.0.isCurrent"), json::Value::Bool(true));
  EXPECT_EQ(TextAt(data, "organizations.1.name"), "Globex");
  const std::string globex = TextAt(data, "organizations.1.id");
  const auto read = [](const std::string& id) {
    return "{ organization(id: \"" + id +
           "\") { allowProfilesOutsideOrganization createdAt id name updatedAt } }";
  };
  EXPECT_EQ(TextAt(Run(ann, read(globex)), "organization.name"), "Globex");
  EXPECT_EQ(CodeOf(ann, read("org_widgets")), "NOT_FOUND");
  EXPECT_EQ(CodeOf(ann, read("org_none")), "NOT_FOUND");
}

TEST_F(WorkOsGraphql, AuthenticationSettingsShowThePasswordRules) {
  const json::Value data = Run(Peter(), R"({ authenticationSettings {
    mfaEnabled mfaRequired passkeyAuthEnabled passwordAuthEnabled passwordPolicy { minimumLength
    minimumStrength rejectsBreachedPasswords requiresLowercase requiresNumber requiresSymbol
    requiresUppercase } } })");
  EXPECT_EQ(TextAt(data, "authenticationSettings.passwordPolicy.minimumLength"), "6");
  EXPECT_EQ(TextAt(data, "authenticationSettings.passwordAuthEnabled"), "true");
}

TEST_F(WorkOsGraphql, SessionsAreThoseOfTheUserInTheOrganization) {
  const std::string token = Token(kAnn, kAcme);
  const json::Value data = Run(token, R"({ sessions { createdAt currentLocation { cityName } id
    ipAddress isCurrent lastActivityAt organizationId state { expiresAt tag } updatedAt
    userAgent } })");
  const std::size_t before = ItemsAt(data, "sessions").size();
  EXPECT_EQ(TextAt(data, "sessions.0.state.tag"), "Issued");
  EXPECT_EQ(TextAt(data, "sessions.0.organizationId"), kAcme);
  Token(kAnn, kAcme);
  Token("user_peter", "org_widgets");
  const json::Value after = Run(token, "{ sessions { id isCurrent } organizations { id } }");
  EXPECT_EQ(ItemsAt(after, "sessions").size(), before + 1);
  // A session in another organization of the user is not shown.
  Token(kAnn, TextAt(after, "organizations.1.id"));
  const json::Value again = Run(token, "{ sessions { isCurrent } }");
  EXPECT_EQ(ItemsAt(again, "sessions").size(), before + 1);
  int current = 0;
  for (const json::Value& one : ItemsAt(again, "sessions")) {
    current += At(one, "isCurrent") == json::Value::Bool(true) ? 1 : 0;
  }
  EXPECT_EQ(current, 1);
}

// --- members

constexpr const char* kMembers = R"({ organizationMemberships(limit: 100, order: Asc) {
  data { createdAt email emailVerified firstName id lastActivityAt lastName profilePictureUrl
    roles { name slug } status }
  listMetadata { after before } } })";

std::set<std::string> IdsOf(const json::Value& data) {
  std::set<std::string> ids;
  for (const json::Value& one : *data.Find("organizationMemberships")->Find("data")->AsArray()) {
    ids.insert(*one.Find("id")->AsString());
  }
  return ids;
}

// PathTo returns the path of a member in the list. Members of one file have the same time, so that
// their order is that of random ids.
std::string PathTo(const json::Value& data, const std::string& id) {
  const auto& members = *data.Find("organizationMemberships")->Find("data")->AsArray();
  const auto found = std::ranges::find_if(
      members, [&](const json::Value& one) { return *one.Find("id")->AsString() == id; });
  return "organizationMemberships.data." + std::to_string(found - members.begin());
}

TEST_F(WorkOsGraphql, MembersAreThoseOfTheOrganizationOfTheToken) {
  const json::Value data = Run(Tessa(), kMembers);
  EXPECT_EQ(IdsOf(data),
            (std::set<std::string>{"user_max", "user_peter", "user_tabea", "user_tessa"}));
  const std::string tessa = PathTo(data, "user_tessa");
  EXPECT_EQ(TextAt(data, tessa + ".email"), "tessa@widgets.example");
  EXPECT_EQ(TextAt(data, tessa + ".status"), "Active");
  EXPECT_EQ(TextAt(data, tessa + ".roles"),
            R"([{"name":"Team admin","slug":"team-admin"},{"name":"Plain","slug":"plain"}])");
  EXPECT_EQ(IdsOf(Run(Nora(), kMembers)), std::set<std::string>{"user_nora"});
  EXPECT_EQ(IdsOf(Run(Token("user_tabea", "org_widgets"), kMembers)), IdsOf(data));
}

TEST_F(WorkOsGraphql, AMissingPermissionFailsTheWholeOperation) {
  const json::Value response =
      Ask(Peter(), "{ me { id } organizationMemberships { data { id } } }");
  EXPECT_TRUE(At(response, "data").IsNull());
  EXPECT_EQ(TextAt(response, "errors.0.extensions.code"), "FORBIDDEN");
  EXPECT_EQ(TextAt(response, "errors.0.path"), R"(["organizationMemberships"])");
  for (const char* document :
       {"{ permissions { data { id } } }", "{ roles { roles { id } } }",
        "{ role(id: \"x\") { id } }", "{ flags { data { id } } }", "{ flag(id: \"x\") { id } }",
        "{ flagBySlug(slug: \"beta\") { id } }", "{ organizationDomains { data { id } } }",
        "{ organizationDomain(id: \"x\") { id } }", "{ auditLogStream { id } }",
        "{ user(id: \"user_tessa\") { id } }",
        "{ me { id } effectivePermissions(userId: \"user_tessa\") { id } }",
        "{ evaluatedFlags(userId: \"user_tessa\") { data { id } } }"}) {
    EXPECT_EQ(CodeOf(Peter(), document), "FORBIDDEN") << document;
  }
  // A field that is skipped needs no permission.
  EXPECT_EQ(TextAt(Run(Peter(), "{ me { id } roles @skip(if: true) { roles { id } } }"), "me.id"),
            "user_peter");
}

TEST_F(WorkOsGraphql, MembersAreSearchedAndFiltered) {
  const std::string tessa = Tessa();
  const auto found = [&](const std::string& arguments) {
    return IdsOf(Run(tessa, "{ organizationMemberships(" + arguments + ") { data { id } } }"));
  };
  EXPECT_EQ(found(R"(search: "PETER@")"), std::set<std::string>{"user_peter"});
  EXPECT_EQ(found(R"(search: "tessa adm")"), std::set<std::string>{"user_tessa"});
  EXPECT_EQ(found(R"(search: "tabea")"), std::set<std::string>{"user_tabea"});
  EXPECT_TRUE(found(R"(search: "nora")").empty());
  EXPECT_TRUE(found(R"(search: "%")").empty()) << "a wildcard is a character";
  EXPECT_EQ(found(R"(roleSlug: "table")"), std::set<std::string>{"user_tabea"});
  EXPECT_TRUE(found(R"(roleSlug: "tab")").empty());
}

// SQLite refuses a long pattern, which used to be 503.
TEST_F(WorkOsGraphql, ALongSearchIsInvalid) {
  const auto searched = [](const std::string& list, std::size_t bytes) {
    return "{ " + list + "(search: \"" + std::string(bytes, 'a') + "\") { data { id } } }";
  };
  for (const char* list : {"organizationMemberships", "permissions", "flags"}) {
    EXPECT_EQ(CodeOf(Tessa(), searched(list, 257)), "BAD_USER_INPUT") << list;
    EXPECT_EQ(CodeOf(Tessa(), searched(list, 60'000)), "BAD_USER_INPUT") << list;
    EXPECT_EQ(TextAt(Run(Tessa(), searched(list, 256)), std::string(list) + ".data"), "[]");
  }
}

TEST_F(WorkOsGraphql, ListsHavePages) {
  const std::string tessa = Tessa();
  const json::Value first = Run(tessa,
                                "{ organizationMemberships(limit: 3, order: Asc) { data { id } "
                                "listMetadata { after before } } }");
  const std::string after = TextAt(first, "organizationMemberships.listMetadata.after");
  EXPECT_EQ(ItemsAt(first, "organizationMemberships.data").size(), 3U);
  const json::Value second =
      Run(tessa, "{ organizationMemberships(limit: 3, order: Asc, after: \"" + after +
                     "\") { data { id } listMetadata { after before } } }");
  EXPECT_EQ(ItemsAt(second, "organizationMemberships.data").size(), 1U);
  EXPECT_EQ(TextAt(second, "organizationMemberships.listMetadata.after"), "null");
  for (const char* wrong : {"limit: 0", "limit: 101", "limit: -1", "after: \"om_none\""}) {
    EXPECT_EQ(
        CodeOf(tessa, "{ organizationMemberships(" + std::string(wrong) + ") { data { id } } }"),
        "BAD_USER_INPUT")
        << wrong;
  }
}

TEST_F(WorkOsGraphql, AUserIsReadByMembersOfItsOrganizationOnly) {
  const auto read = [](const std::string& id) {
    return "{ user(id: \"" + id + "\") { id email } }";
  };
  EXPECT_EQ(TextAt(Run(Tessa(), read("user_peter")), "user.email"), "peter@widgets.example");
  EXPECT_EQ(CodeOf(Tessa(), read("user_nora")), "NOT_FOUND");
  EXPECT_EQ(CodeOf(Tessa(), read("user_none")), "NOT_FOUND");
  EXPECT_EQ(CodeOf(Nora(), read("user_peter")), "NOT_FOUND");
  EXPECT_EQ(TextAt(Run(Peter(), read("user_peter")), "user.id"), "user_peter");
}

TEST_F(WorkOsGraphql, EffectivePermissionsAreThoseOfTheRoles) {
  const auto read = [](const std::string& id) {
    return "{ effectivePermissions(userId: \"" + id +
           "\") { createdAt description id name slug system updatedAt } }";
  };
  EXPECT_EQ(TextAt(Run(Peter(), read("user_peter")), "effectivePermissions.0.slug"), "forms:read");
  EXPECT_EQ(At(Run(Tessa(), read("user_tessa")), "effectivePermissions").AsArray()->size(), 4U);
  EXPECT_EQ(TextAt(Run(Tessa(), read("user_peter")), "effectivePermissions.0.slug"), "forms:read");
  EXPECT_EQ(CodeOf(Tessa(), read("user_nora")), "NOT_FOUND");
}

// --- permissions, roles, flags, domains

TEST_F(WorkOsGraphql, PermissionsAreListedAndSearched) {
  const json::Value data = Run(Tessa(), R"({ permissions(search: "FORMS:", limit: 100) {
    data { createdAt description id name slug system updatedAt }
    listMetadata { after before } } })");
  ASSERT_EQ(ItemsAt(data, "permissions.data").size(), 1U);
  EXPECT_EQ(TextAt(data, "permissions.data.0.slug"), "forms:read");
}

TEST_F(WorkOsGraphql, RolesAreThoseThatTheOrganizationMayUse) {
  const std::string own = Create("/authorization/organizations/org_widgets/roles",
                                 R"({"slug":"org-own","name":"Own"})");
  const std::string other = Create("/authorization/organizations/org_neighbor/roles",
                                   R"({"slug":"org-other","name":"Other"})");
  const json::Value data = Run(Tessa(), R"({ roles { multipleRolesEnabled roles { createdAt
    description id isDefault name slug updatedAt } } })");
  std::set<std::string> slugs;
  for (const json::Value& role : ItemsAt(data, "roles.roles")) {
    slugs.insert(TextAt(role, "slug"));
    EXPECT_EQ(At(role, "isDefault"), json::Value::Bool(TextAt(role, "slug") == "member"));
  }
  EXPECT_TRUE(slugs.contains("org-own"));
  EXPECT_TRUE(slugs.contains("team-admin"));
  EXPECT_FALSE(slugs.contains("org-other"));
  const auto read = [](const std::string& id) { return "{ role(id: \"" + id + "\") { slug } }"; };
  EXPECT_EQ(TextAt(Run(Tessa(), read(own)), "role.slug"), "org-own");
  EXPECT_TRUE(At(Run(Tessa(), read(other)), "role").IsNull());
  EXPECT_EQ(TextAt(Run(Nora(), read(other)), "role.slug"), "org-other");
  EXPECT_TRUE(At(Run(Tessa(), read("role_none")), "role").IsNull());
}

TEST_F(WorkOsGraphql, FlagsAreListedReadAndEvaluated) {
  EXPECT_EQ(
      Send(Method::kPost, "/feature-flags/beta/targets/org_widgets", Bearer(kProductionKey)).status,
      204);
  const std::string tessa = Tessa();
  const json::Value data = Run(tessa, R"({ flags(search: "beta", enabled: true) { data { createdAt
    defaultValue description enabled id name slug tags updatedAt } listMetadata { after } } })");
  EXPECT_EQ(TextAt(data, "flags.data.0.tags"), R"(["pages"])");
  EXPECT_EQ(TextAt(data, "flags.data.0.name"), "Beta pages");
  EXPECT_TRUE(
      At(Run(tessa, "{ flags(search: \"beta\", enabled: false) { data { id } } }"), "flags.data")
          .AsArray()
          ->empty());
  const std::string id = TextAt(data, "flags.data.0.id");
  EXPECT_EQ(TextAt(Run(tessa, "{ flag(id: \"" + id + "\") { slug } }"), "flag.slug"), "beta");
  EXPECT_EQ(TextAt(Run(tessa, "{ flagBySlug(slug: \"beta\") { id } }"), "flagBySlug.id"), id);
  EXPECT_EQ(CodeOf(tessa, "{ flagBySlug(slug: \"none\") { id } }"), "NOT_FOUND");
  EXPECT_EQ(CodeOf(tessa, "{ flag(id: \"flag_none\") { id } }"), "NOT_FOUND");
  const auto on = [](const std::string& user) {
    return "{ evaluatedFlags(userId: \"" + user + "\", order: Asc) { data { slug } } }";
  };
  // Both flags are from one file, so their order is that of their random ids.
  EXPECT_THAT(TextAt(Run(Peter(), on("user_peter")), "evaluatedFlags.data"),
              ::testing::AnyOf(R"([{"slug":"always"},{"slug":"beta"}])",
                               R"([{"slug":"beta"},{"slug":"always"}])"));
  EXPECT_EQ(TextAt(Run(Nora(), on("user_nora")), "evaluatedFlags.data"), R"([{"slug":"always"}])");
  EXPECT_EQ(CodeOf(tessa, on("user_nora")), "NOT_FOUND");
}

TEST_F(WorkOsGraphql, DomainsAreThoseOfTheOrganization) {
  const std::string own = Create("/organization_domains",
                                 R"({"organization_id":"org_widgets","domain":"own.example"})");
  const std::string other = Create(
      "/organization_domains", R"({"organization_id":"org_neighbor","domain":"other.example"})");
  const std::string tessa = Tessa();
  const auto read = [](const std::string& id) {
    return "{ organizationDomain(id: \"" + id +
           "\") { createdAt domain id nameServer organizationId state subdomain "
           "verificationPrefix verificationToken } }";
  };
  const json::Value domain = At(Run(tessa, read(own)), "organizationDomain");
  EXPECT_EQ(TextAt(domain, "domain"), "own.example");
  EXPECT_EQ(TextAt(domain, "state"), "Pending");
  EXPECT_EQ(TextAt(domain, "nameServer"), "Other");
  EXPECT_NE(TextAt(domain, "verificationToken"), "null");
  EXPECT_EQ(CodeOf(tessa, read(other)), "NOT_FOUND");
  EXPECT_EQ(TextAt(Run(Nora(), read(other)), "organizationDomain.domain"), "other.example");
  const json::Value all = Run(tessa, "{ organizationDomains { data { domain } } }");
  EXPECT_EQ(TextAt(all, "organizationDomains.data"), R"([{"domain":"own.example"}])");
}

TEST_F(WorkOsGraphql, ATokenWithoutAnOrganizationServesTheAccountOnly) {
  const std::string user = Create("/user_management/users",
                                  R"({"email":"alone@w.example","password":"alone's password"})");
  const std::string client = ClientId();
  const std::string token =
      Text(Json(Method::kPost, "/user_management/authenticate",
                R"({"client_id":")" + client + R"(","client_secret":")" + kProductionKey +
                    R"(","grant_type":"password","email":"alone@w.example",)"
                    R"("password":"alone's password"})"),
           "access_token");
  EXPECT_EQ(
      TextAt(Run(token, "{ me { id } organizations { id } sessions { isCurrent } }"), "me.id"),
      user);
  EXPECT_EQ(CodeOf(token, "{ organizationMemberships { data { id } } }"), "FORBIDDEN");
  EXPECT_EQ(CodeOf(token, "{ user(id: \"user_peter\") { id } }"), "FORBIDDEN");
}

// --- the store

// WorkOsGraphqlReads counts the calls of the database, and makes them fail.
class WorkOsGraphqlReads : public FaultyGraphqlFixture {
 protected:
  WorkOsGraphqlReads() : FaultyGraphqlFixture(Members(101), "user_0") {}

  static std::string Members(int count) {
    std::string members;
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      members += "[[users]]\nusername = \"u" + n + "\"\nid = \"user_" + n +
                 "\"\nmemberships = [{ organization = \"Acme\", roles = [\"admin\"] }]\n";
    }
    return members;
  }
  ClientAnswer Page(int limit) {
    return Ask("{ organizationMemberships(limit: " + std::to_string(limit) +
               ") { data { email roles { name } } } }");
  }
  int CallsOf(int limit) {
    (void)Page(limit);  // the verdict is cached afterwards
    plan_->Heal();
    EXPECT_EQ(Page(limit).status, 200);
    return plan_->calls();
  }
};

// Members of a page are read together: the number of calls of the database does not depend on it.
TEST_F(WorkOsGraphqlReads, APageOfHundredMembersCostsAsManyReadsAsOneOfTwo) {
  const int two = CallsOf(2);
  EXPECT_GT(two, 0);
  EXPECT_EQ(CallsOf(100), two);
}

TEST_F(WorkOsGraphqlReads, AStorageFailureIs503AndNeverARefusal) {
  (void)Page(2);
  int failures = 0;
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        const ClientAnswer answer = Page(2);
        EXPECT_TRUE(answer.status == 200 || answer.status == 503) << answer.body;
        failures += answer.status == 503 ? 1 : 0;
        EXPECT_EQ(answer.body.find("FORBIDDEN"), std::string::npos) << answer.body;
        EXPECT_EQ(answer.body.find("UNAUTHENTICATED"), std::string::npos) << answer.body;
      },
      [](int) {});
  EXPECT_EQ(failures, faults);
  EXPECT_GT(faults, 3);
}

}  // namespace
}  // namespace bearward::app
