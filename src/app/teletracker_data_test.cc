// TeleTracker's calls, messages and reports.
#include <string>
#include <utility>
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kForeign = R"(
[[users]]
username = "una"
password = "under another roof"
memberships = [{ organization = "Globex", roles = ["dispatcher"] }]
[[users]]
username = "both"
password = "in two accounts"
memberships = [
  { organization = "Acme", roles = ["dispatcher"] },
  { organization = "Globex", roles = ["dispatcher"] },
]
[[users]]
username = "ivy"
password = "integrates many accounts"
integrator = true
memberships = [
  { organization = "Acme", roles = ["dispatcher"] },
  { organization = "Globex", roles = ["dispatcher"] },
]
[[users]]
username = "vic"
password = "views and nothing else"
memberships = [{ organization = "Acme", roles = ["viewer"] }]
[[objects]]
kind = "call_process"
name = "Foreign process"
number = 951
organization = "Globex"
[[objects]]
kind = "phone_user"
name = "Foreign phone"
organization = "Globex"
fields = { user_id = 77, pin = "7777", number = "+12025550177" }
[[objects]]
kind = "phone_line"
name = "Foreign line"
organization = "Globex"
fields = { number = "+12025550178", active = true }
[[objects]]
kind = "phone_line"
name = "Old line"
organization = "Acme"
fields = { number = "+12025550109", active = false }
[[objects]]
kind = "ring_group"
name = "Everybody"
number = 600
organization = "Acme"
[[objects]]
kind = "call"
name = "Foreign call"
number = 961
organization = "Globex"
fields = { timestamp = "2031-05-06T10:00:00+00:00", caller = "+12025550199", status = "Missed" }
)";
constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
constexpr const char* kMay = "/reports/call-data?start_date=2031-05-01&end_date=2031-05-31";

class TeleTrackerData : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply("[[roles]]\nslug = \"viewer\"\npermissions = [\"calls:read\"]\n");
    Apply(kForeign);
    dan_ = LogIn("dan", "dispatches every job");
  }
  static ClientHeaders LogIn(const std::string& username, const std::string& password) {
    return Bearer(
        Text(Json(Method::kPost, "/auth/login",
                  R"({"username":")" + username + R"(","password":")" + password + R"("})"),
             "token"));
  }
  static ClientAnswer Post(const std::string& path, const std::string& body,
                           const ClientHeaders& who = dan_) {
    return Json(Method::kPost, path, body, who);
  }
  static ClientAnswer Upload(const std::string& path,
                             const std::vector<std::pair<std::string, std::string>>& fields,
                             const std::string& files, const ClientHeaders& who = dan_) {
    std::string body;
    for (const auto& [name, value] : fields) {
      body.append("--b\r\nContent-Disposition: form-data; name=\"").append(name);
      body.append("\"\r\n\r\n").append(value).append("\r\n");
    }
    ClientHeaders headers = who;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    return Send(Method::kPost, path, headers, body + files + "--b--\r\n");
  }
  static std::string Media(const std::string& name, const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + name +
           "\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n";
  }
  // Result returns a member of the result as JSON text.
  static std::string Result(const ClientAnswer& answer, std::string_view name) {
    const json::Value value = Value(answer);
    const json::Value* result = value.Find("result");
    const json::Value* member = result == nullptr ? nullptr : result->Find(name);
    return member == nullptr ? answer.body : json::ToText(*member);
  }
  static std::string Code(const ClientAnswer& answer) {
    const json::Value value = Value(answer);
    const json::Value* error = value.Find("error");
    return error == nullptr ? answer.body : *error->Find("code")->AsString();
  }

  static inline ClientHeaders dan_;
};

TEST_F(TeleTrackerData, CallDataHasTheCallsOfTheDays) {
  const ClientAnswer answer = Get(kMay, dan_);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"success":true,"data":[{"call_id":61,"timestamp":"2031-05-06T07:08:09+00:00",)"
            R"("status":"Answered","duration":35,"caller":"+12025550142","callee":"",)"
            R"("campaign":"Yard signs","rating":4}]})");
  const auto day = [](const char* first, const char* last) {
    return Get("/reports/call-data?start_date=" + std::string(first) + "&end_date=" + last, dan_)
        .body;
  };
  EXPECT_THAT(day("2031-05-06", "2031-05-06"), HasSubstr("\"call_id\":61"));
  EXPECT_EQ(day("2031-05-07", "2031-05-08"), R"({"success":true,"data":[]})");
}

