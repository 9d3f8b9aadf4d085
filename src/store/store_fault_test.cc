// Makes every database call of a write fail once. After each failure no part of the write may
// remain.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "store/environments.h"
#include "store/events.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/store.h"
#include "store/users.h"
#include "testing/faulty_engine.h"
#include "testing/must.h"
#include "testing/sample_rows.h"
#include "testing/store_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::Must;

const model::EnvironmentId kOne = {"env_1"};

// SignUp creates a user and a session, and so writes six tables in one transaction.
base::Status SignUp(WriteTx& tx) {
  BW_TRY(InsertOrganization(tx, testing::SampleOrganization("env_1", 1)));
  BW_TRY(InsertUser(tx, testing::SampleUser("env_1", 1)));
  BW_TRY(PutMembership(tx, {.environment = kOne,
                            .id = {"om_1"},
                            .user = {"user_1"},
                            .organization = {"org_1"},
                            .position = 0,
                            .roles = {}}));
  BW_TRY(InsertSession(tx, testing::SampleSession("env_1", 1)));
  BW_TRY(InsertToken(tx, testing::SampleToken("env_1", 1, 1)));
  return tx.Append(testing::SampleEvent("env_1", "user_1"));
}

// Traces returns one word for each row of SignUp that exists.
base::Result<std::vector<std::string>> Traces(ReadTx& tx) {
  std::vector<std::string> traces;
  BW_TRY_ASSIGN(const auto organization, FindOrganization(tx, kOne, {"org_1"}));
  if (organization) traces.push_back("organization");
  BW_TRY_ASSIGN(const auto user, FindUser(tx, kOne, {"user_1"}));
  if (user) traces.push_back("user");
  BW_TRY_ASSIGN(const auto memberships, ListMemberships(tx, kOne, {"user_1"}));
  if (!memberships.empty()) traces.push_back("membership");
  BW_TRY_ASSIGN(const auto session, FindSession(tx, kOne, {"session_1"}));
  if (session) traces.push_back("session");
  BW_TRY_ASSIGN(const auto token, FindTokenByHash(tx, testing::SampleDigest(1)));
  if (token) traces.push_back("token");
  BW_TRY_ASSIGN(const auto last, LastEventNumber(tx));
  if (last > 0) traces.push_back("event");
  return traces;
}

class StoreFault : public ::testing::TestWithParam<testing::StoreRow> {
 protected:
  StoreFault() {
    Must(store_->Write(
        [](WriteTx& tx) { return InsertEnvironment(tx, testing::SampleEnvironment("env_1")); }));
    store_->OnCommit([this](std::span<const model::Event> events) { heard_ += events.size(); });
  }
  testing::TempDir folder_;
  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  std::unique_ptr<Store> store_ =
      Must(Store::Open(testing::WithFaults(GetParam().make(folder_), plan_)));
  std::size_t heard_ = 0;
};

TEST_P(StoreFault, AFailingCallOfAWriteLeavesNothingAndIsUnavailable) {
  base::Status status;
  const int faults = testing::ForEveryFault(
      *plan_, [&] { status = store_->Write(SignUp); },
      [&](int n) {
        EXPECT_EQ(testing::CodeOf(status), base::Code::kUnavailable) << "call " << n;
        EXPECT_EQ(Must(store_->Read(Traces)), std::vector<std::string>{}) << "call " << n;
        EXPECT_EQ(heard_, 0u) << "call " << n;
      });
  EXPECT_GE(faults, 10);
  Must(status);
  EXPECT_EQ(Must(store_->Read(Traces)).size(), 6u);
  EXPECT_EQ(heard_, 1u);
}

TEST_P(StoreFault, AWriteIsRetriedAfterARetryableFailure) {
  plan_->FailCall(9, 1, true);
  Must(store_->Write(SignUp));
  EXPECT_TRUE(plan_->fired());
  EXPECT_EQ(Must(store_->Read(Traces)).size(), 6u);
  EXPECT_EQ(heard_, 1u);
}

TEST_P(StoreFault, AFailingCallOfAReadIsUnavailable) {
  Must(store_->Write(SignUp));
  base::Result<std::vector<std::string>> traces;
  const int faults = testing::ForEveryFault(
      *plan_, [&] { traces = store_->Read(Traces); },
      [&](int n) { EXPECT_EQ(testing::CodeOf(traces), base::Code::kUnavailable) << "call " << n; });
  EXPECT_EQ(faults, 7);
  EXPECT_EQ(Must(traces).size(), 6u);
}

// One engine suffices, because the steps of a start belong to the store. On PostgreSQL each of the
// several hundred starts would migrate for a tenth of a second.
TEST(StoreOpenFault, AFailingCallOfOpenIsUnavailableAndOpeningAgainWorks) {
  const testing::TempDir folder;
  const auto plan = std::make_shared<testing::FaultPlan>();
  const auto source = testing::WithFaults(SqliteFile(folder.File("new.db"), 1), plan);
  base::Status opened;
  const int faults = testing::ForEveryFault(
      *plan,
      [&] {
        auto store = Store::Open(source);
        opened = store ? base::Status() : base::Fail(store.error());
      },
      [&](int n) { EXPECT_EQ(testing::CodeOf(opened), base::Code::kUnavailable) << "call " << n; });
  EXPECT_GT(faults, 20);
  Must(opened);
}

TEST_P(StoreFault, PingReportsTheFailure) {
  plan_->FailCall(1, 1000);
  EXPECT_EQ(testing::CodeOf(store_->Ping()), base::Code::kUnavailable);
  plan_->Heal();
  Must(store_->Ping());
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreFault, ::testing::ValuesIn(testing::kStoreRows),
                         testing::StoreRowName);

}  // namespace
}  // namespace bearward::store
