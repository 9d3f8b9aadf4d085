// The header Idempotency-Key of POST /organizations (contracts: WorkOS section 2.6).
#include <array>
#include <latch>
#include <thread>

#include "app/contract_fixture.h"
#include "dialects/v1/openapi.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class WorkOsIdempotency : public ContractFixture {
 protected:
  static ClientAnswer Create(const std::string& idempotency_key, const std::string& body,
                             const char* key = kProductionKey) {
    ClientHeaders headers = Bearer(key);
    if (!idempotency_key.empty()) headers.emplace_back("Idempotency-Key", idempotency_key);
    return Json(Method::kPost, "/organizations", body, headers);
  }
  static std::string Created(const std::string& idempotency_key, const std::string& body,
                             const char* key = kProductionKey) {
    const ClientAnswer answer = Create(idempotency_key, body, key);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  }
  // Listed returns the ids of the organizations with a name.
  static std::vector<std::string> Listed(const std::string& name) {
    std::vector<std::string> ids;
    const json::Value list =
        Value(Get("/organizations?limit=100&search=" + name, Bearer(kProductionKey)));
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      ids.push_back(*one.Find("id")->AsString());
    }
    return ids;
  }
  // Events returns the number of events that say that an organization with a name was made.
  static int Events(const std::string& name) {
    int count = 0;
    const json::Value list =
        Value(Get("/events?limit=100&events=organization.created", Bearer(kProductionKey)));
    for (const json::Value& one : *list.Find("data")->AsArray()) {
      if (*one.Find("data")->Find("name")->AsString() == name) ++count;
    }
    return count;
  }
};

TEST_F(WorkOsIdempotency, TheOpenApiDocumentDescribesTheHeaderWhereItIsRead) {
  std::vector<door::Route> creates;
  for (const door::Route& route : core_->door().routes()) {
    const bool reads = route.pattern == "/organizations" || route.pattern == "/audit_logs/events";
    if (reads && route.method == Method::kPost) creates.push_back(route);
  }
  ASSERT_THAT(creates, SizeIs(2));
  const json::Value document = testing::Must(
      json::Parse(dialects::v1::WriteOpenApi(creates, {"1.2.3", "https://id.acme.example"})));
  for (const door::Route& route : creates) {
    const json::Value* const create = document.Find("paths")->Find(route.pattern)->Find("post");
    const auto& parameters = *create->Find("parameters")->AsArray();
    ASSERT_THAT(parameters, SizeIs(1)) << route.pattern;
    EXPECT_EQ(*parameters[0].Find("name")->AsString(), "Idempotency-Key");
    EXPECT_EQ(*parameters[0].Find("in")->AsString(), "header");
    EXPECT_FALSE(*parameters[0].Find("required")->AsBool());
  }
}

TEST_F(WorkOsIdempotency, TheSameRequestWithTheSameKeyReturnsTheSameOrganization) {
  const std::string body = R"({"name":"Repeated","domains":["repeated.example"]})";
  const ClientAnswer first = Create("repeated", body);
  ASSERT_EQ(first.status, 201) << first.body;
  clock_->Advance(std::chrono::minutes(1));
  const ClientAnswer second =
      Create("repeated", R"({ "name" : "Repeated", "domains" : ["repeated.example"] })");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_THAT(Listed("Repeated"), SizeIs(1));
  EXPECT_EQ(Events("Repeated"), 1);
}

TEST_F(WorkOsIdempotency, AnotherKeyAndNoKeyMakeAnotherOrganization) {
  Created("first", R"({"name":"Several"})");
  Created("second", R"({"name":"Several"})");
  Created("", R"({"name":"Several"})");
  Created("", R"({"name":"Several"})");
  EXPECT_THAT(Listed("Several"), SizeIs(4));
  EXPECT_EQ(Events("Several"), 4);
}

TEST_F(WorkOsIdempotency, AnotherRequestWithTheKeyIs400AndMakesNothing) {
  Created("bar", R"({"name":"Clash"})");
  const ClientAnswer refused = Create("bar", R"({"name":"Clashing"})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body,
            R"({"message":"Another idempotency key (bar) with different request parameters was )"
            R"(found. Please use a different idempotency key."})");
  EXPECT_THAT(Listed("Clash"), SizeIs(1));
  Created("bar", R"({"name":"Clash"})");
  EXPECT_THAT(Listed("Clash"), SizeIs(1)) << "the key still belongs to the first request";
}

TEST_F(WorkOsIdempotency, AKeyIsOfItsEnvironment) {
  const std::string body = R"({"name":"Two environments"})";
  const std::string production = Created("shared", body);
  const std::string sandbox = Created("shared", body, kSandboxKey);
  EXPECT_NE(production, sandbox);
  EXPECT_EQ(Create("shared", R"({"name":"Clash in the sandbox"})", kSandboxKey).status, 400);
  EXPECT_EQ(Created("shared", body), production);
  EXPECT_EQ(Created("shared", body, kSandboxKey), sandbox);
}

