// WorkOS' organizations (contracts: WorkOS section 4.4).
#include <algorithm>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsOrganizations : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Create(const std::string& body) {
    return Json(Method::kPost, "/organizations", body, Key());
  }
  static ClientAnswer Update(const std::string& id, const std::string& body) {
    return Json(Method::kPut, "/organizations/" + id, body, Key());
  }
  static ClientAnswer Read(const std::string& id) { return Get("/organizations/" + id, Key()); }
  static std::string Created(const std::string& body) {
    const ClientAnswer answer = Create(body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  }
  // Domains returns the domains with their states, sorted.
  static std::vector<std::string> Domains(const ClientAnswer& answer) {
    std::vector<std::string> domains;
    const json::Value organization = Value(answer);
    for (const json::Value& one : *organization.Find("domains")->AsArray()) {
      domains.push_back(*one.Find("domain")->AsString() + " " + *one.Find("state")->AsString());
    }
    std::ranges::sort(domains);
    return domains;
  }
  using Names = std::vector<std::string>;
  // Listed returns the names of a list of organizations.
  static Names Listed(const std::string& query, const char* key = kProductionKey) {
    Names names;
    const ClientAnswer answer = Get("/organizations?" + query, Bearer(key));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::Value list = Value(answer);
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      names.push_back(*one.Find("name")->AsString());
    }
    return names;
  }
};

TEST_F(WorkOsOrganizations, ANewOneHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made =
      Create(R"({"name":"Foo Corp","external_id":"crm-1","metadata":{"tier":"gold"},)"
             R"("domain_data":[{"domain":"foo-corp.example","state":"verified"}]})");
  ASSERT_EQ(made.status, 201) << made.body;
  std::vector<std::string> members;
  const json::Value value = Value(made);
  for (const json::Member& member : *value.AsObject()) members.push_back(member.key);
  EXPECT_THAT(members,
              ::testing::UnorderedElementsAre("object", "id", "name", "external_id", "metadata",
                                              "allow_profiles_outside_organization", "created_at",
                                              "updated_at", "domains"));
  EXPECT_EQ(Text(made, "object"), "organization");
  EXPECT_THAT(Text(made, "id"), MatchesRegex("org_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(Domains(made), Names{"foo-corp.example verified"});
  EXPECT_EQ(Read(Text(made, "id")).body, made.body);
  EXPECT_EQ(Get("/organizations/external_id/crm-1", Key()).body, made.body);
}

TEST_F(WorkOsOrganizations, AnUpdateMergesMetadataAndANullDropsAKey) {
  const std::string id = Created(R"({"name":"Merged","metadata":{"a":"1","b":"2"}})");
  const ClientAnswer merged = Update(id, R"({"metadata":{"b":null,"c":"3"}})");
  EXPECT_THAT(merged.body, HasSubstr(R"("metadata":{"a":"1","c":"3"})"));
  EXPECT_THAT(Update(id, R"({"metadata":{}})").body, HasSubstr(R"("metadata":{})"));
}

TEST_F(WorkOsOrganizations, AnUpdateReplacesTheDomainsOnlyIfItNamesThem) {
  const std::string id = Created(R"({"name":"D","domains":["one.example","two.example"]})");
  EXPECT_EQ(Domains(Update(id, R"({"name":"E"})")),
            (Names{"one.example pending", "two.example pending"}));
  EXPECT_EQ(Domains(Update(id, R"({"domains":["two.example","three.example"]})")),
            (Names{"three.example pending", "two.example pending"}));
  EXPECT_EQ(Domains(Update(id, R"({"domain_data":[]})")), Names{});
}

TEST_F(WorkOsOrganizations, AnUpdateToThePresentFieldsAndDomainsChangesNothing) {
  const std::string id =
      Created(R"({"name":"Same","external_id":"unchanged","domains":["s1.example","s2.example"]})");
  const std::string present = Read(id).body;
  clock_->Advance(std::chrono::seconds(5));
  for (const char* body :
       {R"({})", R"({"name":"Same"})", R"({"name":"Same","domains":["s2.example","s1.example"]})",
        R"({"domain_data":[{"domain":"s1.example","state":"pending"},"s2.example"]})"}) {
    const ClientAnswer updated = Update(id, body);
    EXPECT_EQ(updated.status, 200) << body;
    EXPECT_EQ(updated.body, present) << body;
  }
  const std::string events = "/v1/events?type=organization.updated&target=" + id;
  EXPECT_THAT(Get(events, Key()).body, HasSubstr(R"("data":[])"));
  EXPECT_NE(Update(id, R"({"domains":["s1.example"]})").body, present);
  EXPECT_THAT(Get(events, Key()).body, Not(HasSubstr(R"("data":[])")));
}

TEST_F(WorkOsOrganizations, ADomainOfAnotherOrganizationIs409AndNothingIsMade) {
  Created(R"({"name":"Holder","domains":["held.example"]})");
  const ClientAnswer refused =
      Create(R"({"name":"Taker","external_id":"taker","domains":["held.example"]})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body,
            R"({"message":"An Organization with the domain held.example already exists."})");
  EXPECT_EQ(Get("/organizations/external_id/taker", Key()).status, 404);
}

// The parameter was ignored: a client that looked for the tenant of an address got all tenants.
TEST_F(WorkOsOrganizations, AnyOrganizationWithAMatchingDomainIsReturned) {
  Created(R"({"name":"Filtered one","domains":["f1.example","f2.example"]})");
  clock_->Advance(std::chrono::milliseconds(1));
  Created(R"({"name":"Filtered two","domains":["f3.example"]})");
  const Names both = {"Filtered two", "Filtered one"};
  for (const char* query :
       {"domains=f1.example,f3.example", "domains=f2.example&domains=f3.example",
        "domains[]=f1.example&domains[]=f3.example", "domains[0]=f1.example&domains[1]=f3.example",
        "domains=F1.Example,f2.example,f3.example,unknown.example"}) {
    EXPECT_EQ(Listed(query), both) << query;
  }
  EXPECT_EQ(Listed("domains=f1.example,f3.example&limit=1&order=asc"), Names{"Filtered one"});
  EXPECT_EQ(Listed("domains=f3.example&search=filtered"), Names{"Filtered two"});
  EXPECT_EQ(Listed("domains=f1"), Names{}) << "a domain is compared as a whole";
  EXPECT_EQ(Listed("domains="), Names{});
  EXPECT_EQ(Listed("domains=f1.example", kSandboxKey), Names{}) << "another environment";
}

TEST_F(WorkOsOrganizations, ADomainIsReadInAnyCaseAndStoredInLowerCase) {
  const std::string id = Created(R"({"name":"Cased","domains":["Up.Example"]})");
  EXPECT_EQ(Domains(Read(id)), Names{"up.example pending"});
  EXPECT_EQ(Create(R"({"name":"Other","domains":["UP.example"]})").status, 409);
  const ClientAnswer made =
      Json(Method::kPost, "/organization_domains",
           R"({"organization_id":")" + id + R"(","domain":"Second.EXAMPLE"})", Key());
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Text(made, "domain"), "second.example");
}

TEST_F(WorkOsOrganizations, ACustomerOfStripeOfAnotherOrganizationIs400) {
  const std::string first = Created(R"({"name":"Pays"})");
  const std::string second = Created(R"({"name":"Pays too"})");
  const std::string customer = R"({"stripe_customer_id":"cus_R9qWAGMQ6nGE7V"})";
  EXPECT_EQ(Update(first, customer).status, 200);
  EXPECT_EQ(Update(first, customer).status, 200) << "its own customer";
  const ClientAnswer refused = Update(second, customer);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Text(refused, "code"), "stripe_customer_id_already_used");
  EXPECT_THAT(Read(second).body, ::testing::Not(HasSubstr("stripe_customer_id")));
  EXPECT_EQ(Update(first, R"({"stripe_customer_id":null})").status, 200);
  EXPECT_EQ(Update(second, customer).status, 200) << "the customer is free again";
}

