// WorkSpan's users: SCIM 2.0 Users and the check of attributes (contract section 2.8).
#include "app/workspan_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kUsers = "/api/scim/v2/Users";

class WorkSpanUsers : public WorkSpanFixture {
 protected:
  static ClientAnswer Create(const std::string& body, const ClientHeaders& who = Linker()) {
    return Json(Method::kPost, kUsers, body, who);
  }
  static ClientAnswer Put(const std::string& id, const std::string& body,
                          const ClientHeaders& who = Linker()) {
    return Json(Method::kPut, std::string(kUsers) + "/" + id, body, who);
  }
  static ClientAnswer Patch(const std::string& id, const std::string& operations,
                            const ClientHeaders& who = Linker()) {
    return Json(Method::kPatch, std::string(kUsers) + "/" + id,
                R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
                    operations + "]}",
                who);
  }
  static ClientAnswer List(const std::string& query, const ClientHeaders& who = Reader()) {
    return Get(std::string(kUsers) + query, who);
  }
  static std::string IdOf(const std::string& email, const ClientHeaders& who = Reader()) {
    const json::Value list = Value(List("?filter=userName%20eq%20%22" + email + "%22", who));
    const json::Array& users = *list.Find("Resources")->AsArray();
    return users.empty() ? "" : *users.front().Find("id")->AsString();
  }
};

TEST_F(WorkSpanUsers, CreatedUserIsTheDocumentedOne) {
  const ClientAnswer made =
      Create(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],)"
             R"("userName":"nia@acme.example","name":{"givenName":"Nia","familyName":"New"},)"
             R"("emails":[{"primary":true,"value":"nia@acme.example","type":"work"}],)"
             R"("displayName":"Nia N.","active":true,"externalId":"ignored",)"
             R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
             R"({"department":"Sales"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.content_type, "application/scim+json");
  const std::string id = Text(made, "id");
  const ClientAnswer read = Get(std::string(kUsers) + "/" + id, Reader());
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, made.body);
  EXPECT_THAT(
      read.body,
      HasSubstr(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
                R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":")" +
                id +
                R"(","userName":"nia@acme.example","name":{"givenName":"Nia","familyName":"New"},)"
                R"("displayName":"Nia N.",)"
                R"("emails":[{"primary":true,"value":"nia@acme.example","type":"work"}],)"
                R"("active":true,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
                R"({"department":"Sales"},"meta":{"resourceType":"User","created":")"));
}

TEST_F(WorkSpanUsers, TheMediaTypeOfScimIsRead) {
  ClientHeaders headers = Linker();
  headers.emplace_back("Content-Type", "application/scim+json; charset=utf-8");
  EXPECT_EQ(Send(Method::kPost, kUsers, headers, R"({"userName":"typed@acme.example"})").status,
            201);
}

TEST_F(WorkSpanUsers, ADuplicateIs409InTheShapeOfTheRfc) {
  const ClientAnswer again = Create(R"({"userName":"ANN@acme.example"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body,
            R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"uniqueness",)"
            R"("detail":"This email address belongs to another user.","status":"409"})");
}

TEST_F(WorkSpanUsers, WrongUsersAreRefused) {
  const struct {
    const char* body;
    const char* type;
  } rows[] = {
      {"{}", "invalidValue"},
      {R"({"userName":""})", "invalidValue"},
      {R"({"userName":7})", "invalidValue"},
      {R"({"userName":"no address"})", "invalidValue"},
      {R"({"userName":"a@b.example","active":"yes"})", "invalidValue"},
      {R"({"userName":"a@b.example","name":"Ann"})", "invalidValue"},
      {R"({"userName":"a@b.example","name":{"givenName":1}})", "invalidValue"},
      {R"({"userName":"a@b.example","emails":[{"primary":true,"value":"c@b.example"}]})",
       "invalidValue"},
      {R"({"userName":"a@b.example","USERNAME":"c@b.example"})", "invalidSyntax"},
      {R"({"userName":)", "invalidSyntax"},
  };
  for (const auto& row : rows) {
    const ClientAnswer answer = Create(row.body);
    EXPECT_EQ(answer.status, 400) << row.body;
    EXPECT_EQ(Text(answer, "scimType"), row.type) << answer.body;
  }
}

