// The outbox and the delivery of its emails.
#include "mail/delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

#include "base/words.h"
#include "mail/codes.h"
#include "mail/spool_mailer.h"
#include "store/emails.h"
#include "testing/cast.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::mail {
namespace {

using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;
using ::testing::SizeIs;

// FakeMailer returns prepared results and keeps the messages.
class FakeMailer final : public Mailer {
 public:
  base::Status Send(const Message& message, const Envelope& /*envelope*/) override {
    texts.push_back(message.to + " " + std::string(message.text.Reveal()));
    if (while_sending) while_sending();
    return result;
  }
  std::function<void()> while_sending;
  std::vector<std::string> texts;
  base::Status result = {};
};

class DeliveryTest : public ::testing::Test {
 protected:
  // Add stores an email with a new code, which is then `code_`.
  void Add(const std::string& to = "ann@example.com") {
    Post(outbox_, Letter::kMagicAuth, model::EmailCodeKind::kMagicAuth, to);
  }
  void Post(const Outbox& outbox, Letter letter, model::EmailCodeKind kind, const std::string& to) {
    const base::Time now = world().clock.Now();
    const NewCode code = Must(MakeCode(kind, now, world().ring, world().entropy));
    code_ = code.text.Reveal();
    Must(world().store->Write([&](store::WriteTx& tx) {
      return outbox.Add(tx,
                        {.environment = cast_.production,
                         .letter = letter,
                         .to = to,
                         .code_id = code.row.id,
                         .sealed = code.row.sealed,
                         .expires_at = now + std::chrono::minutes(10)},
                        now);
    }));
  }
  // Rows returns the emails that wait.
  std::vector<model::Email> Rows() {
    return Must(world().store->Read([&](store::ReadTx& tx) {
      return store::ListDueEmails(tx, world().clock.Now() + std::chrono::hours(99), 100);
    }));
  }
  // Logged returns the newest email of the log, and Contents the texts of all its rows.
  model::Email Logged() {
    std::vector<model::Email> rows;
    store::PageQuery query;
    query.environment = cast_.production;
    query.limit = 1;
    Must(world().store->Read(
        [&](store::ReadTx& tx) { return store::Emails().List(tx, query, rows); }));
    return rows.at(0);
  }
  std::string Contents() {
    std::string texts;
    const auto rows = Must(world().store->Read(
        [](store::ReadTx& tx) { return store::Emails().ListAllEnvironments(tx); }));
    for (const model::Email& row : rows) {
      for (const model::Field& field : model::kEmailFields) {
        const model::Cell cell = field.get(&row);
        const auto* const text = std::get_if<std::string>(&cell);
        texts += row.id + "." + std::string(field.name) + "=" + (text ? *text : "") + "\n";
      }
    }
    return texts;
  }
  testing::TestServer& world() { return cast_.world; }

  testing::Cast cast_;
  observe::Logger log_{cast_.world.clock, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
  std::string lines_;
  std::string code_;
  observe::Registry metrics_;
  Outbox outbox_{cast_.world.ring, cast_.world.entropy, {}, true};
  FakeMailer* mailer_ = new FakeMailer;
  Delivery delivery_{{*cast_.world.store, outbox_, cast_.world.clock, log_, metrics_},
                     std::unique_ptr<Mailer>(mailer_),
                     "no-reply@example.com"};
};

TEST_F(DeliveryTest, ADeliveredEmailWaitsNoMoreAndIsNotSentAgain) {
  Add();
  ASSERT_THAT(Rows(), SizeIs(1));
  EXPECT_THAT(Rows().front().sealed.value(), Not(HasSubstr(code_)));
  Must(delivery_.SendDue());
  ASSERT_THAT(mailer_->texts, SizeIs(1));
  EXPECT_THAT(mailer_->texts.front(), HasSubstr(code_));
  EXPECT_THAT(Rows(), SizeIs(0));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(1));
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_emails_total{outcome=\"delivered\"} 1\n"));
}