TEST_F(TeleTrackerData, CallDataTakesItsParametersInABodyToo) {
  ClientHeaders headers = dan_;
  headers.emplace_back("Content-Type", "application/json");
  EXPECT_THAT(Send(Method::kGet, "/reports/call-data", headers,
                   R"({"start_date":"2031-05-01","end_date":"2031-05-31"})")
                  .body,
              HasSubstr("\"call_id\":61"));
  EXPECT_EQ(Send(Method::kGet, kMay, headers, R"({"start_date":"2031-05-01"})").status, 400);
}

TEST_F(TeleTrackerData, WrongDaysAreRefused) {
  const ClientAnswer missing = Get("/reports/call-data", dan_);
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, HasSubstr(R"("missing":["start_date","end_date"])"));
  for (const char* query :
       {"start_date=2031-05-02&end_date=2031-05-01", "start_date=2031-05-01&end_date=2032-05-02",
        "start_date=2031-02-30&end_date=2031-05-01", "start_date=1&end_date=2",
        "start_date=2031-05-01T00:00:00&end_date=2031-05-02",
        "start_date=2031-05-01&start_date=2031-05-01&end_date=2031-05-02"}) {
    EXPECT_EQ(Get("/reports/call-data?" + std::string(query), dan_).status, 400) << query;
  }
}

TEST_F(TeleTrackerData, AnAccountSeesItsOwnCallsOnly) {
  EXPECT_THAT(Get(kMay, LogIn("una", "under another roof")).body, HasSubstr("+12025550199"));
  EXPECT_THAT(Get(kMay, dan_).body, Not(HasSubstr("+12025550199")));
}

TEST_F(TeleTrackerData, EveryCredentialNamesTheAccountInQueryOrBody) {
  const ClientHeaders basic = Password("Basic", "both:in two accounts");
  const ClientHeaders integrator = Password("Integrator", "ivy:integrates many accounts");
  const std::string may = kMay;
  EXPECT_THAT(Get(kMay, basic).body, HasSubstr("\"call_id\":61"));
  for (const ClientHeaders& who : {basic, integrator}) {
    EXPECT_THAT(Get(may + "&account_id=29", who).body, HasSubstr("\"call_id\":961"));
    EXPECT_EQ(Get(may + "&account_id=4711", who).status, 403);
    ClientHeaders form = who;
    form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    EXPECT_THAT(Send(Method::kGet, kMay, form, "account_id=29").body, HasSubstr("\"call_id\":961"));
    EXPECT_EQ(Send(Method::kGet, may + "&account_id=28", form, "account_id=29").status, 400);
    EXPECT_EQ(Send(Method::kGet, kMay, form, "account_id=x").status, 400);
  }
  const ClientAnswer missing = Get(kMay, integrator);
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, HasSubstr(R"("missing":["account_id"])"));
  const ClientAnswer sent =
      Post("/voice/call", R"({"caller":"7777","callee":"2025550142","account_id":29})", integrator);
  EXPECT_EQ(sent.status, 200) << sent.body;
}

TEST_F(TeleTrackerData, ABearerActsInItsOneAccount) {
  const std::string call = R"({"caller":"1805","callee":"2025550142","account_id":)";
  EXPECT_EQ(Post("/voice/call", call + "28}").status, 200);
  EXPECT_EQ(Post("/voice/call", call + "\"28\"}").status, 200);
  const ClientAnswer other = Post("/voice/call", call + "29}");
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(Code(other), "INVALID_ACCOUNT");
  EXPECT_EQ(Post("/voice/call?account_id=29", call + "28}").status, 400);
}