TEST_F(WorkSpanUsers, TheListIsFilteredAndPaged) {
  const json::Value all = Value(List("?count=2"));
  EXPECT_EQ(all.Find("Resources")->AsArray()->size(), 2U);
  EXPECT_EQ(all.Find("startIndex")->AsInt(), 1);
  const std::int64_t total = *all.Find("totalResults")->AsInt();
  EXPECT_GE(total, 3);
  EXPECT_EQ(Number(List("?startIndex=0&count=0"), "totalResults"), total);
  EXPECT_EQ(Number(List("?startIndex=3&count=1"), "startIndex"), 3);
  const ClientAnswer one = List("?filter=userName%20sw%20%22ann@%22");
  EXPECT_EQ(Number(one, "totalResults"), 1);
  EXPECT_THAT(one.body, HasSubstr(kAnn));
  EXPECT_EQ(Number(List("?filter=userName+eq+%22none@acme.example%22"), "totalResults"), 0);
  EXPECT_EQ(Text(List("?filter=active%20eq%20true"), "scimType"), "invalidFilter");
  EXPECT_EQ(Text(List("?filter=userName%20eq"), "scimType"), "invalidFilter");
  EXPECT_EQ(List("?count=many").status, 400);
}

TEST_F(WorkSpanUsers, UsersOfOtherOrganizationsDoNotExist) {
  EXPECT_EQ(IdOf("gus@globex.example"), "");
  const std::string gus = IdOf("gus@globex.example", Globex());
  ASSERT_NE(gus, "");
  const ClientAnswer foreign = Get(std::string(kUsers) + "/" + gus, Linker());
  const ClientAnswer missing = Get(std::string(kUsers) + "/user_none", Linker());
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body, missing.body);
  EXPECT_EQ(Put(gus, R"({"userName":"gus@globex.example","active":false})").status, 404);
}

// Incident class B4: tokens of a suspended user stay revoked.
TEST_F(WorkSpanUsers, SuspendingEndsTheSessionsInThisOrganizationOnly) {
  const std::string id = Text(Create(R"({"userName":"sus@acme.example"})"), "id");
  const ClientHeaders owner = Bearer(kProductionKey);
  EXPECT_EQ(Json(Method::kPut, "/user_management/users/" + id,
                 R"({"password":"suspended and restored"})", owner)
                .status,
            200);
  const json::Value whoami = Value(Get("/v1/whoami", Globex()));
  const std::string globex = *whoami.Find("organization")->Find("id")->AsString();
  EXPECT_EQ(Json(Method::kPost, "/user_management/organization_memberships",
                 R"({"user_id":")" + id + R"(","organization_id":")" + globex + "\"}", owner)
                .status,
            201);
  const auto log_in = [] {
    return Json(Method::kPost, "/auth/login",
                R"({"username":"sus@acme.example","password":"suspended and restored"})");
  };
  const std::string token = Text(log_in(), "token");
  ASSERT_EQ(Get("/v1/whoami", Bearer(token)).status, 200);
  const ClientAnswer suspended = Put(id, R"({"userName":"sus@acme.example","active":false})");
  ASSERT_EQ(suspended.status, 200) << suspended.body;
  EXPECT_THAT(suspended.body, HasSubstr("\"active\":false"));
  EXPECT_EQ(Get("/v1/whoami", Bearer(token)).status, 401);
  EXPECT_THAT(Get(std::string(kUsers) + "/" + id, Globex()).body, HasSubstr("\"active\":true"));
  EXPECT_THAT(Put(id, R"({"userName":"sus@acme.example","active":true})").body,
              HasSubstr("\"active\":true"));
  EXPECT_EQ(Get("/v1/whoami", Bearer(token)).status, 401) << "restoring revives no token";
  EXPECT_EQ(log_in().status, 200);
}

// Incident class I3: a new address can be used to reset the password.
TEST_F(WorkSpanUsers, AnAddressChangesOnlyWithinTheRightsOfTheApplication) {
  const std::string root = IdOf("root@acme.example");
  EXPECT_EQ(Put(root, R"({"userName":"mine@acme.example"})").status, 403);
  EXPECT_EQ(Put(root, R"({"userName":"root@acme.example","displayName":"Rae O."})").status, 200);
  EXPECT_EQ(Put(kAnn, R"({"userName":"mine@acme.example"})").status, 403) << "also in Globex";
  const std::string id = Text(Create(R"({"userName":"old@acme.example"})"), "id");
  const ClientAnswer moved = Put(id, R"({"userName":"moved@acme.example"})");
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(Text(moved, "userName"), "moved@acme.example");
  EXPECT_EQ(Put(id, R"({"userName":"ann@acme.example"})").status, 409);
}