TEST_F(DeliveryTest, AFailedEmailIsRetriedLaterEachTime) {
  Add();
  mailer_->result = base::Fail(base::Unavailable("mail_server", "connection refused"));
  Must(delivery_.SendDue());
  ASSERT_THAT(Rows(), SizeIs(1));
  EXPECT_EQ(Rows().front().attempts, 1);
  EXPECT_EQ(Rows().front().last_error, "mail_server: connection refused");
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(1)) << "not before 5 s";
  world().clock.Advance(std::chrono::seconds(5));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(2));
  world().clock.Advance(std::chrono::seconds(9));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(2)) << "not before 10 s";
  world().clock.Advance(std::chrono::seconds(1));
  mailer_->result = {};
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(3));
  EXPECT_THAT(Rows(), SizeIs(0));
  EXPECT_THAT(lines_, HasSubstr("connection refused"));
  EXPECT_THAT(lines_, Not(HasSubstr(code_)));
  EXPECT_THAT(lines_, Not(HasSubstr("ann@example.com")));
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_emails_total{outcome=\"failed\"} 2\n"));
}

TEST_F(DeliveryTest, TheDetailOfAFailureOnThisMachineIsOnlyInTheLog) {
  Add();
  mailer_->result = base::Fail(base::Unavailable("mail_spool", "/var/spool: Permission denied."));
  Must(delivery_.SendDue());
  ASSERT_THAT(Rows(), SizeIs(1));
  EXPECT_EQ(Rows().front().last_error, "mail_spool");
  EXPECT_THAT(lines_, HasSubstr("Permission denied"));
}

TEST_F(DeliveryTest, ARefusedEmailIsGivenUpWithTheReply) {
  Add();
  base::Error refused = base::Invalid(std::string(kMailRefused), "refused");
  refused.detail = "Quote command returned error; reply 550";
  mailer_->result = base::Fail(refused);
  Must(delivery_.SendDue());
  EXPECT_THAT(Rows(), SizeIs(0));
  const model::Email logged = Logged();
  EXPECT_EQ(logged.state, model::EmailState::kFailed);
  EXPECT_EQ(logged.attempts, 1);
  EXPECT_EQ(logged.last_error, "mail_refused: Quote command returned error; reply 550");
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_emails_total{outcome=\"dropped\"} 1\n"));
}

TEST_F(DeliveryTest, AnExpiredEmailIsGivenUpAndNotSent) {
  Add();
  world().clock.Advance(std::chrono::minutes(10));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(0));
  EXPECT_THAT(Rows(), SizeIs(0));
  EXPECT_THAT(lines_, HasSubstr("mail_expired"));
  EXPECT_EQ(Logged().state, model::EmailState::kFailed);
  EXPECT_EQ(Logged().last_error, "mail_expired");
  EXPECT_EQ(Logged().attempts, 0) << "sending it was not tried";
}

TEST_F(DeliveryTest, AnEmailThatExpiresAfterFailuresKeepsTheirReason) {
  Add();
  mailer_->result = base::Fail(base::Unavailable("mail_server", "connection refused"));
  Must(delivery_.SendDue());
  world().clock.Advance(std::chrono::minutes(10));
  Must(delivery_.SendDue());
  EXPECT_EQ(Logged().state, model::EmailState::kFailed);
  EXPECT_EQ(Logged().last_error, "mail_server: connection refused");
  EXPECT_EQ(Logged().attempts, 1);
}

TEST_F(DeliveryTest, ASentEmailStaysInTheLogWithItsTimesAndWithoutAnEarlierFailure) {
  Add();
  const base::Time created = world().clock.Now();
  mailer_->result = base::Fail(base::Unavailable("mail_server", "connection refused"));
  Must(delivery_.SendDue());
  EXPECT_EQ(Logged().state, model::EmailState::kWaiting);
  world().clock.Advance(std::chrono::seconds(5));
  mailer_->result = {};
  Must(delivery_.SendDue());
  const model::Email logged = Logged();
  EXPECT_EQ(logged.state, model::EmailState::kSent);
  EXPECT_EQ(logged.recipient, "ann@example.com");
  EXPECT_EQ(logged.attempts, 2);
  EXPECT_EQ(logged.last_error, std::nullopt);
  EXPECT_EQ(logged.created_at, created);
  EXPECT_EQ(logged.finished_at, created + std::chrono::seconds(5));
  EXPECT_EQ(logged.next_attempt_at, std::nullopt);
}

