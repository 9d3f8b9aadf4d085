// WorkSpan's events and subscribers (contracts: WorkSpan 2.5, sections 4 and 6), with a receiver on
// loopback.
#include <atomic>
#include <chrono>

#include "app/failed_attempts_fixture.h"
#include "app/workspan_events_fixture.h"
#include "json/schema_fault.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HttpReceiver;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkSpanEvents : public WorkSpanEventsFixture {};

TEST_F(WorkSpanEvents, TheCatalogueHasASchemaForEachEvent) {
  const json::Value list = Value(Get("/event/v1/metadata/event", Reader()));
  const json::Array& events = *list.Find("events")->AsArray();
  EXPECT_EQ(events.size(), 13U);
  for (const json::Value& event : events) {
    const std::string name = *event.Find("name")->AsString();
    EXPECT_NE(*event.Find("description")->AsString(), "");
    EXPECT_EQ(*SchemaAt("event/" + name).Find("type")->AsString(), "object") << name;
  }
  const ClientAnswer missing = Get("/event/v1/metadata/event/object.explode", Reader());
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(Number(missing, "statusCode"), 404);
}

TEST_F(WorkSpanEvents, TheIntegrationsAreThoseOfTheCompany) {
  const ClientAnswer list = Get("/event/v1/metadata/integration", Reader());
  EXPECT_THAT(list.body, HasSubstr(R"({"integration_id":"WS-Integration_acme",)"
                                   R"("integration_type":"CRM","description":"Deals of Acme",)"
                                   R"("name":"Acme CRM"})"));
  EXPECT_THAT(list.body, Not(HasSubstr("WS-Integration_globex")));
  const json::Value schema = SchemaAt("integration/WS-Integration_acme");
  const json::Value* data = schema.Find("properties")->Find("data")->Find("properties");
  EXPECT_NE(data->Find("stage"), nullptr);
  EXPECT_NE(data->Find("sales_details")->Find("properties")->Find("partner"), nullptr);
  EXPECT_EQ(Get("/event/v1/metadata/integration/WS-Integration_globex", Reader()).status, 404);
  EXPECT_EQ(Get("/event/v1/metadata/integration/WS-Project_deal", Reader()).status, 404);
}

TEST_F(WorkSpanEvents, ASubscriberIsRegisteredReadListedAndDeleted) {
  const ClientAnswer made = Subscribe(
      Subscriber("http://127.0.0.1:1/one/cb?sig=x",
                 R"(,"event":["object.update","object.create"],"filters":"stage = \"won\"",)"
                 R"("object_ids":["WS-Project_deal"])"));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string id = Text(made, "subscriber_id");
  EXPECT_THAT(id, MatchesRegex("wsub_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.Header("Location"), MatchesRegex("https?://.*/event/v1/subscriber/" + id));
  const ClientAnswer read = Get("/event/v1/subscriber/" + id, Reader());
  EXPECT_EQ(read.body, R"({"subscriber_id":")" + id +
                           R"(","name":"S","event":["object.create","object.update"],)"
                           R"("objectids":["WS-Project_deal"],"object_ids":["WS-Project_deal"],)"
                           R"("integration_id":"WS-Integration_acme",)"
                           R"("integraion_id":"WS-Integration_acme","filters":"stage = \"won\"",)"
                           R"("subscriber_type":"webhook"})");
  EXPECT_THAT(Get("/event/v1/subscriber", Reader()).body, HasSubstr(read.body));
  const std::string location = made.Header("Location");
  const ClientAnswer deleted =
      Send(Method::kDelete, location.substr(location.find("/event")), Reader());
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Get("/event/v1/subscriber/" + id, Reader()).status, 404);
  EXPECT_EQ(Send(Method::kDelete, "/event/v1/subscriber/" + id, Reader()).status, 404);
}

