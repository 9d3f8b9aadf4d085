// Which events of WorkSpan a subscriber must not get, and what it may ask for.
#include <atomic>
#include <chrono>

#include "app/failed_attempts_fixture.h"
#include "app/workspan_events_fixture.h"
#include "webhooks/subscribers.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HttpReceiver;

class WorkSpanEventRights : public WorkSpanEventsFixture {};

// Regression: a company could send callbacks to the members of any object by naming its id in a
// task of its own (incident class I2).
TEST_F(WorkSpanEventRights, ATaskOfAStrangerReachesNoMember) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver narrow([](const auto&) { return HttpReceiver::Answer(200); });
  Apply(OwnDeal("inject-own", "a = 1"));
  Apply(Deal("inject-shared", "a = 1"));
  const auto body = [](const std::string& url) {
    return R"({"name":"T","event":["task.create","comment.create","member.create"],)"
           R"("subscriber_type":"webhook","webhook_settings":{"callback_url":")" +
           url + "\"}}";
  };
  ASSERT_EQ(Subscribe(body(receiver.Url())).status, 200);
  ASSERT_EQ(
      Subscribe(body(narrow.Url()), Machine("deals", "00112233445566778899aabbccddee03")).status,
      200);
  for (const char* kind : {"task", "comment"}) {
    Apply(NewPart(kind, "inject-1", "Globex", "inject-own"));     // of a stranger
    Apply(NewPart(kind, "inject-2", "Globex", "inject-shared"));  // of a member
    Apply(NewPart(kind, "inject-3", "Acme", "inject-own"));
  }
  Apply(Deal("inject-last", "a = 1"));
  EXPECT_THAT(Callbacks(receiver, 5),
              ElementsAre("task.create inject-shared", "task.create inject-own",
                          "comment.create inject-shared", "comment.create inject-own",
                          "member.create inject-last"));
  EXPECT_THAT(receiver.requests()[1].body, HasSubstr("by Acme"));
  EXPECT_THAT(receiver.requests()[3].body, HasSubstr("by Acme"));
  EXPECT_THAT(Callbacks(narrow, 1), ElementsAre("member.create inject-last"))
      << "its profile covers neither tasks nor comments";
}

// Regression: what waited was sent although its author had lost the access meanwhile.
TEST_F(WorkSpanEventRights, ATaskOfAFormerMemberIsNotSent) {
  std::atomic<int> received = 0;
  HttpReceiver receiver(
      [&](const auto&) { return HttpReceiver::Answer(received++ < 2 ? 500 : 200); });
  const auto deal = [](const std::string& members) {
    return "[[objects]]\nkind = \"opportunity\"\nname = \"former\"\nid = \"former\"\n"
           "organization = \"Acme\"\nmembers = [" +
           members + "]\nfields = { a = 1 }\n";
  };
  Apply(deal("{ organization = \"Globex\", level = \"viewer\" }"));
  ASSERT_EQ(Subscribe(Subscriber(receiver.Url(), R"(,"event":"task.create")")).status, 200);
  Apply(NewPart("task", "former-1", "Globex", "former"));
  Apply(NewPart("task", "former-2", "Acme", "former"));
  ASSERT_TRUE(AwaitFailedAttempts(*core_, receiver.Url(), 2));
  Apply(deal(""));
  clock_->Advance(std::chrono::seconds(10));
  Apply(OwnDeal("former-wake", "a = 1"));
  const auto requests = receiver.Await(3);
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_THAT(requests[2].body, HasSubstr("by Acme"));
  // What is planned after the retries comes after them, so the other one was dropped.
  Apply(NewPart("task", "former-3", "Acme", "former"));
  EXPECT_THAT(receiver.Await(4).at(3).body, HasSubstr("former-3"));
}

// Regression: the event of an external id has no fields, so that they were read from the object
// without the guard of the kinds that hold secrets (incident class H1).
TEST_F(WorkSpanEventRights, AnExternalIdOfAKindWithSecretsIsNoCallback) {
  HttpReceiver pins([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver control([](const auto&) { return HttpReceiver::Answer(200); });
  Apply(
      "[[objects]]\nkind = \"integration\"\nname = \"Phones\"\nid = \"WS-Integration_phones\"\n"
      "organization = \"Acme\"\nfields = { object_kind = \"phone_user\" }\n"
      "[[objects]]\nkind = \"phone_user\"\nname = \"P\"\nid = \"phone-1\"\n"
      "organization = \"Acme\"\nfields = { pin = \"2468\" }\n");
  Apply(OwnDeal("phone-deal", "a = 1"));
  std::string body = Subscriber(pins.Url());
  body.replace(body.find("WS-Integration_acme"), 19, "WS-Integration_phones");
  ASSERT_EQ(Subscribe(body).status, 200);
  ASSERT_EQ(Subscribe(Subscriber(control.Url(), R"(,"object_ids":["phone-deal"])")).status, 200);
  for (const char* object : {"phone-1", "phone-deal"}) {
    EXPECT_EQ(Json(Method::kPatch, "/app/v1/object/" + std::string(object) + "/external_id",
                   R"({"field_name":"sales_details.crm_id","external_id":"crm-9"})", Linker())
                  .status,
              200);
  }
  EXPECT_THAT(Callbacks(control, 1), ElementsAre("object.update phone-deal"));
  EXPECT_EQ(pins.connections(), 0U);
}

// Regression: each id was read from the store before the number of ids was limited (incident class
// J2).
TEST_F(WorkSpanEventRights, TheNumberOfObjectsIsLimitedBeforeTheyAreRead) {
  const auto body = [](std::size_t count, bool distinct) {
    std::string ids;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string id = distinct ? "none-" + std::to_string(i) : "WS-Project_deal";
      ids += (i == 0 ? "\"" : ",\"") + id + "\"";
    }
    return Subscriber("http://127.0.0.1:1/limit/", ",\"object_ids\":[" + ids + "]");
  };
  const std::size_t most = webhooks::kMostSubscribedObjects;
  const ClientAnswer refused = Subscribe(body(most + 1, true));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("can name 1000 objects"));
  EXPECT_THAT(Subscribe(body(most, true)).body, HasSubstr("No such object"));
  const ClientAnswer made = Subscribe(body(most + 1, false));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_THAT(Get("/event/v1/subscriber/" + Text(made, "subscriber_id"), Reader()).body,
              HasSubstr(R"("object_ids":["WS-Project_deal"])"));
}

}  // namespace
}  // namespace bearward::app
