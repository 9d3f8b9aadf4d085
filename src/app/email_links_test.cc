// The links in emails and in the answers that describe them.
#include "app/email_code_fixture.h"
#include "mail/outbox.h"
#include "store/outbox.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class EmailLinks : public EmailCodeFixture {
 protected:
  // No server listens on this port, so the emails stay in the outbox.
  static void SetUpTestSuite() {
    Config config;
    config.mail.smtp = "127.0.0.1:1";
    config.mail.from = "no-reply@door.example";
    Start(config);
  }

  // Waiting returns the texts of the emails in the outbox.
  static std::vector<std::string> Waiting() {
    const mail::Outbox outbox(*ring_, *entropy_, {}, true);
    std::vector<std::string> texts;
    for (const store::OutboxRow& row : testing::Must(core_->store().Read([](store::ReadTx& tx) {
           return store::ListDueOutboxRows(tx, clock_->Now() + std::chrono::hours(99), 100);
         }))) {
      const mail::Message message = testing::Must(outbox.Open(row));
      texts.push_back(std::string(message.text.Reveal()) + std::string(message.html.Reveal()));
    }
    return texts;
  }
};

// Incident class F1. The fields of a request name no host of a link.
TEST_F(EmailLinks, AForgedHostIsInNoLink) {
  const std::string base = "/user_management/";
  const ClientHeaders headers = {{"Authorization", std::string("Bearer ") + kProductionKey},
                                 {"Host", "evil.example"},
                                 {"X-Forwarded-Host", "evil.example"},
                                 {"Forwarded", "host=evil.example;proto=https"}};
  const auto post = [&](const std::string& path, const std::string& email) {
    const ClientAnswer made =
        Json(Method::kPost, base + path, R"({"email":")" + email + "\"}", headers);
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  };
  post("users", "l1@link.example");
  EXPECT_THAT(Text(post("password_reset", "l1@link.example"), "password_reset_url"),
              StartsWith(core_->issuer() + "/reset-password?token="));
  EXPECT_THAT(Text(post("invitations", "l2@link.example"), "accept_invitation_url"),
              StartsWith(core_->issuer() + "/invite?invitation_token="));
  EXPECT_THAT(Waiting(), AllOf(SizeIs(2), Each(HasSubstr(core_->issuer() + "/")),
                               Each(Not(HasSubstr("evil.example")))));
}

}  // namespace
}  // namespace bearward::app