TEST_F(WorkOsIdempotency, AKeyServesFor24Hours) {
  const std::string body = R"({"name":"Timed"})";
  const std::string first = Created("timed", body);
  clock_->Advance(std::chrono::hours(24) - std::chrono::milliseconds(1));
  EXPECT_EQ(Created("timed", body), first);
  clock_->Advance(std::chrono::milliseconds(1));
  const std::string second = Created("timed", body);
  EXPECT_NE(second, first);
  EXPECT_EQ(Created("timed", body), second) << "the key serves for another 24 hours";
}

// A client that derives its keys from the requests sends the same key for each of these.
TEST_F(WorkOsIdempotency, AfterADeletionTheRequestMakesAnotherOrganization) {
  const std::string body = R"({"name":"Deleted","external_id":"derived"})";
  const std::string first = Created("derived", body);
  EXPECT_EQ(Send(Method::kDelete, "/organizations/" + first, Bearer(kProductionKey)).status, 202);
  const std::string second = Created("derived", body);
  EXPECT_NE(second, first);
  EXPECT_EQ(Get("/organizations/" + second, Bearer(kProductionKey)).status, 200);
}

TEST_F(WorkOsIdempotency, AfterAChangeTheRequestMakesAnotherOrganization) {
  const std::string body = R"({"name":"Renamed"})";
  const std::string first = Created("renamed", body);
  clock_->Advance(std::chrono::milliseconds(1));
  for (const char* name : {"Other", "Renamed"}) {
    EXPECT_EQ(Json(Method::kPut, "/organizations/" + first,
                   R"({"name":")" + std::string(name) + R"("})", Bearer(kProductionKey))
                  .status,
              200);
  }
  EXPECT_NE(Created("renamed", body), first);
}

TEST_F(WorkOsIdempotency, AfterAChangeOfItsDomainsAnotherRequestMayUseTheKey) {
  const std::string first = Created("moved", R"({"name":"Moved"})");
  EXPECT_EQ(Json(Method::kPost, "/organization_domains",
                 R"({"organization_id":")" + first + R"(","domain":"moved.example"})",
                 Bearer(kProductionKey))
                .status,
            201);
  EXPECT_NE(Created("moved", R"({"name":"Moved on"})"), first);
}

TEST_F(WorkOsIdempotency, ARefusedRequestIsRepeated) {
  const std::string holder = Created("", R"({"name":"Holder","domains":["wanted.example"]})");
  const std::string body = R"({"name":"Taker","domains":["wanted.example"]})";
  EXPECT_EQ(Create("taker", body).status, 409);
  EXPECT_EQ(Send(Method::kDelete, "/organizations/" + holder, Bearer(kProductionKey)).status, 202);
  Created("taker", body);
  EXPECT_THAT(Listed("Taker"), SizeIs(1));
}

TEST_F(WorkOsIdempotency, AKeyThatIsTooLongOrNotVisibleIs400) {
  for (const std::string& key : {std::string(256, 'k'), std::string("two words"),
                                 std::string("\xc3\xa9"), std::string("a\tb")}) {
    const ClientAnswer refused = Create(key, R"({"name":"Unkeyed"})");
    EXPECT_EQ(refused.status, 400) << key;
    EXPECT_EQ(Text(refused, "code"), "invalid_idempotency_key") << key;
    EXPECT_THAT(refused.body, HasSubstr("1 to 255 visible ASCII characters")) << key;
  }
  EXPECT_THAT(Listed("Unkeyed"), SizeIs(0));
  Created(std::string(255, 'k'), R"({"name":"Unkeyed"})");
}

TEST_F(WorkOsIdempotency, TwoEqualRequestsAtOnceMakeOneOrganization) {
  for (int round = 0; round < 20; ++round) {
    const std::string name = "Concurrent-" + std::to_string(round) + ".";
    std::array<std::string, 2> ids;
    std::latch start(2);
    {
      const auto create = [&](std::string& id) {
        start.arrive_and_wait();
        id = Created(name, R"({"name":")" + name + R"("})");
      };
      const std::jthread other([&] { create(ids[1]); });
      create(ids[0]);
    }
    EXPECT_EQ(ids[0], ids[1]);
    EXPECT_THAT(Listed(name), SizeIs(1));
    EXPECT_EQ(Events(name), 1);
  }
}

// Some clients send the same key for every equal request.
TEST_F(WorkOsIdempotency, OtherOperationsIgnoreTheKey) {
  ClientHeaders headers = Bearer(kProductionKey);
  headers.emplace_back("Idempotency-Key", "ignored");
  const std::string body = R"({"email":"ignored@idempotency.example"})";
  EXPECT_EQ(Json(Method::kPost, "/user_management/users", body, headers).status, 201);
  EXPECT_EQ(Json(Method::kPost, "/user_management/users", body, headers).status, 400);
}

}  // namespace
}  // namespace bearward::app
