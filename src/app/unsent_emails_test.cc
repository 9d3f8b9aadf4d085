// The list of the emails that wait, while nothing sends them.
#include <chrono>
#include <string>
#include <vector>

#include "app/email_code_fixture.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class UnsentEmails : public EmailCodeFixture {
 protected:
  // The delivery is not started, so that the emails stay.
  static void SetUpTestSuite() {
    spool_ = new testing::TempDir();
    Config config;
    config.mail.spool = spool_->path();
    Start(config);
  }
  static void TearDownTestSuite() {
    EmailCodeFixture::TearDownTestSuite();
    delete spool_;
  }
  // Invite puts an email into the outbox.
  static void Invite(const std::string& email) {
    const ClientAnswer made = Json(Method::kPost, "/user_management/invitations",
                                   R"({"email":")" + email + "\"}", Bearer(kProductionKey));
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
  // Fail stores the reason of a failure, as the delivery does.
  static void Fail(const std::string& id, const std::string& reason) {
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
      BW_TRY_ASSIGN(auto row, store::FindOutboxRow(tx, production->id, id));
      row->last_error = reason;
      return store::ReleaseOutboxRow(tx, *row, row->next_at);
    }));
  }

  static inline testing::TempDir* spool_ = nullptr;
  static inline std::string token_;
};

using Texts = std::vector<std::string>;

TEST_F(UnsentEmails, AnAdministratorListsThemInPagesAndSeesNoLink) {
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

TEST_F(UnsentEmails, OneIsReadByItsIdWithTheReasonOfItsLastFailureAndWithoutItsLink) {
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
  EXPECT_EQ(List("/mail_unknown").status, 404);
}

TEST_F(UnsentEmails, OnlyTheEnvironmentReadsItsOwn) {
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
