#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

class WorkOs : public ContractFixture {
 public:
  using ContractFixture::Bearer;
  using ContractFixture::Json;

 protected:
  static ClientAnswer Create(const std::string& key, const std::string& organization = kAcme,
                             const std::string& user = kAnn) {
    return Json(Method::kPost, "/client/token",
                R"({"organization_id":")" + organization + R"(","user_id":")" + user + R"("})",
                Bearer(key));
  }
};

TEST_F(WorkOs, ClientTokenIs201WithAKidThatBeginsWithSession) {
  const ClientAnswer answer = Create(kProductionKey);
  ASSERT_EQ(answer.status, 201);
  EXPECT_EQ(Value(answer).AsObject()->size(), 1U);
  EXPECT_THAT(Text(answer, "token"), StartsWith("eyJhbGciOiJSUzI1NiIsImtpZCI6InNlc3Npb24"));
}

TEST_F(WorkOs, EveryAnswerHasARequestId) {
  constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}";
  EXPECT_THAT(Create(kProductionKey).Header("X-Request-Id"), MatchesRegex(kUuid));
  EXPECT_THAT(Create("sk_test_nobody_has_this_key").Header("X-Request-Id"), MatchesRegex(kUuid));
  EXPECT_THAT(Get("/sso/jwks/client_none").Header("X-Request-Id"), MatchesRegex(kUuid));
}

TEST_F(WorkOs, WrongOrMissingKeyIs401Unauthorized) {
  EXPECT_EQ(Create("sk_test_nobody_has_this_key").status, 401);
  EXPECT_EQ(Create("sk_test_nobody_has_this_key").body, R"({"message":"Unauthorized"})");
  EXPECT_EQ(Json(Method::kPost, "/client/token", "{}").body, R"({"message":"Unauthorized"})");
  EXPECT_EQ(Create(kAnnKey).status, 401);
}

TEST_F(WorkOs, UnknownEntitiesAreNamed) {
  const ClientAnswer user = Create(kProductionKey, kAcme, "bogus-id");
  EXPECT_EQ(user.status, 404);
  EXPECT_EQ(user.body, R"({"message":"User not found: 'bogus-id'.","code":"entity_not_found",)"
                       R"("entity_id":"bogus-id"})");
  const ClientAnswer organization = Create(kProductionKey, "org_bogus");
  EXPECT_EQ(organization.status, 404);
  EXPECT_THAT(organization.body, HasSubstr("Organization not found: 'org_bogus'."));
}

TEST_F(WorkOs, KeyOfAnotherEnvironmentFindsNothingHere) {
  EXPECT_EQ(Create(kSandboxKey).status, 404);
}

TEST_F(WorkOs, MissingOrMistypedFieldsAre422) {
  const auto post = [](const char* body) {
    return Json(Method::kPost, "/client/token", body, Bearer(kProductionKey));
  };
  EXPECT_EQ(post("{}").status, 422);
  EXPECT_THAT(post("{}").body, HasSubstr(R"("field":"organization_id","code":"required")"));
  EXPECT_EQ(post(R"({"organization_id":1,"user_id":"x"})").status, 422);
  EXPECT_EQ(post("{").status, 400);
}

TEST_F(WorkOs, UserMustBeAMember) {
  Apply("[[users]]\nusername = \"outsider\"\nid = \"user_01E4ZCR3C56J083X43JQXF3JK6\"\n");
  EXPECT_EQ(Create(kProductionKey, kAcme, "user_01E4ZCR3C56J083X43JQXF3JK6").status, 422);
}

TEST_F(WorkOs, TokenIsBoundToASessionThatCanBeRevoked) {
  const std::string token = Text(Create(kProductionKey), "token");
  const ClientAnswer self = Get("/v1/whoami", Bearer(token));
  ASSERT_EQ(self.status, 200);
  const std::string revoke = "/v1/sessions/" + Text(self, "session_id") + "/revoke";
  EXPECT_EQ(Send(Method::kPost, revoke, Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Get("/v1/whoami", Bearer(token)).status, 200);
  EXPECT_EQ(Send(Method::kPost, revoke, Bearer(kProductionKey)).status, 200);
  EXPECT_EQ(Get("/v1/whoami", Bearer(token)).status, 401);
}

TEST_F(WorkOs, JwksIsForTheEnvironmentsClientAndItsApplications) {
  const json::Value self = Value(Get("/v1/whoami", Bearer(kProductionKey)));
  const std::string client = *self.Find("environment")->Find("client_id")->AsString();
  const ClientAnswer answer = Get("/sso/jwks/" + client);
  ASSERT_EQ(answer.status, 200);
  const json::Value value = Value(answer);
  const json::Value& key = value.Find("keys")->AsArray()->front();
  EXPECT_EQ(*key.Find("alg")->AsString(), "RS256");
  for (const char* name : {"kty", "use", "n", "e", "kid", "x5c", "x5t#S256"}) {
    EXPECT_NE(key.Find(name), nullptr) << name;
  }
  EXPECT_EQ(key.Find("d"), nullptr);
  EXPECT_EQ(Get("/sso/jwks/WS-ApplicationUser_report").body, answer.body);
  EXPECT_EQ(Get("/sso/jwks/client_none").status, 404);
}

ClientAnswer CreateDomain(const std::string& domain, const std::string& organization = kAcme) {
  return WorkOs::Json(
      Method::kPost, "/organization_domains",
      R"({"organization_id":")" + organization + R"(","domain":")" + domain + R"("})",
      WorkOs::Bearer(kProductionKey));
}

// The members and their order are those of the vendor's schema OrganizationDomainStandAlone.
TEST_F(WorkOs, ADomainHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made = CreateDomain("foo-corp.com");
  ASSERT_EQ(made.status, 201) << made.body;
  const json::Value object = Value(made);
  std::vector<std::string> members;
  for (const json::Member& member : *object.AsObject()) members.push_back(member.key);
  EXPECT_THAT(members, ::testing::ElementsAre("object", "id", "organization_id", "domain", "state",
                                              "verification_prefix", "verification_token",
                                              "verification_strategy", "created_at", "updated_at"));
  EXPECT_EQ(Text(made, "object"), "organization_domain");
  EXPECT_THAT(Text(made, "id"), MatchesRegex("org_domain_[0-9A-Z]{26}"));
  EXPECT_EQ(Text(made, "organization_id"), kAcme);
  EXPECT_EQ(Text(made, "domain"), "foo-corp.com");
  EXPECT_EQ(Text(made, "state"), "pending");
  EXPECT_EQ(Text(made, "verification_strategy"), "dns");
  EXPECT_THAT(Text(made, "verification_prefix"),
              MatchesRegex("bearward-domain-verification-[0-9a-z]{6}"));
  EXPECT_THAT(Text(made, "verification_token"), MatchesRegex("[0-9A-Z]{16}"));
  const ClientAnswer read =
      Get("/organization_domains/" + Text(made, "id"), Bearer(kProductionKey));
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, made.body);
}