TEST_F(WorkOsOrganizations, AnExternalIdThatIsTakenIs400) {
  Created(R"({"name":"First","external_id":"same"})");
  const ClientAnswer refused = Create(R"({"name":"Second","external_id":"same"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr(R"("code":"external_id_already_used")"));
}

TEST_F(WorkOsOrganizations, BadFieldsAre422AndChangeNothing) {
  const std::string id = Created(R"({"name":"Steady"})");
  const std::string before = Read(id).body;
  for (const char* body :
       {R"({"name":""})", R"({"name":7})", R"({"number":5})", R"({"enabled":false})",
        R"({"id":"org_mine"})", R"({"metadata":[]})", R"({"metadata":{"k":1}})",
        R"({"domain_data":[{"domain":"x.example","state":"failed"}]})",
        R"({"domains":"x.example"})", R"({"domains":["not a domain"]})", R"({"external_id":""})"}) {
    const ClientAnswer refused = Update(id, body);
    EXPECT_EQ(refused.status, 422) << body << refused.body;
  }
  EXPECT_EQ(Read(id).body, before);
  EXPECT_EQ(Create("{}").status, 422);
}

TEST_F(WorkOsOrganizations, MetadataIsLimited) {
  const std::string id = Created(R"({"name":"Limits"})");
  const auto with = [](int pairs, std::size_t key, std::size_t value) {
    std::string body = R"({"metadata":{)";
    for (int i = 0; i < pairs; ++i) {
      body += (i == 0 ? "\"" : ",\"") + std::string(key - 1, 'k') + std::string(1, char('a' + i)) +
              "\":\"" + std::string(value, 'v') + "\"";
    }
    return body + "}}";
  };
  EXPECT_EQ(Update(id, with(10, 40, 600)).status, 200);
  for (const std::string& body : {with(11, 40, 600), with(1, 41, 1), with(1, 1, 601)}) {
    const ClientAnswer refused = Update(id, body);
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr(R"("code":"invalid_metadata")"));
  }
}

