// WorkOS' users, their sessions and identities (contracts: WorkOS sections 4.2 and 4.3).
#include <algorithm>
#include <set>

#include "app/contract_fixture.h"
#include "testing/vectors.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kUsers = "/user_management/users";

class WorkOsUsers : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static std::string Path(const std::string& id) { return std::string(kUsers) + "/" + id; }
  static ClientAnswer Create(const std::string& body) {
    return Json(Method::kPost, kUsers, body, Key());
  }
  static ClientAnswer Update(const std::string& id, const std::string& body) {
    return Json(Method::kPut, Path(id), body, Key());
  }
  static ClientAnswer Read(const std::string& id) { return Get(Path(id), Key()); }
  static std::string Created(const std::string& body) {
    const ClientAnswer answer = Create(body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  }
  // Join makes a user a member of Acme.
  static void Join(const std::string& id) {
    const ClientAnswer joined =
        Json(Method::kPost, "/user_management/organization_memberships",
             R"({"user_id":")" + id + R"(","organization_id":")" + kAcme + R"("})", Key());
    EXPECT_EQ(joined.status, 201) << joined.body;
  }
  static ClientAnswer SignIn(const std::string& login, const std::string& password) {
    return Json(Method::kPost, "/auth/login",
                R"({"username":")" + login + R"(","password":")" + password + R"("})");
  }
  static ClientHeaders SignedIn(const std::string& login, const std::string& password) {
    const ClientAnswer answer = SignIn(login, password);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Bearer(Text(answer, "token"));
  }
  static std::vector<std::string> Ids(const std::string& query) {
    std::vector<std::string> ids;
    const ClientAnswer answer = Get(kUsers + query, Key());
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::Value list = Value(answer);
    for (const json::Value& user : *list.Find("data")->AsArray()) {
      ids.push_back(*user.Find("id")->AsString());
    }
    return ids;
  }
  // Inner is the code of the only inner error.
  static std::string Inner(const ClientAnswer& answer) {
    const json::Value value = Value(answer);
    const json::Value* const errors = value.Find("errors");
    if (errors == nullptr || errors->AsArray()->size() != 1) return "";
    return *errors->AsArray()->front().Find("code")->AsString();
  }
};

TEST_F(WorkOsUsers, ANewOneHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made =
      Create(R"({"email":"Marcelina@Foo.example","first_name":"Marcelina","last_name":null,)"
             R"("email_verified":true,"external_id":"crm-1","metadata":{"tier":"gold"},)"
             R"("ip_address":"198.51.100.42","user_agent":null})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Text(made, "id"), MatchesRegex("user_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.body, MatchesRegex(R"(\{"object":"user","id":"[^"]*","first_name":"Marcelina",)"
                                      R"("last_name":null,"name":null,"profile_picture_url":null,)"
                                      R"("email":"Marcelina@Foo.example","email_verified":true,)"
                                      R"("external_id":"crm-1","metadata":\{"tier":"gold"},)"
                                      R"("last_sign_in_at":null,"locale":null,)"
                                      R"("created_at":"[^"]*Z","updated_at":"[^"]*Z"})"));
  EXPECT_EQ(Read(Text(made, "id")).body, made.body);
  EXPECT_EQ(Get(Path("external_id/crm-1"), Key()).body, made.body);
  const ClientAnswer identities = Get(Path(Text(made, "id")) + "/identities", Key());
  EXPECT_EQ(identities.status, 200);
  EXPECT_EQ(identities.body, "[]");
}

TEST_F(WorkOsUsers, AnUpdateChangesOnlyWhatItNames) {
  const std::string id =
      Created(R"({"email":"u1@foo.example","first_name":"A","metadata":{"a":"1","b":"2"}})");
  const ClientAnswer updated =
      Update(id, R"({"last_name":"B","name":"A B","locale":"pt-BR","metadata":{"b":null}})");
  ASSERT_EQ(updated.status, 200) << updated.body;
  EXPECT_EQ(Text(updated, "first_name"), "A");
  EXPECT_EQ(Text(updated, "last_name"), "B");
  EXPECT_EQ(Text(updated, "locale"), "pt-BR");
  EXPECT_THAT(updated.body, HasSubstr(R"("metadata":{"a":"1"})"));
  EXPECT_THAT(Update(id, R"({"locale":null,"first_name":null})").body,
              HasSubstr(R"("locale":null)"));
  EXPECT_EQ(Text(Read(id), "first_name"), "");
}