// An addition to the vendor's operations (RFC 7644 section 3.5.2).
TEST_F(WorkSpanUsers, APatchChangesTheNamedAttributesOnly) {
  const std::string id =
      Text(Create(R"({"userName":"pat@acme.example","name":{"givenName":"Pat","familyName":"Old"},)"
                  R"("displayName":"Pat O.","urn:ietf:params:scim:schemas:extension:enterprise:)"
                  R"(2.0:User":{"department":"Sales"}})"),
           "id");
  const ClientAnswer named =
      Patch(id, R"({"op":"Replace","path":"name.familyName","value":"New"},)"
                R"({"op":"remove","path":"displayName"},)"
                R"({"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:)"
                R"(User:department","value":"Support"})");
  ASSERT_EQ(named.status, 200) << named.body;
  EXPECT_EQ(named.content_type, "application/scim+json");
  EXPECT_THAT(named.body, HasSubstr(R"("name":{"givenName":"Pat","familyName":"New"},)"
                                    R"("displayName":"Pat New")"))
      << "without a name of its own, it is made of both";
  EXPECT_THAT(named.body, HasSubstr(R"({"department":"Support"})"));
  EXPECT_EQ(Get(std::string(kUsers) + "/" + id, Reader()).body, named.body);
  const ClientAnswer off = Patch(id, R"({"op":"Replace","path":"active","value":"False"})");
  EXPECT_THAT(off.body, HasSubstr("\"active\":false"));
  EXPECT_THAT(off.body, HasSubstr("\"familyName\":\"New\""));
  EXPECT_THAT(Patch(id, R"({"op":"replace","value":{"active":true}})").body,
              HasSubstr("\"active\":true"));
  const ClientAnswer moved =
      Patch(id, R"({"op":"replace","path":"userName","value":"pat2@acme.example"})");
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_THAT(moved.body, HasSubstr(R"("value":"pat2@acme.example")"));
  const std::string unchanged = Get(std::string(kUsers) + "/" + id, Reader()).body;
  EXPECT_EQ(Patch(id, R"({"op":"add","path":"nickName","value":"P"})").body, unchanged)
      << "unknown attributes are ignored";
}

TEST_F(WorkSpanUsers, APatchThatFailsChangesNothing) {
  const std::string before = Get(std::string(kUsers) + "/" + kAnn, Reader()).body;
  const struct {
    const char* operation;
    const char* type;
  } rows[] = {
      {R"({"op":"replace","path":"id","value":"user_other"})", "mutability"},
      {R"({"op":"remove","path":"userName"})", "mutability"},
      {R"({"op":"remove"})", "noTarget"},
      {R"({"op":"replace","path":"emails[type eq \"home\"].value","value":"a@b.example"})",
       "noTarget"},
      {R"({"op":"replace","path":"emails[type","value":"x"})", "invalidPath"},
      {R"({"op":"replace","path":"active","value":"perhaps"})", "invalidValue"},
      {R"({"op":"replace","path":"active"})", "invalidValue"},
      {R"({"op":"replace","path":"userName","value":""})", "invalidValue"},
      {R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"a@b.example"})",
       "invalidValue"},
      {R"({"op":"move","path":"active","value":true})", "invalidSyntax"},
  };
  for (const auto& row : rows) {
    const std::string first = R"({"op":"replace","path":"displayName","value":"Changed"},)";
    const ClientAnswer answer = Patch(kAnn, first + row.operation);
    EXPECT_EQ(answer.status, 400) << row.operation << answer.body;
    EXPECT_EQ(Text(answer, "scimType"), row.type) << answer.body;
  }
  EXPECT_EQ(Get(std::string(kUsers) + "/" + kAnn, Reader()).body, before);
}