TEST_F(WorkOsOrganizations, ASearchFindsTheBeginningOfTheNameInAnyCase) {
  for (const char* name : {"Quartz %_ Mine", "quartz two", "Quarry", "Pink quartz"}) {
    Created(R"({"name":")" + std::string(name) + R"("})");
    clock_->Advance(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(Listed("search=QUARTZ"), (Names{"quartz two", "Quartz %_ Mine"}));
  EXPECT_EQ(Listed("search=quar&order=asc&limit=2"), (Names{"Quartz %_ Mine", "quartz two"}));
  EXPECT_EQ(Listed("search=quartz%20%25_"), Names{"Quartz %_ Mine"}) << "no wildcard";
  EXPECT_EQ(Listed("search=quartz%20%25%25"), Names{});
  EXPECT_EQ(Listed("search=&limit=1").size(), 1U) << "an empty text searches nothing";
  EXPECT_EQ(Get("/organizations?search=a&search=b", Key()).status, 422);
}

TEST_F(WorkOsOrganizations, AListIsPagedAndItsDomainsAreComplete) {
  Names made;
  clock_->Advance(std::chrono::milliseconds(1));
  for (const char* name : {"p1", "p2", "p3"}) {
    made.push_back(Created(R"({"name":")" + std::string(name) + R"(","domains":[")" + name +
                           R"(.example"]})"));
    clock_->Advance(std::chrono::milliseconds(1));
  }
  const ClientAnswer first = Get("/organizations?limit=2&order=desc", Key());
  ASSERT_EQ(first.status, 200);
  const json::Value page = Value(first);
  ASSERT_EQ(page.Find("data")->AsArray()->size(), 2U);
  EXPECT_EQ(*page.Find("data")->AsArray()->front().Find("id")->AsString(), made[2]);
  EXPECT_EQ(page.Find("data")->AsArray()->front().Find("domains")->AsArray()->size(), 1U);
  const std::string after = *page.Find("list_metadata")->Find("after")->AsString();
  const json::Value next = Value(Get("/organizations?limit=1&after=" + after, Key()));
  EXPECT_EQ(*next.Find("data")->AsArray()->front().Find("id")->AsString(), made[0]);
  EXPECT_EQ(Get("/organizations?after=org_forged", Key()).status, 422);
}

// Incident class B4.
TEST_F(WorkOsOrganizations, DeletingOneIs202AndRevokesItsTokensAtOnce) {
  Apply(R"(
[[organizations]]
name = "Doomed"
id = "org_01E4ZCR3C56J083X43JQXF3JK7"
[[users]]
username = "dora"
password = "a doomed password"
memberships = [{ organization = "org_01E4ZCR3C56J083X43JQXF3JK7", roles = ["api"] }]
[[applications]]
name = "Doomed client"
organization = "org_01E4ZCR3C56J083X43JQXF3JK7"
client_id = "doomed-client"
client_secret = "a9c1f0b6de2a94f7ab35d7be0c441999"
permissions = ["forms:read"]
)");
  const ClientHeaders user =
      Bearer(Text(Form("/auth/login", "username=dora&password=a+doomed+password"), "token"));
  const ClientHeaders machine =
      Bearer(Text(Form("/oauth2/token", "grant_type=client_credentials",
                       Password("Basic", "doomed-client:a9c1f0b6de2a94f7ab35d7be0c441999")),
                  "access_token"));
  ASSERT_EQ(Get("/v1/whoami", user).status, 200);
  ASSERT_EQ(Get("/v1/whoami", machine).status, 200);
  const ClientAnswer deleted =
      Send(Method::kDelete, "/organizations/org_01E4ZCR3C56J083X43JQXF3JK7", Key());
  EXPECT_EQ(deleted.status, 202);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Get("/v1/whoami", user).status, 401);
  EXPECT_EQ(Get("/v1/whoami", machine).status, 401);
  const ClientAnswer gone = Read("org_01E4ZCR3C56J083X43JQXF3JK7");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.body, R"({"message":"Organization not found: 'org_01E4ZCR3C56J083X43JQXF3JK7'.",)"
                       R"("code":"entity_not_found",)"
                       R"("entity_id":"org_01E4ZCR3C56J083X43JQXF3JK7"})");
}

}  // namespace
}  // namespace bearward::app