TEST_F(WorkSpanEvents, EventIsATextOrAListAndObjectIdsHasTwoSpellings) {
  const std::string text =
      Text(Subscribe(Subscriber("http://127.0.0.1:1/two/",
                                R"(,"event":"object.delete","objectids":["WS-Project_deal"])")),
           "subscriber_id");
  const ClientAnswer read = Get("/event/v1/subscriber/" + text, Reader());
  EXPECT_THAT(read.body, HasSubstr(R"("event":["object.delete"])"));
  EXPECT_THAT(read.body, HasSubstr(R"("objectids":["WS-Project_deal"])"));
  const std::string usual =
      Text(Subscribe(Subscriber("http://127.0.0.1:1/three/")), "subscriber_id");
  EXPECT_THAT(Get("/event/v1/subscriber/" + usual, Reader()).body,
              HasSubstr(R"("event":["object.all"])"));
  // A collaboration event needs no integration.
  EXPECT_EQ(Subscribe(R"({"name":"C","event":"member.create","subscriber_type":"webhook",)"
                      R"("webhook_settings":{"callback_url":"http://127.0.0.1:1/four/"}})")
                .status,
            200);
}

TEST_F(WorkSpanEvents, AWrongSubscriberIsRefused) {
  const std::string url = "https://wrong.example/";
  for (const std::string& body :
       {std::string("{}"), Subscriber("ftp://wrong.example/"), Subscriber("http://10.0.0.1/"),
        Subscriber("http://169.254.169.254/"), Subscriber(url, R"(,"event":"object.explode")"),
        Subscriber(url, R"(,"event":[])"), Subscriber(url, R"(,"event":[1])"),
        Subscriber(url, R"(,"event":1)"), Subscriber(url, R"(,"filters":"stage =")"),
        Subscriber(url, R"(,"filters":1)"), Subscriber(url, R"(,"object_ids":"x")"),
        Subscriber(url, R"(,"object_ids":["WS-Project_private"])"),
        Subscriber(url, R"(,"object_ids":["WS-Project_none"])"),
        Subscriber(url, R"(,"object_ids":[],"objectids":[])"),
        std::string(R"({"name":"S","subscriber_type":"email","event":"member.create",)"
                    R"("webhook_settings":{"callback_url":"https://wrong.example/"}})"),
        std::string(R"({"name":"S","subscriber_type":"webhook","event":"object.create",)"
                    R"("webhook_settings":{"callback_url":"https://wrong.example/"}})"),
        std::string(R"({"name":"S","subscriber_type":"webhook","integration_id":)"
                    R"("WS-Integration_globex",)"
                    R"("webhook_settings":{"callback_url":"https://wrong.example/"}})")}) {
    const ClientAnswer answer = Subscribe(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(Number(answer, "statusCode"), 400) << answer.body;
  }
  // What does not exist and what may not be read are answered alike.
  const auto answer = [&](const std::string& id) {
    std::string body = Subscribe(Subscriber(url, R"(,"object_ids":[")" + id + "\"]")).body;
    return body.replace(body.find(id), id.size(), "ID");
  };
  EXPECT_EQ(answer("WS-Project_private"), answer("WS-Project_none"));
  EXPECT_THAT(Get("/event/v1/subscriber", Reader()).body, Not(HasSubstr("wrong.example")));
}

TEST_F(WorkSpanEvents, SubscribingNeedsTheRightToRead) {
  EXPECT_EQ(Subscribe(Subscriber("https://a.example/"),
                      Machine("links", "00112233445566778899aabbccddee01"))
                .status,
            403);
  const ClientHeaders forms = Machine("forms", "00112233445566778899aabbccddee00");
  EXPECT_EQ(Subscribe(Subscriber("https://a.example/"), forms).status, 403);
  EXPECT_THAT(Get("/event/v1/metadata/integration", forms).body, HasSubstr(R"("integrations":[])"));
}

// Contract section 6, point 8: the connector's own paths never arrive here.
TEST_F(WorkSpanEvents, ThePathsOfTheConnectorAreNoSubscribers) {
  for (const char* name : {"object_integration_event", "submit_to_partner_center"}) {
    const std::string path = "/event/v1/subscriber/" + std::string(name);
    EXPECT_EQ(Get(path, Reader()).status, 400) << name;
    EXPECT_EQ(Send(Method::kDelete, path, Reader()).status, 400) << name;
    EXPECT_EQ(Post(path, "{}", Reader()).status, 405) << name;
  }
}

TEST_F(WorkSpanEvents, OtherApplicationsDoNotSeeASubscriber) {
  const std::string id = Text(Subscribe(Subscriber("http://127.0.0.1:1/mine/")), "subscriber_id");
  for (const ClientHeaders& other : {Linker(), Globex()}) {
    EXPECT_EQ(Get("/event/v1/subscriber/" + id, other).status, 404);
    EXPECT_EQ(Send(Method::kDelete, "/event/v1/subscriber/" + id, other).status, 404);
    EXPECT_THAT(Get("/event/v1/subscriber", other).body, Not(HasSubstr(id)));
  }
  EXPECT_EQ(Get("/event/v1/subscriber/" + id, Reader()).status, 200);
}

TEST_F(WorkSpanEvents, ALoadedRowArrivesSignedAndFitsThePublishedSchemas) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  ASSERT_EQ(Subscribe(Subscriber(receiver.Url("/cb"))).status, 200);
  const ClientAnswer load =
      Post("/bulk/v1/bulkload?integration_id=WS-Integration_acme",
           R"([{"opportunity_id":"load-1","stage":"open","partner":"P1"}])", Linker());
  ASSERT_EQ(load.status, 200) << load.body;
  const auto requests = receiver.Await(2);  // the object and its external id
  ASSERT_EQ(requests.size(), 2U);
  const json::Value body = testing::Must(json::Parse(requests[0].body));
  EXPECT_EQ(*body.Find("event")->AsString(), "object.create");
  EXPECT_EQ(*body.Find("integration_id")->AsString(), "WS-Integration_acme");
  EXPECT_THAT(*body.Find("occurred_at")->AsString(), MatchesRegex("2.*T.*\\.[0-9]{3}Z"));
  const json::Value* data = body.Find("data");
  EXPECT_EQ(*data->Find("object_type")->AsString(), "opportunity");
  EXPECT_EQ(*data->Find("stage")->AsString(), "open");
  EXPECT_EQ(*data->Find("sales_details")->Find("partner")->AsString(), "P1");
  for (const auto& request : requests) {
    const json::Value sent = testing::Must(json::Parse(request.body));
    EXPECT_EQ(json::SchemaFault(SchemaAt("integration/WS-Integration_acme"), sent), "");
    EXPECT_EQ(json::SchemaFault(SchemaAt("event/" + *sent.Find("event")->AsString()), sent), "");
  }
  EXPECT_NE(json::SchemaFault(SchemaAt("event/object.delete"), body), "");
  EXPECT_THAT(requests[0].Header("webhook-id"), MatchesRegex("evt_[0-9]+_1"));
  EXPECT_THAT(requests[0].Header("webhook-signature"), MatchesRegex("v1,.+"));
  EXPECT_EQ(requests[0].Header("WorkOS-Signature"), "");
  EXPECT_EQ(*testing::Must(json::Parse(requests[1].body))
                 .Find("data")
                 ->Find("sales_details")
                 ->Find("crm_opportunity_id")
                 ->AsString(),
            "load-1");
}

TEST_F(WorkSpanEvents, AChangeOfTheStageIsAnEventOfItsOwn) {
  Apply(OwnDeal("stage-1", "stage = \"open\", amount = 1"));
  HttpReceiver all([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver stages([](const auto&) { return HttpReceiver::Answer(200); });
  Subscribe(Subscriber(all.Url(), R"(,"object_ids":["stage-1"])"));
  Subscribe(Subscriber(stages.Url(), R"(,"event":"object.stage_change")"));
  Apply(OwnDeal("stage-1", "stage = \"open\", amount = 2"));
  Apply(OwnDeal("stage-1", "stage = \"won\", amount = 2"));
  EXPECT_THAT(Callbacks(all, 3), ElementsAre("object.update stage-1", "object.update stage-1",
                                             "object.stage_change stage-1"));
  EXPECT_THAT(Callbacks(stages, 1), ElementsAre("object.stage_change stage-1"));
}

TEST_F(WorkSpanEvents, AFilterSelectsEventsByTheStateAfterThem) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Subscribe(Subscriber(
      receiver.Url(),
      R"(,"event":["object.create","object.update"],)"
      R"f("filters":"(stage in [\"closed\",\"won\"]) AND (sales_details.partner = \"P9\")")f"));
  Apply(OwnDeal("filter-1", "stage = \"open\", sales_details = { partner = \"P9\" }"));
  Apply(OwnDeal("filter-2", "stage = \"won\", sales_details = { partner = \"P8\" }"));
  Apply(OwnDeal("filter-1", "stage = \"won\", sales_details = { partner = \"P9\" }"));
  Apply(OwnDeal("filter-1", "stage = \"lost\", sales_details = { partner = \"P9\" }"));
  Apply(OwnDeal("filter-3", "stage = \"closed\", sales_details = { partner = \"P9\" }"));
  EXPECT_THAT(Callbacks(receiver, 2),
              ElementsAre("object.update filter-1", "object.create filter-3"));
}

// Contract section 4, steps 6 and 7.
TEST_F(WorkSpanEvents, ACallbackHasOnlyTheFieldsThatTheCompanySees) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver guessing([](const auto&) { return HttpReceiver::Answer(200); });
  Subscribe(Subscriber(receiver.Url(), R"(,"event":"object.create")"));
  Subscribe(Subscriber(guessing.Url(),
                       R"(,"event":"object.create","filters":"financial.margin = 30 OR )"
                       R"(company.code = \"G\" OR sales_details.partner = \"Q\"")"));
  const std::string fields =
      "stage = \"open\", financial = { margin = 30 }, company = { code = \"G\" }";
  Apply(Deal("seen-1", fields, "participant"));
  Apply(Deal("seen-2", fields, "viewer"));
  Apply(OwnDeal("seen-3", "sales_details = { partner = \"Q\" }, company = { code = \"A\" }"));
  const auto requests = receiver.Await(3);
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_THAT(requests[0].body, HasSubstr("\"stage\":\"open\""));
  EXPECT_THAT(requests[0].body, Not(HasSubstr("margin")));
  EXPECT_THAT(requests[1].body, HasSubstr("margin"));
  for (const auto& request : {requests[0], requests[1]}) {
    EXPECT_THAT(request.body, Not(HasSubstr("company")));
  }
  EXPECT_THAT(requests[2].body, HasSubstr(R"("company":{"code":"A"})"));
  // A filter on what is hidden selects nothing: it would reveal the value.
  EXPECT_THAT(Callbacks(guessing, 2), ElementsAre("object.create seen-2", "object.create seen-3"));
}

TEST_F(WorkSpanEvents, ObjectsOfOthersCauseNoCallback) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Subscribe(Subscriber(receiver.Url(), R"(,"event":"object.update")"));
  Apply(Deal("other-1", "a = 1"));
  const std::string hidden =
      "[[objects]]\nkind = \"opportunity\"\nname = \"hidden\"\nid = \"other-2\"\n"
      "organization = \"Globex\"\nfields = { a = ";
  const std::string account =
      "[[objects]]\nkind = \"account\"\nname = \"account\"\nid = \"other-3\"\n"
      "organization = \"Acme\"\nfields = { a = ";
  for (const char* value : {"1 }", "2 }"}) {
    Apply(hidden + value);
    Apply(account + value);  // of another kind than the integration
  }
  Apply(Deal("other-1", "a = 2"));
  EXPECT_THAT(Callbacks(receiver, 1), ElementsAre("object.update other-1"));
}

TEST_F(WorkSpanEvents, NewAndChangedMembersAreEvents) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Subscribe(R"({"name":"C","event":["member.create","member.update"],)"
            R"("subscriber_type":"webhook","webhook_settings":{"callback_url":")" +
            receiver.Url() + "\"}}");
  Apply(Deal("member-1", "a = 1", "viewer"));
  Apply(Deal("member-1", "a = 1", "collaborator"));
  const auto requests = receiver.Await(2);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(requests[0].body,
              HasSubstr(R"("event":"member.create","object_id":"member-1","occurred_at":)"));
  EXPECT_THAT(requests[0].body, HasSubstr(R"("data":{"organization_id":")" + std::string(kAcme) +
                                          R"(","access_level":"viewer","state":"accepted"})"));
  EXPECT_THAT(requests[1].body, HasSubstr(R"("access_level":"collaborator")"));
  for (const auto& request : requests) {
    const json::Value sent = testing::Must(json::Parse(request.body));
    EXPECT_EQ(json::SchemaFault(SchemaAt("event/" + *sent.Find("event")->AsString()), sent), "");
  }
}

TEST_F(WorkSpanEvents, TasksReportsAndReferralsAreEvents) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Apply(OwnDeal("task-deal", "a = 1"));
  Subscribe(Subscriber(
      receiver.Url(),
      R"(,"event":["task.create","report.submit","object.partner_center_referral_submit"])"));
  Apply(
      "[[objects]]\nkind = \"task\"\nname = \"Call\"\nid = \"task-1\"\norganization = \"Acme\"\n"
      "fields = { object_id = \"task-deal\", due = \"2031-06-01\" }\n");
  Apply(
      "[[objects]]\nkind = \"report\"\nname = \"R\"\nid = \"report-1\"\norganization = \"Acme\"\n"
      "fields = { reportStatus = \"PUBLISHED\" }\n");
  Apply(OwnDeal("task-deal", "partner_center = { integration_status = \"SUBMITTED\" }"));
  EXPECT_THAT(Callbacks(receiver, 3),
              ElementsAre("task.create task-deal", "report.submit report-1",
                          "object.partner_center_referral_submit task-deal"));
}

// The same id again is no change, so an integration that answers a callback with its id ends there.
TEST_F(WorkSpanEvents, AnExternalIdIsAnUpdateOnce) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Apply(OwnDeal("link-1", "a = 1"));
  Apply(OwnDeal("link-2", "a = 1"));
  Subscribe(Subscriber(receiver.Url(), R"(,"object_ids":["link-1","link-2"])"));
  const auto link = [](const std::string& object) {
    EXPECT_EQ(Json(Method::kPatch, "/app/v1/object/" + object + "/external_id",
                   R"({"external_id":"crm-7"})", Linker())
                  .status,
              200);
  };
  link("link-1");
  link("link-1");
  link("link-2");
  const auto requests = receiver.Await(2);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(requests[0].body, HasSubstr(R"("sales_details":{"crm_opportunity_id":"crm-7"})"));
  EXPECT_THAT(requests[1].body, HasSubstr("link-2"));
}

// Regression: the status was stored where no report and no callback had it.
TEST_F(WorkSpanEvents, AReportedIntegrationStatusIsAnUpdateOfItsFieldOnce) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  Apply(OwnDeal("audit-1", "partner_center = { integration_status = \"SUBMITTED\" }"));
  Apply(OwnDeal("audit-2", "stage = \"open\""));
  Subscribe(Subscriber(receiver.Url(), R"(,"object_ids":["audit-1","audit-2"])"));
  const auto report = [](const std::string& object, const std::string& code) {
    EXPECT_EQ(Json(Method::kPatch, "/app/v1/object/" + object + "/audit",
                   R"({"field_name":"partner_center.integration_status","status_code":")" + code +
                       R"(","message":"by the CRM"})",
                   Linker())
                  .status,
              200);
  };
  report("audit-1", "LINKED");
  report("audit-1", "LINKED");
  report("audit-2", "CREATE_FAILED");
  const auto requests = receiver.Await(2);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(requests[0].body, HasSubstr(R"("event":"object.update","object_id":"audit-1")"));
  EXPECT_THAT(requests[0].body, HasSubstr(R"("partner_center":{"integration_status":"LINKED"})"));
  EXPECT_THAT(
      requests[1].body,
      HasSubstr(R"("stage":"open","partner_center":{"integration_status":"CREATE_FAILED"})"));
}