TEST_F(WorkOsUsers, ANewAddressIsUnprovedUnlessTheUpdateStatesOtherwise) {
  const std::string id = Created(R"({"email":"u2@foo.example","email_verified":true})");
  EXPECT_THAT(Update(id, R"({"first_name":"A"})").body, HasSubstr(R"("email_verified":true)"));
  EXPECT_THAT(Update(id, R"({"email":"u2b@foo.example"})").body,
              HasSubstr(R"("email_verified":false)"));
  EXPECT_THAT(Update(id, R"({"email":"u2c@foo.example","email_verified":true})").body,
              HasSubstr(R"("email_verified":true)"));
}

TEST_F(WorkOsUsers, AnAddressBelongsToOneUserInAnySpelling) {
  const std::string id = Created(R"({"email":"one@foo.example"})");
  const ClientAnswer again = Create(R"({"email":"ONE@foo.example"})");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(Text(again, "code"), "user_creation_error");
  EXPECT_EQ(Inner(again), "email_not_available");
  const std::string other = Created(R"({"email":"two@foo.example"})");
  const ClientAnswer moved = Update(other, R"({"email":"One@Foo.example"})");
  EXPECT_EQ(moved.status, 400);
  EXPECT_EQ(Text(moved, "code"), "email_not_available");
  EXPECT_EQ(Update(id, R"({"email":"One@foo.example"})").status, 200) << "its own address";
  // Incident class D4: a username of another user is no free address either.
  EXPECT_EQ(Create(R"({"email":"ann@acme.example"})").status, 400);
}

TEST_F(WorkOsUsers, AnExternalIdThatIsTakenIs400) {
  Created(R"({"email":"ext1@foo.example","external_id":"ext"})");
  const ClientAnswer refused = Create(R"({"email":"ext2@foo.example","external_id":"ext"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Text(refused, "code"), "external_id_already_used");
  const std::string id = Created(R"({"email":"ext2@foo.example"})");
  EXPECT_EQ(Text(Update(id, R"({"external_id":"ext"})"), "code"), "external_id_already_used");
}

TEST_F(WorkOsUsers, BadFieldsAreRefusedAndChangeNothing) {
  const std::string id = Created(R"({"email":"steady@foo.example"})");
  const std::string before = Read(id).body;
  for (const char* body :
       {R"({"email":7})", R"({"first_name":"a\nb"})", R"({"email_verified":"yes"})",
        R"({"active":false})", R"({"password_hash":"$2a$05$x"})", R"({"integrator":true})",
        R"({"last_sign_in_at":"2031-05-06T07:08:09.123Z"})", R"({"id":"user_mine"})",
        R"({"username":"root"})", R"({"metadata":[]})", R"({"external_id":""})",
        R"({"signals_id":"x"})", R"({"profile_picture_url":"https://a.example"})"}) {
    const ClientAnswer refused = Update(id, body);
    EXPECT_EQ(refused.status, 422) << body << refused.body;
    EXPECT_EQ(Text(refused, "code"), "invalid_request_parameters");
  }
  EXPECT_EQ(Text(Update(id, R"({"email":"no address"})"), "code"), "invalid_email");
  EXPECT_EQ(Text(Update(id, R"({"locale":"no locale"})"), "code"), "invalid_locale");
  EXPECT_EQ(Read(id).body, before);
  for (const char* body : {"{}", R"({"email":""})", R"({"email":"no address"})",
                           R"({"email":"n@foo.example","locale":"en"})"}) {
    EXPECT_EQ(Create(body).status, 422) << body;
  }
}

TEST_F(WorkOsUsers, APasswordSignsInAndAWeakOneIsRefused) {
  const ClientAnswer weak = Create(R"({"email":"pw@foo.example","password":"short"})");
  EXPECT_EQ(weak.status, 400);
  EXPECT_EQ(Text(weak, "code"), "password_strength_error");
  EXPECT_EQ(Inner(weak), "password_too_short");
  const std::string id = Created(R"({"email":"pw@foo.example","password":"a first password"})");
  Join(id);
  const ClientHeaders first = SignedIn("PW@foo.example", "a first password");
  EXPECT_THAT(Text(Read(id), "last_sign_in_at"), MatchesRegex("20..-.*Z"));
  const ClientAnswer changed = Update(id, R"({"password":"a second password","first_name":"P"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(Read(id).body, changed.body);
  EXPECT_EQ(Get("/v1/whoami", first).status, 401) << "a new password ends the sessions";
  EXPECT_EQ(SignIn("pw@foo.example", "a first password").status, 401);
  SignedIn("pw@foo.example", "a second password");
}

TEST_F(WorkOsUsers, AHashOfEveryTypeSignsIn) {
  const auto body = [](const std::string& email, const auto& vector) {
    const std::string position =
        vector.contains("position") ? R"(,"password_salt_position":")" + vector.at("position") + '"'
                                    : "";
    return R"({"email":")" + email + R"(","password_hash":")" + vector.at("text") +
           R"(","password_hash_type":")" + vector.at("type") + '"' + position + "}";
  };
  std::set<std::string> types;
  int number = 0;
  for (const auto& vector :
       testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/password_hashes.txt")) {
    if (vector.at("password").size() > 20 || vector.at("password") == "U*U") continue;
    const std::string email = "hash" + std::to_string(++number) + "@foo.example";
    const std::string id = Created(body(email, vector));
    Join(id);
    for (int i = 0; i < 2; ++i) {  // the second sign-in uses the renewed hash
      EXPECT_EQ(SignIn(email, vector.at("password")).status, 200) << vector.at("text");
    }
    EXPECT_EQ(SignIn(email, vector.at("password") + "x").status, 401);
    types.insert(vector.at("type"));
  }
  EXPECT_EQ(types.size(), 7U);
}

TEST_F(WorkOsUsers, AMistakenPasswordMemberHasItsCode) {
  const auto code = [](const std::string& members) {
    const ClientAnswer refused = Create(R"({"email":"never@foo.example",)" + members + "}");
    EXPECT_GE(refused.status, 400) << members;
    return Text(refused, "code");
  };
  const std::string hash = R"("password_hash":"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4)"
                           R"(YMJKvyOeW","password_hash_type":)";
  EXPECT_EQ(code(R"("password":"a long password",)" + hash + R"("bcrypt")"),
            "password_and_password_hash_provided");
  EXPECT_EQ(code(R"("password":"a long password","password_hash_type":"bcrypt")"),
            "password_and_password_hash_type_provided");
  EXPECT_EQ(code(R"("password_salt_position":"prefix")"),
            "password_salt_position_requires_password_hash");
  EXPECT_EQ(code(hash + R"("argon2")"), "invalid_password_hash");
  EXPECT_EQ(code(hash + R"("md5")"), "invalid_request_parameters");
  EXPECT_EQ(code(R"("password_hash_type":"bcrypt")"), "invalid_request_parameters");
  EXPECT_EQ(Ids("?email=never@foo.example"), std::vector<std::string>{});
}

