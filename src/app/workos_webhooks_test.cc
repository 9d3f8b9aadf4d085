// WorkOS' events and webhook endpoints, and the log of their deliveries (contracts: WorkOS sections
// 4.11 and 4.12).
#include <chrono>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsWebhooks : public ContractFixture {
 protected:
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, path, body, Bearer(kProductionKey));
  }
  static ClientAnswer Add(const std::string& url, const std::string& events = "\"user.created\"") {
    return Post("/webhook_endpoints",
                R"({"endpoint_url":")" + url + R"(","events":[)" + events + "]}");
  }
  static ClientAnswer Change(const std::string& id, const std::string& body) {
    return Json(Method::kPatch, "/webhook_endpoints/" + id, body, Bearer(kProductionKey));
  }
  static ClientAnswer Read(const std::string& target) {
    return Get(target, Bearer(kProductionKey));
  }
};

TEST_F(WorkOsWebhooks, AnEndpointIsCreatedChangedListedAndDeleted) {
  const ClientAnswer made = Add("https://one.example/hook");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  EXPECT_THAT(id, MatchesRegex("we_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(Text(made, "secret"), MatchesRegex("whsec_[A-Za-z0-9+/]{32}"));
  EXPECT_EQ(Text(made, "status"), "enabled");
  EXPECT_THAT(made.body, HasSubstr(R"("events":["user.created"])"));
  const ClientAnswer changed = Change(id, R"({"status":"disabled","events":["user.deleted"]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(Text(changed, "status"), "disabled");
  EXPECT_EQ(Text(changed, "secret"), Text(made, "secret"));
  EXPECT_THAT(Read("/webhook_endpoints").body, HasSubstr(changed.body));
  EXPECT_EQ(Send(Method::kDelete, "/webhook_endpoints/" + id, Bearer(kProductionKey)).status, 204);
  const ClientAnswer missing = Change(id, R"({"status":"enabled"})");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(Text(missing, "code"), "entity_not_found");
  EXPECT_EQ(Text(missing, "message"), "Webhook Endpoint not found: '" + id + "'.");
}

TEST_F(WorkOsWebhooks, BadEndpointsAreRefused) {
  ASSERT_EQ(Add("https://two.example/hook").status, 201);
  const ClientAnswer again = Add("https://two.example/hook");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(Text(again, "code"), "duplicate_endpoint");
  const ClientAnswer url = Add("http://169.254.169.254/latest");
  EXPECT_EQ(url.status, 422);
  EXPECT_EQ(Text(url, "code"), "invalid_url");
  const ClientAnswer event = Add("https://three.example/", "\"user.exploded\"");
  EXPECT_EQ(event.status, 422);
  EXPECT_EQ(Text(event, "code"), "invalid_request_parameters");
  EXPECT_THAT(event.body, HasSubstr(R"("code":"unknown_event_type")"));
  for (const char* body :
       {R"({"endpoint_url":"https://four.example/"})", R"({"events":[]})",
        R"({"endpoint_url":1,"events":[]})",
        R"({"endpoint_url":"https://four.example/","events":1})",
        R"({"endpoint_url":"https://four.example/","events":[],"secret":"mine"})",
        R"({"endpoint_url":"https://four.example/","events":[],"sealed":"mine"})",
        R"({"endpoint_url":"https://four.example/","events":[],"status":"disabled"})"}) {
    EXPECT_EQ(Post("/webhook_endpoints", body).status, 422) << body;
  }
  EXPECT_THAT(Read("/webhook_endpoints?limit=100").body, Not(HasSubstr("four.example")));
  EXPECT_EQ(Read("/webhook_endpoints?after=we_01EHZNVPK3SFK441A1RGBFSHRT").status, 422);
}

TEST_F(WorkOsWebhooks, EventsHaveTheObjectAfterTheChange) {
  const ClientAnswer made =
      Post("/organizations", R"({"name":"Events One","metadata":{"10":"b","9":"a","x":"y"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  Json(Method::kPut, "/organizations/" + id, R"({"name":"Events Two"})", Bearer(kProductionKey));
  const ClientAnswer list = Read(
      "/events?events=organization.created,organization.updated&order=asc&organization_id=" + id);
  ASSERT_EQ(list.status, 200) << list.body;
  const json::Value value = Value(list);
  const json::Array& events = *value.Find("data")->AsArray();
  ASSERT_EQ(events.size(), 2U) << list.body;
  EXPECT_THAT(*events[0].Find("id")->AsString(), MatchesRegex("event_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(*events[0].Find("event")->AsString(), "organization.created");
  EXPECT_EQ(*events[0].Find("data")->Find("name")->AsString(), "Events One");
  EXPECT_EQ(*events[1].Find("event")->AsString(), "organization.updated");
  EXPECT_EQ(*events[1].Find("data")->Find("name")->AsString(), "Events Two");
  EXPECT_EQ(*events[1].Find("data")->Find("object")->AsString(), "organization");
  EXPECT_EQ(events[1].Find("data")->Find("domains")->AsArray()->size(), 0U);
  // As JSON.stringify writes it, because receivers may verify a body that they wrote again.
  EXPECT_THAT(list.body, HasSubstr(R"("metadata":{"9":"a","10":"b","x":"y"})"));
}

TEST_F(WorkOsWebhooks, EventsArePagedByTheirIds) {
  std::string id;
  for (int i = 0; i < 3; ++i) {
    id = Text(Post("/organizations", R"({"name":"Paged"})"), "id");
    ASSERT_NE(id, "");
  }
  const std::string query = "/events?events=organization.created&order=desc&limit=1";
  const ClientAnswer first = Read(query);
  EXPECT_THAT(first.body, HasSubstr(id));
  const json::Value metadata = *Value(first).Find("list_metadata");
  const std::string after = *metadata.Find("after")->AsString();
  EXPECT_EQ(metadata.Find("before"), nullptr);
  EXPECT_THAT(first.body, HasSubstr(R"("id":")" + after + '"'));
  const ClientAnswer second = Read(query + "&after=" + after);
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_THAT(second.body, Not(HasSubstr(after + R"(","event")")));
  EXPECT_THAT(Read(query + "&before=" + after).body, HasSubstr(R"("data":[])"));
}

TEST_F(WorkOsWebhooks, BadEventQueriesAreRefused) {
  // A client that joins an empty list of names sends the parameter without a value.
  for (const char* none : {"/events", "/events?events=", "/events?events[]="}) {
    const ClientAnswer refused = Read(none);
    EXPECT_EQ(refused.status, 400) << none;
    EXPECT_EQ(Text(refused, "code"), "invalid_events_request") << none;
  }
  EXPECT_EQ(Read("/events?events=user.exploded").status, 422);
  // Documented events to which no endpoint may subscribe, and which this server does not produce.
  EXPECT_THAT(Read("/events?events=vault.data.read,authentication.mfa_failed").body,
              HasSubstr(R"("data":[])"));
  EXPECT_EQ(Read("/events?events=user.created&after=event_1").status, 422);
  EXPECT_EQ(Read("/events?events=user.created&range_start=yesterday").status, 422);
  EXPECT_EQ(Read("/events?events=user.created&limit=0").status, 422);
  EXPECT_EQ(Read("/events?events=user.created&range_start=2031-05-06T07:08:09.123Z&after="
                 "event_00000000000000000000000001")
                .status,
            400);
  const ClientAnswer organization = Read("/events?events=user.created&organization_id=org_x");
  EXPECT_EQ(organization.status, 400);
  EXPECT_EQ(Text(organization, "message"), "Organization not found: 'org_x'.");
  EXPECT_THAT(Read("/events?events=dsync.user.created").body, HasSubstr(R"("data":[])"))
      << "an event of the vendor that is not produced here";
}

TEST_F(WorkOsWebhooks, NoEventHasASecret) {
  const std::string invited = R"({"email":"event@secret.example"})";
  const ClientAnswer invitation = Post("/user_management/invitations", invited);
  ASSERT_EQ(invitation.status, 201) << invitation.body;
  const ClientAnswer code = Post("/user_management/magic_auth", invited);
  const ClientAnswer list = Read("/events?limit=100&events=invitation.created,magic_auth.created");
  EXPECT_THAT(list.body, HasSubstr(Text(invitation, "id")));
  EXPECT_THAT(list.body, HasSubstr(Text(code, "id")));
  EXPECT_THAT(list.body, HasSubstr(R"("state":"pending")"));
  EXPECT_THAT(list.body, Not(HasSubstr(Text(invitation, "token"))));
  EXPECT_THAT(list.body, Not(HasSubstr('"' + Text(code, "code") + '"')));
}

TEST_F(WorkOsWebhooks, DeliveriesAreListedSentAgainAndTested) {
  const std::string id = Text(Add("https://log.example/"), "id");
  const std::string deliveries = "/v1/webhook_endpoints/" + id + "/deliveries";
  const ClientAnswer test = Post(deliveries, "{}");
  ASSERT_EQ(test.status, 201) << test.body;
  EXPECT_EQ(Text(test, "event"), "email_verification.created");
  EXPECT_EQ(Text(test, "state"), "pending");
  const std::string one = deliveries + "/" + Text(test, "id");
  EXPECT_EQ(Read(one).body, test.body);
  EXPECT_THAT(Read(deliveries).body, HasSubstr(test.body));
  EXPECT_THAT(Read(one + "/attempts").body, HasSubstr(R"("data":[])"));
  const ClientAnswer again = Post(one + "/resend", "{}");
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(Text(again, "event_id"), Text(test, "event_id"));
  const ClientAnswer rolled = Post("/v1/webhook_endpoints/" + id + "/roll_secret", "{}");
  EXPECT_EQ(rolled.status, 200) << rolled.body;
  EXPECT_THAT(Text(rolled, "secret"), MatchesRegex("whsec_.*"));
  const std::string other = Text(Add("https://other-log.example/"), "id");
  const std::string foreign = "/v1/webhook_endpoints/" + other + "/deliveries/" + Text(test, "id");
  EXPECT_EQ(Read(foreign).status, 404) << "a delivery of another endpoint";
  EXPECT_EQ(Read(foreign + "/attempts").status, 404);
  EXPECT_EQ(Post(foreign + "/resend", "{}").status, 404);
  EXPECT_EQ(Read("/v1/webhook_endpoints/we_x/deliveries").status, 404);
  EXPECT_EQ(Post(deliveries, R"({"state":"delivered"})").status, 400);
}

TEST_F(WorkOsWebhooks, EventsOfAPeriodAreReplayed) {
  clock_->Advance(std::chrono::milliseconds(1));  // after the events of other tests
  const std::string id = Text(Add("https://replay.example/", R"("organization.created")"), "id");
  const std::string made = Text(Post("/organizations", R"({"name":"Replayed"})"), "id");
  ASSERT_NE(made, "");
  const std::string replay = "/v1/webhook_endpoints/" + id + "/replay";
  const ClientAnswer answer = Post(replay, R"({"from":"2020-01-01T00:00:00Z"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"object":"webhook_replay","planned":1,"after":null})");
  const ClientAnswer log = Read("/v1/webhook_endpoints/" + id + "/deliveries");
  EXPECT_THAT(log.body, HasSubstr(made));
  for (const char* body :
       {"{}", R"({"to":"2031-01-01T00:00:00Z"})", R"({"from":"yesterday"})", R"({"from":1})",
        R"({"after":"event_x"})", R"({"from":"2020-01-01T00:00:00Z","limit":5})"}) {
    EXPECT_EQ(Post(replay, body).status, 400) << body;
  }
  EXPECT_EQ(Post("/v1/webhook_endpoints/we_x/replay", R"({"after":"0"})").status, 404);
  EXPECT_EQ(Json(Method::kPost, replay, R"({"after":"0"})", Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Json(Method::kPost, replay, R"({"after":"0"})", {{"X-Api-Key", kAnnKey}}).status, 403);
}

TEST_F(WorkOsWebhooks, AnEndpointIsReadWithItsStateAndWithoutItsSecret) {
  const ClientAnswer made = Add("https://state.example/hook");
  const std::string path = "/v1/webhook_endpoints/" + Text(made, "id");
  const ClientAnswer read = Read(path);
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(Text(read, "endpoint_url"), "https://state.example/hook");
  EXPECT_THAT(read.body, HasSubstr(R"("paused_until":null,"failures":0,"failing_since":null)"));
  EXPECT_THAT(read.body, Not(HasSubstr("secret")));
  EXPECT_THAT(read.body, Not(HasSubstr(Text(made, "secret"))));
  EXPECT_EQ(Get(path, {{"X-Api-Key", kAnnKey}}).status, 403);
  EXPECT_EQ(Get(path, Bearer(kSandboxKey)).status, 404);
}

TEST_F(WorkOsWebhooks, TheNamesOfEventsAreThoseThatAnEndpointAccepts) {
  const ClientAnswer names = Read("/v1/webhook_events");
  EXPECT_THAT(names.body, HasSubstr(R"({"object":"webhook_event","name":"user.created"})"));
  std::string all;
  const json::Value list = Value(names);
  for (const json::Value& row : *list.Find("data")->AsArray()) {
    all += (all.empty() ? "\"" : ",\"") + *row.Find("name")->AsString() + "\"";
  }
  EXPECT_EQ(Add("https://all.example/hook", all).status, 201);
  EXPECT_EQ(Get("/v1/webhook_events", {{"X-Api-Key", kAnnKey}}).status, 403);
}

}  // namespace
}  // namespace bearward::app
