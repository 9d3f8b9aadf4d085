// WorkMobile's external notifications (contracts: WorkMobile 2b), with a receiver on loopback.
#include <atomic>
#include <chrono>

#include "app/failed_attempts_fixture.h"
#include "app/workmobile_data_fixture.h"
#include "testing/http_receiver.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HttpReceiver;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kPath = "/api/notifications/external";
constexpr std::int64_t kForm = 194956;  // a form of Acme in examples/demo.toml

class WorkMobileNotifications : public WorkMobileData {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.egress.allow = {"127.0.0.0/8"};
    Start(std::move(config));
    Apply(kForeignData);
    dan_ = SignIn("dan", "dispatches every job");
    una_ = SignIn("una", "under another roof");
    core_->StartDelivery();
  }

  static std::string Body(const std::string& url, bool with_subforms = false,
                          std::int64_t form = kForm) {
    return R"({"userFormId":)" + std::to_string(form) + R"(,"url":")" + url +
           R"(","includeSubFormData":)" + (with_subforms ? "true" : "false") +
           R"(,"description":"Power Automate"})";
  }
  static ClientAnswer Add(const std::string& body, const ClientHeaders& who = dan_) {
    return Json(Method::kPost, kPath, body, who);
  }
  // NewRecord applies a record, which is new form data.
  static void NewRecord(std::int64_t number, const std::string& fields, std::int64_t form = kForm,
                        const std::string& organization = "Acme") {
    const std::string n = std::to_string(number);
    Apply("[[objects]]\nkind = \"form_record\"\nname = \"Record " + n + "\"\nnumber = " + n +
          "\norganization = \"" + organization + "\"\nfields = { FormId = " + std::to_string(form) +
          ", OriginalId = " + n + ", " + fields + " }\n");
  }
  static std::vector<std::int64_t> Ids(HttpReceiver& receiver, std::size_t count) {
    std::vector<std::int64_t> ids;
    for (const auto& request : receiver.Await(count)) {
      ids.push_back(*testing::Must(json::Parse(request.body)).Find("Id")->AsInt());
    }
    return ids;
  }
};

TEST_F(WorkMobileNotifications, NewFormDataIsPosted) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  const ClientAnswer made = Add(Body(receiver.Url("/new")));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.body, "");
  EXPECT_THAT(made.Header("Location"),
              MatchesRegex("/api/notifications/external/wsub_[0-9A-Z]{26}"));
  NewRecord(2001, "Created = \"2031-05-06T07:08:09.5\", CreatedBy = \"fay\", Roof = \"sound\"");
  const auto requests = receiver.Await(1);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].line, "POST /new HTTP/1.1");
  EXPECT_EQ(requests[0].body,
            R"({"Id":2001,"OriginalId":2001,"FormId":194956,"JobId":0,"MobileUserId":0,)"
            R"("Created":"2031-05-06T07:08:09.5","CreatedBy":"fay","Uploaded":null,)"
            R"("ApprovalStatus":null,"ApproverLoginId":0,"Roof":"sound"})");
  EXPECT_THAT(requests[0].Header("webhook-signature"), MatchesRegex("v1,.+"));
  EXPECT_EQ(requests[0].Header("WorkOS-Signature"), "");
}

// The path of the request may end with a slash, which is not a part of the new path.
TEST_F(WorkMobileNotifications, TheLocationIsThePathToDelete) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  for (const char* path : {"/api/notifications/external", "/webapi2/api/Notifications/External/"}) {
    const ClientAnswer made = Json(Method::kPost, path, Body(receiver.Url()), dan_);
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(Send(Method::kDelete, made.Header("Location"), dan_).status, 200)
        << made.Header("Location");
  }
}

TEST_F(WorkMobileNotifications, ADeletedNotificationIsSilent) {
  HttpReceiver deleted([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver kept([](const auto&) { return HttpReceiver::Answer(200); });
  const std::string location = Add(Body(deleted.Url())).Header("Location");
  ASSERT_EQ(Add(Body(kept.Url())).status, 200);
  EXPECT_EQ(Send(Method::kDelete, location, una_).status, 404);
  EXPECT_EQ(Send(Method::kDelete, location, dan_).status, 200);
  EXPECT_EQ(Send(Method::kDelete, location, dan_).status, 404);
  NewRecord(2011, "A = 1");
  EXPECT_THAT(Ids(kept, 1), ElementsAre(2011));
  EXPECT_EQ(deleted.connections(), 0U);
}

TEST_F(WorkMobileNotifications, OnlyNewDataOfTheFormIsPosted) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(200); });
  ASSERT_EQ(Add(Body(receiver.Url())).status, 200);
  NewRecord(2021, "A = 1", 1);                // of another form
  NewRecord(2022, "A = 1", kForm, "Globex");  // of another customer
  // A record that exists already is changed.
  Apply(
      "[[objects]]\nkind = \"form_record\"\nname = \"Survey by Fay\"\nnumber = 501\n"
      "organization = \"Acme\"\nfields = { FormId = 194956, Roof = \"leaky\" }\n");
  NewRecord(2023, "A = 1");
  EXPECT_THAT(Ids(receiver, 1), ElementsAre(2023));
}