// A principal that lost access gets nothing more (contract section 7): not even what waits.
TEST_F(WorkSpanEvents, AccessIsCheckedAgainWhenACallbackIsSent) {
  std::atomic<int> received = 0;
  HttpReceiver receiver(
      [&](const auto&) { return HttpReceiver::Answer(received++ < 2 ? 500 : 200); });
  const ClientAnswer made = Subscribe(Subscriber(receiver.Url(), R"(,"event":"object.create")"));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string fields = "financial = { margin = 30 }, stage = \"open\"";
  Apply(Deal("lost-1", fields));
  Apply(Deal("lost-2", fields));
  ASSERT_TRUE(AwaitFailedAttempts(*core_, receiver.Url(), 2));
  Apply(
      "[[objects]]\nkind = \"opportunity\"\nname = \"lost-1\"\nid = \"lost-1\"\n"
      "organization = \"Globex\"\nmembers = []\n");
  Apply(Deal("lost-2", fields, "participant"));
  clock_->Advance(std::chrono::seconds(10));
  Apply(OwnDeal("lost-3", "a = 1"));
  EXPECT_THAT(Callbacks(receiver, 4), ElementsAre("object.create lost-1", "object.create lost-2",
                                                  "object.create lost-2", "object.create lost-3"));
  EXPECT_THAT(receiver.requests()[1].body, HasSubstr("margin"));
  EXPECT_THAT(receiver.requests()[2].body, Not(HasSubstr("margin")));
  EXPECT_THAT(receiver.requests()[2].body, HasSubstr("open"));
}