// Incident class H1. A copy of the database that is made after the delivery has no code of the
// email, not even one that only the master key opens.
TEST_F(DeliveryTest, TheCodeOfAnEmailIsErasedWithTheWriteThatFinishesIt) {
  const base::Status refused = base::Fail(base::Invalid(std::string(kMailRefused), "refused"));
  for (const base::Status& result : {base::Status(), refused}) {
    Add();
    const model::Email waiting = Rows().front();
    ASSERT_THAT(Contents(), HasSubstr(*waiting.sealed));
    mailer_->result = result;
    Must(delivery_.SendDue());
    EXPECT_THAT(Contents(), Not(HasSubstr(*waiting.sealed)));
    EXPECT_THAT(Contents(), Not(HasSubstr(*waiting.code_id)));
    EXPECT_THAT(Contents(), HasSubstr(waiting.id));
  }
}

TEST_F(DeliveryTest, ARetryIsDueAtTheExpiryAtTheLatest) {
  Add();
  world().clock.Advance(std::chrono::minutes(10) - std::chrono::seconds(1));
  mailer_->result = base::Fail(base::Unavailable("mail_server", "connection refused"));
  Must(delivery_.SendDue());
  ASSERT_THAT(Rows(), SizeIs(1));
  EXPECT_EQ(Rows().front().next_attempt_at, Rows().front().expires_at);
}

TEST_F(DeliveryTest, TheMetricsCountTheEmailsThatWait) {
  for (int i = 0; i < 3; ++i) Add();
  mailer_->result = base::Fail(base::Unavailable("mail_server", "connection refused"));
  Must(delivery_.SendDue());
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_emails_waiting 3\n"));
  mailer_->result = {};
  world().clock.Advance(std::chrono::seconds(5));
  Must(delivery_.SendDue());
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_emails_waiting 0\n"));
}

TEST_F(DeliveryTest, AFullBatchMeansThatMoreMayBeDue) {
  for (int i = 0; i < 21; ++i) Add();
  EXPECT_TRUE(Must(delivery_.SendDue()));
  EXPECT_THAT(mailer_->texts, SizeIs(20));
  EXPECT_FALSE(Must(delivery_.SendDue()));
  EXPECT_THAT(mailer_->texts, SizeIs(21));
}

// A claim once lasted 5 s, and a sending may take 20 s.
TEST_F(DeliveryTest, NoOtherNodeSendsAnEmailThatIsBeingSent) {
  Add();
  auto* const others_mailer = new FakeMailer;
  observe::Registry others_metrics;
  Delivery other({*world().store, outbox_, world().clock, log_, others_metrics},
                 std::unique_ptr<Mailer>(others_mailer), "no-reply@example.com");
  mailer_->while_sending = [&] {
    world().clock.Advance(kSendLimit);
    Must(other.SendDue());
  };
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(1));
  EXPECT_THAT(others_mailer->texts, SizeIs(0));
  EXPECT_THAT(Rows(), SizeIs(0));
}

TEST_F(DeliveryTest, AnEmailOfANodeThatEndedWhileSendingIsSentByAnother) {
  Add();
  const model::Email row = Rows().front();
  Must(world().store->Write([&](store::WriteTx& tx) {
    return store::ClaimEmail(tx, row, *row.next_attempt_at + std::chrono::seconds(60));
  }));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(0));
  world().clock.Advance(std::chrono::seconds(60));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(1));
}

// Its own claim has ended, so the release must not end that of another node.
TEST_F(DeliveryTest, AReleaseDoesNotEndTheClaimOfAnotherNode) {
  Add();
  model::Email row = Rows().front();
  const base::Time others = *row.next_attempt_at + std::chrono::seconds(60);
  Must(
      world().store->Write([&](store::WriteTx& tx) { return store::ClaimEmail(tx, row, others); }));
  Must(world().store->Write([&](store::WriteTx& tx) {
    return store::ReleaseEmail(tx, row, *row.next_attempt_at + std::chrono::seconds(5));
  }));
  EXPECT_EQ(Rows().front().next_attempt_at, others);
}