TEST_F(WorkMobileNotifications, TheRowsOfSubformsAreSentOnRequest) {
  HttpReceiver with([](const auto&) { return HttpReceiver::Answer(200); });
  HttpReceiver without([](const auto&) { return HttpReceiver::Answer(200); });
  ASSERT_EQ(Add(Body(with.Url(), true)).status, 200);
  ASSERT_EQ(Add(Body(without.Url(), false)).status, 200);
  NewRecord(2031, "Roof = \"sound\", Rooms = [{ Name = \"Hall\" }, { Name = \"Loft\" }]");
  EXPECT_THAT(with.Await(1).at(0).body, HasSubstr(R"("Rooms":[{"Name":"Hall"},{"Name":"Loft"}])"));
  EXPECT_THAT(without.Await(1).at(0).body, Not(HasSubstr("Rooms")));
  EXPECT_THAT(without.Await(1).at(0).body, HasSubstr("sound"));
}

TEST_F(WorkMobileNotifications, AWrongNotificationIsRefused) {
  for (const std::string& body :
       {std::string("{}"), Body("not a url"), Body("http://169.254.169.254/"),
        Body("https://wrong.example/", false, 900), Body("https://wrong.example/", false, 194955),
        Body("https://wrong.example/", false, 1),
        std::string(R"({"userFormId":194956,"url":"https://wrong.example/","description":"x"})"),
        std::string(R"({"userFormId":194956,"url":"https://wrong.example/",)"
                    R"("includeSubFormData":"yes","description":"x"})")}) {
    EXPECT_EQ(Add(body).status, 400) << body;
  }
  EXPECT_EQ(Add(Body("https://wrong.example/"), SignIn("vic", "views and nothing else")).status,
            401)
      << "without webhooks:write";
}

TEST_F(WorkMobileNotifications, NamesAreReadRegardlessOfCase) {
  EXPECT_EQ(Add(R"({"UserFormId":"194956","URL":"http://127.0.0.1:1/",)"
                R"("INCLUDESUBFORMDATA":true,"Description":"x"})")
                .status,
            200);
  EXPECT_EQ(
      Json(Method::kPost, "/webapi2/api/Notifications/External", Body("http://127.0.0.1:1/"), dan_)
          .status,
      200);
}

// A login that may not read the records any more gets nothing, not even what waits.
TEST_F(WorkMobileNotifications, TheLoginIsCheckedAgainWhenDataIsSent) {
  Apply(
      "[[users]]\nusername = \"wes\"\npassword = \"waits for webhooks\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"dispatcher\"] }]\n");
  std::atomic<int> received = 0;
  HttpReceiver lost([&](const auto&) { return HttpReceiver::Answer(received++ == 0 ? 500 : 200); });
  ASSERT_EQ(Add(Body(lost.Url()), SignIn("wes", "waits for webhooks")).status, 200);
  NewRecord(2041, "A = 1");
  ASSERT_TRUE(AwaitFailedAttempts(*core_, lost.Url(), 1));
  Apply(
      "[[users]]\nusername = \"wes\"\n"
      "memberships = [{ organization = \"Acme\", roles = [\"api\"] }]\n");
  HttpReceiver other([](const auto&) { return HttpReceiver::Answer(200); });
  ASSERT_EQ(Add(Body(other.Url())).status, 200);
  clock_->Advance(std::chrono::seconds(10));
  NewRecord(2042, "A = 1");
  EXPECT_THAT(Ids(other, 1), ElementsAre(2042));
  // The state of the delivery says that it was dropped and is not only late.
  const std::string log = Get("/v1/webhook_subscribers?limit=100", Bearer(kProductionKey)).body;
  const json::Value list = testing::Must(json::Parse(log));
  std::string id;
  for (const json::Value& row : *list.Find("data")->AsArray()) {
    if (*row.Find("endpoint_url")->AsString() == lost.Url()) id = *row.Find("id")->AsString();
  }
  std::string state;
  for (int i = 0; i < 1'000 && state != "failed"; ++i) {
    const json::Value deliveries =
        Value(Get("/v1/webhook_endpoints/" + id + "/deliveries", Bearer(kProductionKey)));
    const json::Array& rows = *deliveries.Find("data")->AsArray();
    ASSERT_EQ(rows.size(), 1U) << "the second record is not planned for this login";
    state = *rows[0].Find("state")->AsString();
    std::this_thread::yield();
  }
  EXPECT_EQ(state, "failed");
  EXPECT_EQ(lost.requests().size(), 1U);
}

}  // namespace
}  // namespace bearward::app