TEST_F(WorkSpanEvents, ADeletedApplicationHasNoSubscribers) {
  Apply(
      "[[applications]]\nname = \"Gone\"\norganization = \"Acme\"\n"
      "client_id = \"WS-ApplicationUser_gone\"\n"
      "client_secret = \"00112233445566778899aabbccddee02\"\n"
      "access_profile = \"ObjectRead\"\n");
  const std::string id = Text(Subscribe(Subscriber("http://127.0.0.1:1/"),
                                        Machine("gone", "00112233445566778899aabbccddee02")),
                              "subscriber_id");
  const ClientHeaders key = Bearer(kProductionKey);
  EXPECT_EQ(Get("/v1/webhook_subscribers/" + id, key).status, 200);
  EXPECT_LT(Send(Method::kDelete, "/v1/applications/WS-ApplicationUser_gone", key).status, 300);
  EXPECT_EQ(Get("/v1/webhook_subscribers/" + id, key).status, 404);
}

TEST_F(WorkSpanEvents, SubscribersAreListedByTheirOrganization) {
  const ClientHeaders key = Bearer(kProductionKey);
  const auto listed = [](const std::string& values, const ClientHeaders& who) {
    const ClientAnswer list =
        Get("/v1/webhook_subscribers?limit=100&organization_id=" + values, who);
    EXPECT_EQ(list.status, 200) << list.body;
    return list.body;
  };
  const std::string own = Text(Subscribe(Subscriber("http://127.0.0.1:1/")), "subscriber_id");
  ASSERT_NE(own, "");
  const std::string acme = kAcme;
  const json::Value found = Value(Get("/organizations?search=globex", key));
  const std::string globex = *found.Find("data")->AsArray()->at(0).Find("id")->AsString();
  EXPECT_THAT(listed(acme, key), HasSubstr(own));
  EXPECT_THAT(listed(globex, key), Not(HasSubstr(own)));
  EXPECT_THAT(listed(globex + "," + acme, key), HasSubstr(own));
  EXPECT_THAT(listed(acme, Bearer(kSandboxKey)), HasSubstr(R"("data":[])"));
  EXPECT_EQ(Get("/v1/webhook_subscribers?organisation_id=" + acme, key).status, 400);
  EXPECT_EQ(Send(Method::kDelete, "/v1/webhook_subscribers/" + own, key).status, 204);
}