// Incident class I3: PATCH has the limits of PUT.
TEST_F(WorkSpanUsers, APatchNeedsTheRightsOfAReplacement) {
  const std::string rename = R"({"op":"replace","path":"userName","value":"mine@acme.example"})";
  EXPECT_EQ(Patch(IdOf("root@acme.example"), rename).status, 403);
  EXPECT_EQ(Patch(kAnn, rename).status, 403) << "also in Globex";
  EXPECT_EQ(Patch(kAnn, R"({"op":"replace","path":"active","value":true})", Reader()).status, 403);
  EXPECT_EQ(Patch(IdOf("gus@globex.example", Globex()), rename).status, 404);
}

TEST_F(WorkSpanUsers, AGuestIsSuspendedButNotRenamed) {
  const ClientHeaders globex = Globex();
  const ClientAnswer renamed =
      Put(kAnn, R"({"userName":"ann@acme.example","displayName":"Nobody"})", globex);
  EXPECT_EQ(renamed.status, 403);
  EXPECT_THAT(renamed.body, Not(HasSubstr("scimType")));
  EXPECT_EQ(Put(kAnn, R"({"userName":"ann@acme.example","active":false})", globex).status, 200);
  EXPECT_THAT(Get(std::string(kUsers) + "/" + kAnn, Reader()).body, HasSubstr("\"active\":true"));
  EXPECT_EQ(Put(kAnn, R"({"userName":"ann@acme.example","active":true})", globex).status, 200);
}

TEST_F(WorkSpanUsers, AnAdministratorOfTheEnvironmentIsNotRenamed) {
  Apply(R"([[users]]
username = "adm"
email = "adm@acme.example"
memberships = [{ organization = "Acme" }]
)");
  Appoint("adm", 0);
  const std::string id = IdOf("adm@acme.example");
  EXPECT_EQ(Put(id, R"({"userName":"adm@acme.example","displayName":"Taken"})").status, 403);
  EXPECT_EQ(Put(id, R"({"userName":"mine2@acme.example"})").status, 403);
}

TEST_F(WorkSpanUsers, TheProfileDecides) {
  EXPECT_EQ(Create(R"({"userName":"r@acme.example"})", Reader()).status, 403);
  EXPECT_EQ(Put(kAnn, R"({"userName":"ann@acme.example"})", Reader()).status, 403);
  Apply(R"([[access_profiles]]
name = "Opportunities"
allows = ["opportunity:read"]
[[applications]]
name = "Opportunities"
organization = "Acme"
client_id = "WS-ApplicationUser_narrow"
client_secret = "0123456789abcdef0123456789abcdef"
access_profile = "Opportunities"
)");
  const ClientHeaders narrow = Machine("narrow", "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(List("", narrow).status, 403);
  EXPECT_EQ(Get(std::string(kUsers) + "/" + kAnn, narrow).status, 403);
}

TEST_F(WorkSpanUsers, PathsWithoutARouteAnswerAsScim) {
  EXPECT_THAT(Get("/api/scim/v2/Groups", Reader()).body,
              HasSubstr("urn:ietf:params:scim:api:messages:2.0:Error"));
  EXPECT_EQ(Send(Method::kDelete, std::string(kUsers) + "/" + kAnn, Linker()).status, 405);
}

TEST_F(WorkSpanUsers, CheckAttributeReturnsTheValuesThatTheUserHas) {
  const auto check = [](const std::string& email, const std::string& filter) {
    return Json(Method::kPost, "/users/v1/check-attribute",
                R"({"email":")" + email + R"(","namespace":7,"filter_value":)" + filter + "}",
                Reader());
  };
  const ClientAnswer answer =
      check("ann@acme.example", R"({"attribute":"name.givenName","value":["Ann","Bob"]})");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, R"({"email":"ann@acme.example","namespace":7,"filter_value":{"data":)"
                         R"({"attribute":"name.givenName","value":["Ann"]}}})");
  const char* const any = R"({"attribute":"active","value":["true"]})";
  EXPECT_EQ(check("gus@globex.example", any).status, 404);
  EXPECT_EQ(check("gus@globex.example", any).body, check("none@acme.example", any).body);
  EXPECT_EQ(check("ann@acme.example", R"({"attribute":"password","value":["x"]})").status, 400);
  EXPECT_EQ(check("ann@acme.example", R"({"attribute":"active","value":"true"})").status, 400);
  EXPECT_EQ(check("ann@acme.example", R"({"attribute":"active"})").status, 400);
  EXPECT_EQ(check("ann@acme.example", "[]").status, 400);
}

}  // namespace
}  // namespace bearward::app
