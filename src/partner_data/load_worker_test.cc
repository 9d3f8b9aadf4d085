#include "partner_data/load_worker.h"

#include <gtest/gtest.h>

#include <string>

#include "partner_data/loads.h"
#include "store/applications.h"
#include "store/events.h"
#include "store/objects.h"
#include "store/partner_results.h"
#include "store/waiting_rows.h"
#include "testing/cast.h"

namespace bearward::partner_data {
namespace {

using testing::Must;
using enum model::Operation;

constexpr int kRows = 2'010;  // more than a request applies, and 21 pieces

class LoadWorkerTest : public ::testing::Test {
 protected:
  LoadWorkerTest() {
    Grant({{"*", kRead}, {"*", kWrite}});
    model::Object integration;
    integration.environment = cast_.production;
    integration.id = {"integration_1"};
    integration.kind = "integration";
    integration.number = 1;
    integration.name = "CRM";
    integration.owner = cast_.acme;
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::PutObject(tx, integration));
      return store::ReplaceMembers(tx, integration.environment, integration.id,
                                   {{.environment = integration.environment,
                                     .object = integration.id,
                                     .organization = integration.owner,
                                     .user = {},
                                     .level = model::AccessLevel::kOwner}});
    }));
    const model::Caller exporter = cast_.As(cast_.exporter);
    load_ = Must(loads_.Load(exporter, "integration_1", {.text = File()})).execution;
  }
  void Grant(std::vector<model::AccessGrant> grants) {
    const model::AccessProfile profile{"ObjectRead", std::move(grants)};
    Must(cast_.world.store->Write([&](store::WriteTx& tx) {
      return store::PutAccessProfile(tx, cast_.production, profile);
    }));
  }
  static std::string File() {
    std::string text = "opportunity_id,stage\n";
    for (int i = 0; i < kRows; ++i) text += "K" + std::to_string(i) + ",won\n";
    return text;
  }
  LoadWorker Worker() {
    return LoadWorker({*cast_.world.store, cast_.world.clock, cast_.world.entropy});
  }
  LoadResult Result() {
    const auto row = Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::FindPartnerResult(
          tx, {cast_.production, cast_.acme, model::PartnerResultKind::kLoad}, load_);
    }));
    return ResultOf(*row, 10);
  }
  std::int64_t Objects() {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::CountObjects(tx, cast_.production, cast_.acme, "opportunity");
    }));
  }
  bool HasWaiting() {
    return Must(cast_.world.store->Read(store::FindNextWaitingRows)).has_value();
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  Loads loads_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  std::string load_;
};

TEST_F(LoadWorkerTest, EachRowIsAppliedOnce) {
  EXPECT_TRUE(Result().running);
  EXPECT_EQ(Objects(), 0);
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const LoadResult result = Result();
  EXPECT_FALSE(result.running);
  EXPECT_EQ(result.input, kRows);
  EXPECT_EQ(result.loaded, kRows);
  EXPECT_EQ(result.errors + result.skipped, 0);
  EXPECT_EQ(Objects(), kRows);
  EXPECT_FALSE(HasWaiting());
}

// The next worker is that of a process that was started after another one was killed.
TEST_F(LoadWorkerTest, AnotherWorkerContinuesWithTheFirstRowThatIsNotApplied) {
  LoadWorker first = Worker();
  faulty_.plan->FailCall(5'000);
  const base::Status failed = first.RunDue();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, base::Code::kUnavailable);
  faulty_.plan->Heal();
  const LoadResult half = Result();
  EXPECT_TRUE(half.running);
  EXPECT_GT(half.loaded, 0);
  EXPECT_LT(half.loaded, kRows);
  EXPECT_EQ(half.loaded, Objects()) << "the numbers are those of the rows that are applied";
  LoadWorker second = Worker();
  Must(second.RunDue());
  EXPECT_EQ(Result().loaded, kRows);
  EXPECT_EQ(Objects(), kRows);
  Must(first.RunDue());
  EXPECT_EQ(Objects(), kRows);
}

// Incident class D3: a right that was taken away has no effect any more.
TEST_F(LoadWorkerTest, AnApplicationThatMayNotWriteAnyMoreLoadsNothing) {
  Grant({{"*", kRead}});
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const LoadResult result = Result();
  EXPECT_FALSE(result.running);
  EXPECT_EQ(result.loaded, 0);
  EXPECT_EQ(result.errors, kRows);
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_EQ(result.faults[0].message, "The application may no longer load these rows.");
  EXPECT_EQ(Objects(), 0);
  EXPECT_FALSE(HasWaiting());
}

TEST_F(LoadWorkerTest, TheEventsAreThoseOfTheApplication) {
  const std::int64_t before = cast_.LastEvent();
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const auto events = Must(cast_.world.store->Read(
      [&](store::ReadTx& tx) { return store::ListEvents(tx, cast_.production, before, 1); }));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kObjectCreated);
  EXPECT_EQ(events[0].actor.kind, "application");
  EXPECT_EQ(events[0].actor.id, cast_.exporter.text);
}

}  // namespace
}  // namespace bearward::partner_data
