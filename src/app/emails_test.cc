// The log of emails. Nothing sends them here: a test stores what the delivery would.
#include <chrono>
#include <string>
#include <vector>

#include "app/email_code_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class EmailLog : public EmailCodeFixture {
 protected:
  // The delivery is not started, so that the emails stay.
  static void SetUpTestSuite() { StartWithSpool(); }
  static void TearDownTestSuite() { EndWithSpool(); }
  // Invite puts an email into the outbox. `more` are further members of the request.
  static void Invite(const std::string& email, const std::string& more = "") {
    const ClientAnswer made =
        Json(Method::kPost, "/user_management/invitations",
             R"({"email":")" + email + "\"" + more + "}", Bearer(kProductionKey));
    ASSERT_EQ(made.status, 201) << made.body;
    token_ = Text(made, "token");
    clock_->Advance(std::chrono::milliseconds(1));
  }
  static std::vector<std::string> Recipients(const ClientAnswer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<std::string> all;
    const json::Value list = Value(answer);
    for (const json::Value& row : *list.Find("data")->AsArray()) {
      all.push_back(*row.Find("recipient")->AsString());
    }
    return all;
  }
  static ClientAnswer List(const std::string& query) {
    return Get("/v1/emails" + query, Bearer(kProductionKey));
  }

  static std::string NewestId() {
    const json::Value list = Value(List("?limit=1"));
    return *list.Find("data")->AsArray()->front().Find("id")->AsString();
  }
  // Fail stores the reason of a failure, and Finish the end of an email, as the delivery does.
  static void Fail(const std::string& id, const std::string& reason) {
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
      BW_TRY_ASSIGN(auto row, store::Emails().Find(tx, production->id, id));
      row->last_error = reason;
      return store::ReleaseEmail(tx, *row, *row->next_attempt_at);
    }));
  }
  static void Finish(const std::string& id, model::EmailState state) {
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
      BW_TRY_ASSIGN(auto row, store::Emails().Find(tx, production->id, id));
      row->state = state;
      row->updated_at = clock_->Now();
      return store::FinishEmail(tx, *row);
    }));
  }

  static inline std::string token_;
};

using Texts = std::vector<std::string>;

TEST_F(EmailLog, AnAdministratorListsThemInPagesAndSeesNoLink) {
  for (const char* name : {"one", "two", "three"}) Invite(std::string(name) + "@mail.example");
  EXPECT_EQ(Recipients(List("")),
            (Texts{"three@mail.example", "two@mail.example", "one@mail.example"}));
  EXPECT_EQ(Recipients(List("?order=asc&limit=1")), Texts{"one@mail.example"});
  const ClientAnswer first = List("?limit=2");
  EXPECT_EQ(Recipients(first), (Texts{"three@mail.example", "two@mail.example"}));
  const json::Value page = Value(first);
  const std::string after = *page.Find("list_metadata")->Find("after")->AsString();
  const ClientAnswer second = List("?limit=2&after=" + after);
  EXPECT_EQ(Recipients(second), Texts{"one@mail.example"});
  EXPECT_THAT(first.body, HasSubstr(R"("kind":"invitation")"));
  EXPECT_THAT(first.body, HasSubstr(R"("attempts":0)"));
  for (const std::string& hidden : {token_, std::string("sealed"), std::string("code_id")}) {
    EXPECT_THAT(List("").body, Not(HasSubstr(hidden)));
  }
}

TEST_F(EmailLog, OneIsReadByItsIdWithTheReasonOfItsLastFailureAndWithoutItsLink) {
  Invite("read@mail.example");
  const std::string id = NewestId();
  const ClientAnswer fresh = List("/" + id);
  ASSERT_EQ(fresh.status, 200) << fresh.body;
  EXPECT_EQ(Text(fresh, "recipient"), "read@mail.example");
  EXPECT_THAT(fresh.body, HasSubstr(R"("last_error":null)"));
  Fail(id, "mail_server: Login denied; reply 535");
  const ClientAnswer failed = List("/" + id);
  EXPECT_EQ(Text(failed, "last_error"), "mail_server: Login denied; reply 535");
  EXPECT_THAT(failed.body, Not(HasSubstr(token_)));
  const ClientAnswer unknown = List("/mail_unknown");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("email_not_found"));
}