TEST_F(WorkOs, ADeletedDomainIs204AndThenNotFound) {
  const std::string id = Text(CreateDomain("deleted.example"), "id");
  const ClientAnswer deleted =
      Send(Method::kDelete, "/organization_domains/" + id, Bearer(kProductionKey));
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
  const ClientAnswer gone = Get("/organization_domains/" + id, Bearer(kProductionKey));
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.body, R"({"message":"Organization Domain not found: ')" + id +
                           R"('.","code":"entity_not_found","entity_id":")" + id + R"("})");
}

TEST_F(WorkOs, ADomainOfAnUnknownOrganizationIsNotFound) {
  const ClientAnswer answer = CreateDomain("foo.example", "org_bogus");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr("Organization not found: 'org_bogus'."));
}

TEST_F(WorkOs, ADomainThatTheOrganizationHasAlreadyIs409) {
  ASSERT_EQ(CreateDomain("twice.example").status, 201);
  const ClientAnswer again = CreateDomain("twice.example");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body, R"({"message":"Domain already exists for this organization.",)"
                        R"("code":"domain_already_exists"})");
}

TEST_F(WorkOs, AMalformedDomainIs422AndNamesTheField) {
  const ClientAnswer answer = CreateDomain("not a domain");
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr(R"("errors":[{"field":"domain","code":"invalid")"));
  const ClientAnswer empty =
      Json(Method::kPost, "/organization_domains", "{}", Bearer(kProductionKey));
  EXPECT_EQ(empty.status, 422);
  EXPECT_THAT(empty.body, HasSubstr(R"({"field":"organization_id","code":"required")"));
  EXPECT_THAT(empty.body, HasSubstr(R"({"field":"domain","code":"required")"));
}

// Incident class B7.
TEST_F(WorkOs, AClientCannotCreateAVerifiedDomain) {
  const ClientAnswer answer = Json(Method::kPost, "/organization_domains",
                                   R"({"organization_id":")" + std::string(kAcme) +
                                       R"(","domain":"verified.example","state":"verified"})",
                                   Bearer(kProductionKey));
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr(R"("field":"state")"));
}

TEST_F(WorkOs, VerifyStartsTheVerificationAgain) {
  const std::string id = Text(CreateDomain("verify.example"), "id");
  const ClientAnswer answer =
      Json(Method::kPost, "/organization_domains/" + id + "/verify", "", Bearer(kProductionKey));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(Text(answer, "state"), "pending");
  const ClientAnswer unknown =
      Json(Method::kPost, "/organization_domains/org_domain_x/verify", "", Bearer(kProductionKey));
  EXPECT_EQ(unknown.status, 404);
}

TEST_F(WorkOs, ATxtRecordWithTheTokenVerifiesADomain) {
  const ClientAnswer made = CreateDomain("proof.example");
  const std::string name = Text(made, "verification_prefix") + ".proof.example";
  const auto verify = [&made] {
    return Json(Method::kPost, "/organization_domains/" + Text(made, "id") + "/verify", "",
                Bearer(kProductionKey));
  };
  TestNameServer().Set(name, {"another text"});
  EXPECT_EQ(Text(verify(), "state"), "pending");
  TestNameServer().Behave(testing::NameServer::Behaviour::kFails);
  const ClientAnswer failed = verify();
  TestNameServer().Behave(testing::NameServer::Behaviour::kAnswers);
  EXPECT_EQ(failed.status, 503);
  TestNameServer().Set(name, {"another text", Text(made, "verification_token")});
  const ClientAnswer verified = verify();
  EXPECT_EQ(verified.status, 201);
  EXPECT_EQ(Text(verified, "state"), "verified");
  EXPECT_EQ(verify().status, 400);
}

}  // namespace
}  // namespace bearward::app
