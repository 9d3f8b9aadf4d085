// The log of emails: what its statements read while it has many rows, and what they erase.
#include "store/emails.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/environments.h"
#include "store/plan_engine_fixture.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using model::Email;
using testing::kSampleTime;
using testing::Must;

const model::EnvironmentId kOne = {"env_1"};

// PlansOf returns the steps of the query plan of each statement that `run` runs.
std::map<std::string, std::set<std::string>> PlansOf(void (*run)(WriteTx& tx)) {
  PlanEngine engine;
  const EventChain chain;
  WriteTx tx(engine, chain, {});
  run(tx);
  return engine.plans();
}

// Finished emails are many, and those that wait are few.
TEST(EmailPlans, EmailsThatWaitAreFoundWithoutReadingTheOthers) {
  const auto plans = PlansOf([](WriteTx& tx) {
    (void)CountWaitingEmails(tx);
    (void)ListDueEmails(tx, kSampleTime, 20);
  });
  EXPECT_EQ(plans.size(), 2U);
  for (const auto& [sql, steps] : plans) {
    ASSERT_EQ(steps.size(), 1U) << sql;
    EXPECT_TRUE(steps.begin()->starts_with("SEARCH ")) << *steps.begin();
    EXPECT_TRUE(steps.begin()->contains(" emails_due ")) << *steps.begin();
  }
}

TEST(EmailPlans, AClaimAndItsEndChangeOneRowByItsId) {
  const auto plans = PlansOf([](WriteTx& tx) {
    Email email;
    email.id = "mail_1";
    email.environment = kOne;
    email.next_attempt_at = kSampleTime;
    (void)ClaimEmail(tx, email, kSampleTime);
    (void)ReleaseEmail(tx, email, kSampleTime);
    email.state = model::EmailState::kSent;
    (void)FinishEmail(tx, email);
  });
  EXPECT_EQ(plans.size(), 3U);
  for (const auto& [sql, steps] : plans) {
    EXPECT_EQ(steps, std::set<std::string>{"SEARCH emails USING PRIMARY KEY (id=?)"}) << sql;
  }
}

TEST(EmailPlans, AFilteredPageIsReadInTheOrderOfAnIndex) {
  const auto plans = PlansOf([](WriteTx& tx) {
    for (const auto& [field, value] :
         {std::pair("state", "failed"), std::pair("recipient", "ann@acme.example")}) {
      std::vector<Email> rows;
      PageQuery query;
      query.environment = kOne;
      query.filters = {{model::kEmailRecord.Find(field), {value}}};
      Must(Emails().List(tx, query, rows));
      query.after = "mail_1";
      Must(Emails().List(tx, query, rows));
    }
  });
  int pages = 0;
  for (const auto& [sql, steps] : plans) {
    if (!sql.contains(" ORDER BY ")) continue;
    ++pages;
    ASSERT_EQ(steps.size(), 1U) << sql << " sorts";
    EXPECT_TRUE(steps.begin()->contains("(environment_id=? AND state=?") ||
                steps.begin()->contains("(environment_id=? AND recipient=?"))
        << *steps.begin();
  }
  EXPECT_EQ(pages, 4);
}

class EmailsTest : public ::testing::Test {
 protected:
  EmailsTest() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
    }
    email_.id = "mail_1";
    email_.environment = kOne;
    email_.kind = "invitation";
    email_.recipient = "ann@acme.example";
    email_.next_attempt_at = email_.created_at = email_.updated_at = kSampleTime;
    email_.expires_at = kSampleTime + std::chrono::hours(1);
    email_.code_id = "code_1";
    email_.sealed = "sealed";
    Must(db_->Write([&](WriteTx& tx) { return Emails().Insert(tx, email_); }));
  }
  Email Now() {
    return Must(db_->Read([](ReadTx& tx) { return Emails().Find(tx, kOne, "mail_1"); })).value();
  }
  std::int64_t Waiting() { return db_.Read(CountWaitingEmails); }

  testing::MemoryStore db_;
  Email email_;
};

TEST_F(EmailsTest, TheWriteThatFinishesAnEmailErasesItsCode) {
  EXPECT_EQ(Waiting(), 1);
  email_.state = model::EmailState::kSent;
  email_.updated_at = kSampleTime + std::chrono::seconds(3);
  db_.Write(FinishEmail, email_);
  EXPECT_EQ(Now().state, model::EmailState::kSent);
  EXPECT_EQ(Now().finished_at, email_.updated_at);
  EXPECT_EQ(Now().sealed, std::nullopt);
  EXPECT_EQ(Now().code_id, std::nullopt);
  EXPECT_EQ(Waiting(), 0);
  EXPECT_FALSE(db_.Write(ClaimEmail, email_, kSampleTime)) << "it is not sent again";
}

TEST_F(EmailsTest, AFinishedEmailStaysAsItIs) {
  email_.state = model::EmailState::kSent;
  db_.Write(FinishEmail, email_);
  Email late = email_;
  late.state = model::EmailState::kFailed;
  late.last_error = "mail_refused";
  db_.Write(FinishEmail, late);
  db_.Write(ReleaseEmail, late, kSampleTime);
  EXPECT_EQ(Now().state, model::EmailState::kSent);
  EXPECT_EQ(Now().last_error, std::nullopt);
  EXPECT_EQ(Now().next_attempt_at, std::nullopt);
}

TEST_F(EmailsTest, AnEmailOfAnotherEnvironmentIsNeitherFoundNorFinished) {
  EXPECT_FALSE(Must(db_->Read([](ReadTx& tx) { return Emails().Find(tx, {"env_2"}, "mail_1"); })));
  email_.environment = {"env_2"};
  email_.state = model::EmailState::kSent;
  db_.Write(FinishEmail, email_);
  EXPECT_EQ(Now().state, model::EmailState::kWaiting);
}

}  // namespace
}  // namespace bearward::store