TEST_F(WorkOsUsers, AListIsFilteredByAddressAndOrganization) {
  const std::string id = Created(R"({"email":"filter@foo.example"})");
  EXPECT_THAT(Ids("?email=Filter%40FOO.example"), ElementsAre(id));
  EXPECT_THAT(Ids("?email=nobody@foo.example"), ElementsAre());
  const std::string of_acme = "?limit=100&organization_id=" + std::string(kAcme);
  EXPECT_THAT(Ids(of_acme), Not(::testing::Contains(id)));
  Join(id);
  EXPECT_THAT(Ids(of_acme), ::testing::Contains(id));
  EXPECT_THAT(Ids("?limit=100&organization=" + std::string(kAcme)), ::testing::Contains(id));
  EXPECT_THAT(Ids(of_acme + "&email=filter@foo.example"), ElementsAre(id));
  EXPECT_THAT(Ids("?organization_id=org_unknown"), ElementsAre());
}

TEST_F(WorkOsUsers, AListIsPaged) {
  std::vector<std::string> made;
  for (const char* name : {"p1", "p2", "p3"}) {
    clock_->Advance(std::chrono::milliseconds(1));
    made.push_back(Created(R"({"email":")" + std::string(name) + R"(@page.example"})"));
  }
  EXPECT_THAT(Ids("?limit=2"), ElementsAre(made[2], made[1]));
  EXPECT_THAT(Ids("?limit=1&after=" + made[1]), ElementsAre(made[0]));
  EXPECT_THAT(Ids("?limit=1&order=normal&before=" + made[2]), ElementsAre(made[1]));
  EXPECT_EQ(Get(kUsers + std::string("?after=user_forged"), Key()).status, 422);
  EXPECT_EQ(Get(kUsers + std::string("?limit=101"), Key()).status, 422);
}