TEST_F(EmailLog, ASentOneStaysWithItsStateAndTimeAndWithoutANextAttempt) {
  Invite("sent@mail.example", R"(,"organization_id":")" + std::string(kAcme) + "\"");
  const std::string id = NewestId();
  EXPECT_EQ(Text(List("/" + id), "state"), "waiting");
  Finish(id, model::EmailState::kSent);
  const ClientAnswer sent = List("/" + id);
  EXPECT_EQ(Text(sent, "state"), "sent");
  EXPECT_EQ(Text(sent, "organization_id"), kAcme);
  EXPECT_EQ(Text(sent, "finished_at"), base::FormatIsoMillis(clock_->Now()));
  EXPECT_THAT(sent.body, HasSubstr(R"("user_id":null)"));
  EXPECT_THAT(sent.body, HasSubstr(R"("next_attempt_at":null)"));
  EXPECT_THAT(sent.body, Not(HasSubstr(token_)));
}

TEST_F(EmailLog, AnEmailToAUserNamesTheUser) {
  const ClientAnswer made = Json(Method::kPost, "/user_management/magic_auth",
                                 R"({"email":"ann@acme.example"})", Bearer(kProductionKey));
  ASSERT_EQ(made.status, 201) << made.body;
  const ClientAnswer logged = List("/" + NewestId());
  EXPECT_EQ(Text(logged, "kind"), "magic_auth");
  EXPECT_EQ(Text(logged, "user_id"), Text(made, "user_id"));
  EXPECT_THAT(logged.body, Not(HasSubstr("\"" + Text(made, "code") + "\"")));
}

TEST_F(EmailLog, TheListIsFilteredByStateAndByRecipientInPages) {
  std::vector<std::string> ids;
  for (const char* name : {"f1", "f2", "f3"}) {
    Invite(std::string(name) + "@filter.example");
    ids.push_back(NewestId());
  }
  Finish(ids[0], model::EmailState::kFailed);
  Finish(ids[2], model::EmailState::kFailed);
  EXPECT_EQ(Recipients(List("?state=failed")), (Texts{"f3@filter.example", "f1@filter.example"}));
  const ClientAnswer first = List("?state=failed&limit=1");
  EXPECT_EQ(Recipients(first), Texts{"f3@filter.example"});
  const json::Value page = Value(first);
  const std::string after = *page.Find("list_metadata")->Find("after")->AsString();
  EXPECT_EQ(Recipients(List("?state=failed&limit=1&after=" + after)), Texts{"f1@filter.example"});
  EXPECT_EQ(Recipients(List("?recipient=f2%40filter.example")), Texts{"f2@filter.example"});
  EXPECT_EQ(Recipients(List("?recipient=f2%40filter.example&state=failed")), Texts{});
  EXPECT_EQ(Recipients(List("?recipient=f2")), Texts{}) << "the whole address";
  const ClientAnswer refused = List("?state=lost");
  EXPECT_EQ(refused.status, 400) << "no email can have this state";
  EXPECT_THAT(refused.body, HasSubstr("`state` must be one of `"));
}

TEST_F(EmailLog, OnlyTheEnvironmentReadsItsOwn) {
  Invite("own@mail.example");
  EXPECT_EQ(Get("/v1/emails/" + NewestId(), Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Get("/v1/emails/" + NewestId(), {{"X-Api-Key", kAnnKey}}).status, 403);
  EXPECT_EQ(Recipients(Get("/v1/emails", Bearer(kSandboxKey))), Texts{});
  EXPECT_EQ(Get("/v1/emails", {{"X-Api-Key", kAnnKey}}).status, 403);
  EXPECT_EQ(List("?limit=0").status, 400);
  EXPECT_EQ(List("?kind=invitation").status, 400);
}

}  // namespace
}  // namespace bearward::app