// A body that cannot be read names no account, so the credential is verified first.
TEST_F(TeleTrackerData, UnreadableBodiesAreRefusedAfterTheCredential) {
  EXPECT_EQ(Post("/voice/call", "{").status, 400);
  EXPECT_EQ(Post("/voice/call", "{", Bearer("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b")).status, 401);
  EXPECT_EQ(Post("/voice/call", R"({"account_id":28,"account_id":29})").status, 400);
  ClientHeaders text = dan_;
  text.emplace_back("Content-Type", "text/plain");
  EXPECT_EQ(Send(Method::kPost, "/voice/call", text, "x").status, 415);
}

TEST_F(TeleTrackerData, RapidResponseQueuesACall) {
  const ClientAnswer answer =
      Post("/voice/rapidresponse",
           R"({"whisper_text":"New lead","callee":"(202) 555-0110","callprocess_id":51})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body,
              MatchesRegex(std::string(R"(\{"guid":")") + kUuid +
                           R"(","success":true,"result":\{"callprocess_id":51,"step_order":1,)"
                           R"("creation_date":"[-0-9]*T[:0-9]*\.[0-9]{3}Z",)"
                           R"("callqueue_status":"processing","lead_numtocall":"\+12025550110",)"
                           R"("whisper_text":"New lead","callqueue_id":[0-9]+\}\})"));
}

TEST_F(TeleTrackerData, RapidResponseTakesAllEncodings) {
  ClientHeaders form = dan_;
  form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(Send(Method::kPost, "/voice/rapidresponse", form,
                 "whisper_text=Hi&callee=2025550111&callprocess_id=51")
                .status,
            200);
  EXPECT_EQ(
      Upload("/voice/rapidresponse", {{"whisper_text", "Hi"}, {"callee", "2025550112"}}, "").status,
      200);
  EXPECT_EQ(Post("/voice/rapidresponse", R"({"whisper_text":"Hi","callee":2025550113})").status,
            200);
}

TEST_F(TeleTrackerData, RapidResponseRefusesTheSameCalleeWithinTheHour) {
  const std::string body = R"({"whisper_text":"Hi","callee":"2025550114"})";
  ASSERT_EQ(Post("/voice/rapidresponse", body).status, 200);
  const ClientAnswer again =
      Post("/voice/rapidresponse", R"({"whisper_text":"Hi","callee":"+1 202 555 0114"})");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(Code(again), "DUPLICATE_QUEUE_ENTRY");
  EXPECT_EQ(Post("/voice/rapidresponse", body, LogIn("una", "under another roof")).status, 200)
      << "another account";
  clock_->Advance(std::chrono::hours(1));
  dan_ = LogIn("dan", "dispatches every job");
  EXPECT_EQ(Post("/voice/rapidresponse", body).status, 200);
}

TEST_F(TeleTrackerData, WrongRapidResponsesAreRefused) {
  const auto code = [](const std::string& body) {
    return Code(Post("/voice/rapidresponse", body));
  };
  EXPECT_EQ(code(R"({"whisper_text":"Hi"})"), "MISSING_FIELD");
  EXPECT_EQ(code(R"({"whisper_text":"Hi","callee":"555"})"), "INVALID_PHONENUMBER");
  EXPECT_EQ(code(R"({"whisper_text":"Hi","callee":"2025550115","callprocess_id":951})"),
            "INVALID_CALLPROCESS");
  EXPECT_EQ(code(R"({"whisper_text":"Hi","callee":"2025550115","callprocess_id":999999})"),
            "INVALID_CALLPROCESS");
  EXPECT_EQ(code(R"({"whisper_text":"Hi","callee":"2025550115","step_order":2})"), "UNKNOWN_FIELD");
  EXPECT_EQ(code(R"({"whisper_text":7,"callee":"2025550115"})"), "WRONG_TYPE");
  EXPECT_EQ(code(R"({"whisper_text":")" + std::string(1001, 'x') + R"(","callee":"2025550115"})"),
            "INVALID_FIELD");
}