// Incident class B4.
TEST_F(WorkOsUsers, DeletingOneIs200AndRevokesItsTokensAndKeysAtOnce) {
  const std::string id = Created(R"({"email":"doomed@foo.example","password":"a doomed one"})");
  Join(id);
  const ClientHeaders token = SignedIn("doomed@foo.example", "a doomed one");
  const ClientAnswer made = Json(Method::kPost, "/v1/users/" + id + "/api_key", "{}", Key());
  const ClientHeaders key = {{"X-Api-Key", Text(made, "value")}};
  ASSERT_EQ(Get("/v1/whoami", token).status, 200);
  ASSERT_EQ(Get("/v1/whoami", key).status, 200) << made.body;
  const ClientAnswer deleted = Send(Method::kDelete, Path(id), Key());
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Get("/v1/whoami", token).status, 401);
  EXPECT_EQ(Get("/v1/whoami", key).status, 401);
  EXPECT_EQ(SignIn("doomed@foo.example", "a doomed one").status, 401);
  const ClientAnswer gone = Read(id);
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.body, R"({"message":"User not found: ')" + id +
                           R"('.","code":"entity_not_found","entity_id":")" + id + R"("})");
  Created(R"({"email":"doomed@foo.example"})");
}

TEST_F(WorkOsUsers, ASearchFindsTheBeginningOfAddressAndNamesInAnyCase) {
  const std::string zed = Created(R"({"email":"zed@foo.example","first_name":"Quill"})");
  clock_->Advance(std::chrono::milliseconds(1));
  const std::string yen = Created(R"({"email":"quilt@foo.example","last_name":"Yen"})");
  const auto found = [](const std::string& query) {
    std::vector<std::string> ids;
    const json::Value list = Value(Get("/user_management/users?" + query, Key()));
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      ids.push_back(*one.Find("id")->AsString());
    }
    return ids;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(found("search=QUIL"), (Ids{yen, zed}));
  EXPECT_EQ(found("search=zed%40foo"), Ids{zed});
  EXPECT_EQ(found("search=ye"), Ids{yen});
  EXPECT_EQ(found("search=foo.example"), Ids{}) << "only beginnings";
  EXPECT_EQ(found("search=quil&organization_id=org_none"), Ids{});
}

TEST_F(WorkOsUsers, SessionsAreListedAndRevoked) {
  const std::string id = Created(R"({"email":"ses@foo.example","password":"a session one"})");
  Join(id);
  const ClientHeaders token = SignedIn("ses@foo.example", "a session one");
  clock_->Advance(std::chrono::milliseconds(1));
  SignedIn("ses@foo.example", "a session one");
  const ClientAnswer page = Get(Path(id) + "/sessions?limit=1&order=asc", Key());
  ASSERT_EQ(page.status, 200) << page.body;
  const json::Value list = Value(page);
  const json::Value& session = list.Find("data")->AsArray()->at(0);
  const std::string session_id = *session.Find("id")->AsString();
  EXPECT_EQ(session_id, Text(Get("/v1/whoami", token), "session_id"));
  EXPECT_THAT(page.body,
              HasSubstr(R"("user_id":")" + id + R"(","organization_id":")" + kAcme +
                        R"(","ip_address":"192.0.2.7","user_agent":null,"auth_method":"password",)"
                        R"("status":"active","expires_at":")"));
  EXPECT_EQ(*list.Find("list_metadata")->Find("after")->AsString(), session_id);
  const auto rest = Get(Path(id) + "/sessions?order=asc&after=" + session_id, Key());
  EXPECT_EQ(Value(rest).Find("data")->AsArray()->size(), 1U);
  const std::string body = R"({"session_id":")" + session_id + R"("})";
  const ClientAnswer revoked = Json(Method::kPost, "/user_management/sessions/revoke", body, Key());
  EXPECT_EQ(revoked.status, 200);
  EXPECT_EQ(revoked.body, "");
  EXPECT_EQ(Get("/v1/whoami", token).status, 401);
  EXPECT_EQ(Value(Get(Path(id) + "/sessions", Key())).Find("data")->AsArray()->size(), 1U);
  const ClientAnswer again = Json(Method::kPost, "/user_management/sessions/revoke", body, Key());
  EXPECT_EQ(again.status, 200) << "a repetition";
  EXPECT_EQ(again.body, "");
  const ClientAnswer foreign =
      Json(Method::kPost, "/user_management/sessions/revoke", body, Bearer(kSandboxKey));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(Text(foreign, "entity_id"), session_id);
  for (const char* suffix : {"/sessions", "/identities"}) {
    EXPECT_EQ(Get(Path("user_unknown") + suffix, Key()).status, 404);
  }
  EXPECT_EQ(Get(Path(id) + "/sessions?after=session_forged", Key()).status, 422);
}

}  // namespace
}  // namespace bearward::app