TEST_F(WorkSpanEvents, TheEnvironmentManagesSubscribersAndSeesTheirDeliveries) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  const std::string id = Text(
      Subscribe(Subscriber(receiver.Url("/log"), R"(,"event":"object.create")")), "subscriber_id");
  const ClientHeaders key = Bearer(kProductionKey);
  const ClientAnswer read = Get("/v1/webhook_subscribers/" + id, key);
  EXPECT_EQ(Text(read, "object"), "webhook_subscriber") << read.body;
  EXPECT_EQ(Text(read, "endpoint_url"), receiver.Url("/log"));
  EXPECT_THAT(Text(read, "secret"), MatchesRegex("whsec_[A-Za-z0-9+/]{32}"));
  EXPECT_THAT(read.body, HasSubstr(R"("paused_until":null,"failures":0,"failing_since":null)"));
  EXPECT_THAT(Get("/v1/webhook_subscribers?limit=100", key).body, HasSubstr(id));
  EXPECT_THAT(Get("/webhook_endpoints?limit=100", key).body, Not(HasSubstr(id)));
  Apply(OwnDeal("log-1", "a = 1"));
  ASSERT_EQ(receiver.Await(1).size(), 1U);
  const std::string deliveries = "/v1/webhook_endpoints/" + id + "/deliveries";
  const ClientAnswer log = Get(deliveries, key);
  EXPECT_EQ(log.status, 200) << log.body;
  EXPECT_THAT(log.body, HasSubstr(R"("event":"object.create")"));
  const std::string delivery = *Value(log).Find("data")->AsArray()->at(0).Find("id")->AsString();
  EXPECT_EQ(Post(deliveries + "/" + delivery + "/resend", "{}", key).status, 201);
  const auto again = receiver.Await(2);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].body, again[1].body);
  EXPECT_EQ(Get("/v1/webhook_subscribers/" + id, Reader()).status, 401);
  EXPECT_EQ(Post(deliveries, "{}", key).status, 404) << "test events are for endpoints";
}

}  // namespace
}  // namespace bearward::app