// The vendor's list of the fields of a message is cut off in what is stored of its documents, so a
// client may send more than is known here.
TEST_F(TeleTrackerData, FieldsThatAreNotKnownAreIgnored) {
  const std::string more = R"(,"media_url":"https://a.example/x.png","priority":2})";
  EXPECT_EQ(Post("/sms/send", R"({"to_number":"2025550150","payload":"Hi")" + more).status, 200);
  EXPECT_EQ(Post("/voice/call", R"({"caller":"1805","callee":"2025550150")" + more).status, 200);
  EXPECT_EQ(
      Post("/voice/rapidresponse", R"({"whisper_text":"Hi","callee":"2025550150")" + more).status,
      200);
  EXPECT_EQ(
      Upload("/mms/send", {{"to_number", "2025550150"}, {"payload", "Hi"}, {"priority", "2"}}, "")
          .status,
      200);
  EXPECT_EQ(Code(Post("/sms/send", R"({"to_number":"2025550150","payload":"x","message_id":1})")),
            "UNKNOWN_FIELD")
      << "the server sets it";
}

TEST_F(TeleTrackerData, AnEmptyAccountIsNone) {
  const std::string days = "?start_date=2031-05-01&end_date=2031-05-31&account_id=";
  EXPECT_EQ(Get("/reports/call-data" + days, dan_).body, Get(kMay, dan_).body);
  EXPECT_EQ(
      Post("/sms/send?account_id=", R"({"to_number":"2025550151","payload":"Hi","account_id":""})")
          .status,
      200);
  const ClientAnswer wrong = Get("/reports/call-data" + days + "abc", dan_);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("`account_id` must be a whole number."));
}

TEST_F(TeleTrackerData, CallBetweenTwoOutsideNumbersHasTwoLegs) {
  const ClientAnswer two =
      Post("/voice/call", R"({"caller":"2025550120","callee":"+442079460958"})");
  ASSERT_EQ(two.status, 200) << two.body;
  EXPECT_EQ(Result(two, "legs"),
            R"([{"leg":1,"number":"+12025550120","caller_id":"+12025550100"},)"
            R"({"leg":2,"number":"+442079460958","caller_id":"+12025550100"}])");
  const ClientAnswer one =
      Post("/voice/call", R"({"caller":"1805","callee":"2025550121","user_id":1805})");
  EXPECT_EQ(Result(one, "caller"), "\"+12025550118\"");
  EXPECT_EQ(Result(one, "legs"),
            R"([{"leg":1,"number":"+12025550121","caller_id":"+12025550118"}])");
  EXPECT_EQ(Result(Post("/voice/call", R"({"caller":"1805","callee":"600"})"), "legs"),
            R"([{"leg":1,"number":"600","caller_id":"+12025550100"}])");
}

TEST_F(TeleTrackerData, PlacedCallIsInTheCallData) {
  const ClientAnswer placed = Post("/voice/call", R"({"caller":"1805","callee":"2025550122"})");
  ASSERT_EQ(placed.status, 200);
  const std::string day = Result(placed, "timestamp").substr(1, 10);
  EXPECT_THAT(Get("/reports/call-data?start_date=" + day + "&end_date=" + day, dan_).body,
              HasSubstr("\"call_id\":" + Result(placed, "call_id") + ","));
}

TEST_F(TeleTrackerData, WrongCallsAreRefused) {
  const auto code = [](const std::string& body) { return Code(Post("/voice/call", body)); };
  EXPECT_EQ(code("{}"), "MISSING_FIELD");
  EXPECT_EQ(code(R"({"caller":"7777","callee":"2025550123"})"), "INVALID_PHONENUMBER") << "foreign";
  EXPECT_EQ(code(R"({"caller":"0000","callee":"2025550123"})"), "INVALID_PHONENUMBER");
  EXPECT_EQ(code(R"({"caller":"1805","callee":"601"})"), "INVALID_PHONENUMBER");
  EXPECT_EQ(code(R"({"caller":"1805","callee":"2025550123","user_id":77})"), "INVALID_USER");
  EXPECT_EQ(code(R"({"caller":"1805","callee":"2025550123","pin":"7777"})"), "INVALID_USER");
  EXPECT_EQ(code(R"({"caller":"1805","callee":"2025550123","status":"Answered"})"),
            "UNKNOWN_FIELD");
}