TEST_F(DeliveryTest, AnotherNodeThatReadTheSameRowDoesNotSendIt) {
  Add();
  const model::Email row = Rows().front();
  const auto claim = [&](store::WriteTx& tx) {
    return store::ClaimEmail(tx, row, *row.next_attempt_at + std::chrono::seconds(5));
  };
  EXPECT_TRUE(Must(world().store->Write(claim)));
  EXPECT_FALSE(Must(world().store->Write(claim)));
}

TEST_F(DeliveryTest, WithoutMailAndForAnUnmailableAddressNothingIsStored) {
  Add("a,b@example.com");
  EXPECT_THAT(Rows(), SizeIs(0));
  Post(Outbox(world().ring, world().entropy, {}, false), Letter::kMagicAuth,
       model::EmailCodeKind::kMagicAuth, "ann@example.com");
  EXPECT_THAT(Rows(), SizeIs(0));
}

TEST_F(DeliveryTest, ATokenIsSentInTheLinkOfItsLetter) {
  const Outbox outbox(world().ring, world().entropy,
                      {.invitation = {"https://app.example/join"},
                       .password_reset = {"https://app.example/reset?lang=en"}},
                      true);
  const auto sent = [&](Letter letter) {
    Post(outbox, letter, model::EmailCodeKind::kPasswordReset, "ann@example.com");
    const model::Email row = Rows().back();
    EXPECT_EQ(row.kind, base::Word(letter));
    Must(world().store->Write([&](store::WriteTx& tx) { return store::Emails().Delete(tx, row); }));
    return std::string(Must(outbox.Open(row)).text.Reveal());
  };
  const std::string invitation = sent(Letter::kInvitation);
  EXPECT_THAT(invitation,
              HasSubstr("\r\nhttps://app.example/join?invitation_token=" + code_ + "\r\n"));
  const std::string reset = sent(Letter::kPasswordReset);
  EXPECT_THAT(reset, HasSubstr("\r\nhttps://app.example/reset?lang=en&token=" + code_ + "\r\n"));
}

TEST_F(DeliveryTest, ADamagedRowIsDropped) {
  Add();
  model::Email other_code = Rows().front();
  other_code.id = "mail_1";
  other_code.code_id = "magic_auth_other";
  model::Email other_letter = Rows().front();
  other_letter.id = "mail_2";
  other_letter.kind = "postcard";
  Must(world().store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::Emails().Insert(tx, other_code));
    return store::Emails().Insert(tx, other_letter);
  }));
  Must(delivery_.SendDue());
  EXPECT_THAT(mailer_->texts, SizeIs(1)) << "a sealed code is bound to its row";
  EXPECT_THAT(Rows(), SizeIs(0));
}

TEST(SpoolMailer, WritesACompleteFileForItsOwnerOnly) {
  const testing::TempDir folder;
  SpoolMailer mailer(folder.path());
  Must(mailer.Send(Compose(Letter::kMagicAuth, "ann@example.com", base::Secret("271828")),
                   {"no-reply@example.com", "mail_1", base::FromMillis(0)}));
  const std::filesystem::path file = std::filesystem::path(folder.path()) / "mail_1.eml";
  std::ifstream stream(file);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  EXPECT_THAT(text, HasSubstr("271828"));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(SpoolMailer, AFailureNamesItsReasonAndLeavesNoPartialFile) {
  const testing::TempDir folder;
  ASSERT_TRUE(std::filesystem::create_directory(folder.File("mail_1.eml")));
  SpoolMailer mailer(folder.path());
  const base::Status sent =
      mailer.Send(Compose(Letter::kMagicAuth, "ann@example.com", base::Secret("271828")),
                  {"no-reply@example.com", "mail_1", base::FromMillis(0)});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, base::Code::kUnavailable);
  EXPECT_THAT(sent.error().detail, HasSubstr("Is a directory"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(SpoolMailer, AMissingFolderIsUnavailable) {
  const testing::TempDir folder;
  SpoolMailer mailer(std::string(folder.path()) + "/none");
  const base::Status sent =
      mailer.Send(Compose(Letter::kMagicAuth, "ann@example.com", base::Secret("271828")),
                  {"no-reply@example.com", "mail_1", base::FromMillis(0)});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::mail