TEST_F(TeleTrackerData, SenderIsTheUserThenTheLineThenTheAccount) {
  const auto from = [](const std::string& more) {
    return Result(Post("/sms/send", R"({"to_number":"2025550130","payload":"Hello")" + more + "}"),
                  "from_number");
  };
  EXPECT_EQ(from(R"(,"user_id":1805,"from_number":"2025550101")"), "\"+12025550118\"");
  EXPECT_EQ(from(R"(,"pin":1805)"), "\"+12025550118\"");
  EXPECT_EQ(from(R"(,"from_number":"2025550101")"), "\"+12025550101\"");
  EXPECT_EQ(from(R"(,"from_number":"2025550109")"), "\"+12025550100\"") << "it is not active";
  EXPECT_EQ(from(R"(,"from_number":"2025550178")"), "\"+12025550100\"") << "it is foreign";
  EXPECT_EQ(from(""), "\"+12025550100\"");
  const ClientAnswer none = Post("/sms/send", R"({"to_number":"2025550130","payload":"Hello"})",
                                 LogIn("una", "under another roof"));
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(Code(none), "INVALID_FROM_NUMBER");
}

TEST_F(TeleTrackerData, MessageIsAnswered) {
  const ClientAnswer sent =
      Post("/sms/send", R"({"to_number":"2025550131","payload":"Two\nlines"})");
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(Result(sent, "to_number"), "\"+12025550131\"");
  EXPECT_EQ(Result(sent, "payload"), "\"Two\\nlines\"");
  EXPECT_EQ(Result(sent, "status"), "\"queued\"");
  EXPECT_EQ(Result(Post("/sms/send", R"({"to_number":"2025550131","payload":42})"), "payload"),
            "\"42\"");
}

TEST_F(TeleTrackerData, MmsIsMultipartOnly) {
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"to_number", "2025550132"}, {"payload", "Look"}, {"account_id", "28"}};
  const ClientAnswer sent =
      Upload("/mms/send", fields, Media("a.png", std::string("\x89PNG\0", 5)) + Media("b", "x"));
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(Result(sent, "media"), R"([{"name":"a.png","type":"image/png","size":5},)"
                                   R"({"name":"b","type":"image/png","size":1}])");
  EXPECT_EQ(Result(Upload("/mms/send", fields, ""), "media"), "[]");
  EXPECT_EQ(Post("/mms/send", R"({"to_number":"2025550132","payload":"Look"})").status, 415);
  std::string many;
  for (int i = 0; i < 11; ++i) many += Media("m", "x");
  EXPECT_EQ(Upload("/mms/send", fields, many).status, 400);
}

TEST_F(TeleTrackerData, WrongMessagesAreRefused) {
  const auto code = [](const std::string& body) { return Code(Post("/sms/send", body)); };
  EXPECT_EQ(code(R"({"to_number":"2025550133"})"), "MISSING_FIELD");
  EXPECT_EQ(code(R"({"to_number":"x","payload":"Hello"})"), "INVALID_PHONENUMBER");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":"Hello","from_number":"x"})"),
            "INVALID_PHONENUMBER");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":"Hello","user_id":77})"), "INVALID_USER");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":"Hello","user_id":1805,"pin":"9"})"),
            "INVALID_USER");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":"bell\u0007"})"), "INVALID_FIELD");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":")" + std::string(1601, 'x') + "\"}"),
            "INVALID_FIELD");
  EXPECT_EQ(code(R"({"to_number":"2025550133","payload":["x"]})"), "WRONG_TYPE");
}

TEST_F(TeleTrackerData, ViewOnlyReadsCallsAndSendsNothing) {
  const ClientHeaders vic = LogIn("vic", "views and nothing else");
  EXPECT_EQ(Get(kMay, vic).status, 200);
  for (const char* path : {"/voice/call", "/voice/rapidresponse", "/sms/send"}) {
    EXPECT_EQ(Post(path, "{}", vic).status, 403) << path;
  }
  EXPECT_EQ(Upload("/mms/send", {{"payload", "x"}}, "", vic).status, 403);
}

}  // namespace
}  // namespace bearward::app
