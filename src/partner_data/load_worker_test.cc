#include "partner_data/load_worker.h"

#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <string_view>

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
    integration_.environment = cast_.production;
    integration_.id = {"integration_1"};
    integration_.kind = "integration";
    integration_.number = 1;
    integration_.name = "CRM";
    integration_.owner = cast_.acme;
    PutIntegration();
    Load({.text = File("opportunity_id")});
  }
  void PutIntegration() {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::PutObject(tx, integration_));
      return store::ReplaceMembers(tx, integration_.environment, integration_.id,
                                   {{.environment = integration_.environment,
                                     .object = integration_.id,
                                     .organization = integration_.owner,
                                     .user = {},
                                     .level = model::AccessLevel::kOwner}});
    }));
  }
  void Load(const LoadSource& source) {
    load_ = Must(loads_.Load(cast_.As(cast_.exporter), "integration_1", source)).execution;
  }
  void Grant(std::vector<model::AccessGrant> grants) {
    const model::AccessProfile profile{"ObjectRead", std::move(grants)};
    Must(cast_.world.store->Write([&](store::WriteTx& tx) {
      return store::PutAccessProfile(tx, cast_.production, profile);
    }));
  }
  static std::string File(const std::string& key_column) {
    std::string text = key_column + ",stage\n";
    for (int i = 0; i < kRows; ++i) text += "K" + std::to_string(i) + ",won\n";
    return text;
  }
  LoadWorker Worker() {
    return LoadWorker({*cast_.world.store, cast_.world.clock, cast_.world.entropy});
  }
  LoadResult Result(std::size_t faults = 10) {
    const auto row = Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::FindPartnerResult(
          tx, {cast_.production, cast_.acme, model::PartnerResultKind::kLoad}, load_);
    }));
    return ResultOf(*row, faults);
  }
  std::int64_t Objects(std::string_view kind = "opportunity") {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::CountObjects(tx, cast_.production, cast_.acme, kind);
    }));
  }
  bool HasWaiting() {
    return Must(cast_.world.store->Read(store::FindNextWaitingRows)).has_value();
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  model::Object integration_;
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

TEST_F(LoadWorkerTest, AnIntegrationThatTheOrganizationHasLostLoadsNothing) {
  integration_.owner = cast_.globex;
  PutIntegration();
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const LoadResult result = Result();
  EXPECT_FALSE(result.running);
  EXPECT_EQ(result.errors, kRows);
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_EQ(result.faults[0].message, "The application may no longer load these rows.");
  EXPECT_FALSE(HasWaiting());
}

// Only the operator can correct the definition, so the log must name it.
TEST_F(LoadWorkerTest, ALoadOfAMalformedIntegrationEndsWithAnErrorForTheLog) {
  integration_.fields = R"({"columns":"a"})";
  PutIntegration();
  LoadWorker worker = Worker();
  const base::Status failed = worker.RunDue();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, base::Code::kInternal);
  EXPECT_TRUE(failed.error().detail.contains("integration_1")) << failed.error().detail;
  const LoadResult result = Result();
  EXPECT_FALSE(result.running);
  EXPECT_EQ(result.errors, kRows);
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_EQ(result.faults[0].message, "The server could not load the remaining rows.");
  EXPECT_FALSE(HasWaiting());
  Must(worker.RunDue());
}

// Regression: a piece with more lists than 100 rows have columns ended the load.
TEST_F(LoadWorkerTest, LongListsAreFaultsOfTheirRows) {
  constexpr int kLists = 100;
  std::string list = "[0";
  for (int i = 1; i < 300; ++i) list += ",0";
  list += "]";
  std::string text = "[";
  for (int i = 0; i < kRows; ++i) {
    if (i > 0) text += ",";
    text += R"({"opportunity_id":"N)" + std::to_string(i) + R"(","stage":)";
    text += (i < kLists ? list : R"("won")") + "}";
  }
  text += "]";
  Load({.text = text, .format = DataFormat::kJson});
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const LoadResult result = Result();
  EXPECT_EQ(result.loaded, kRows - kLists);
  EXPECT_EQ(result.errors, kLists);
  ASSERT_FALSE(result.faults.empty());
  EXPECT_EQ(result.faults[0].message, "The column stage must have one value.");
}

// Incident class J2: the stored faults are written again with each piece.
TEST_F(LoadWorkerTest, AllFaultsAreCountedAndTheFirstThousandAreStored) {
  std::string text = "opportunity_id,stage\n";
  for (int i = 0; i < kRows; ++i) text += ",won\n";
  Load({.text = text});
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  const LoadResult result = Result(kRows);
  EXPECT_EQ(result.errors, kRows);
  EXPECT_EQ(std::ssize(result.faults), kMostFaults);
}

// Regression: the worker read the keys once for each load, and created a second object.
TEST_F(LoadWorkerTest, AnObjectThatAnotherRequestCreatesMeanwhileIsChangedAndNotDuplicated) {
  LoadWorker worker = Worker();
  Must(worker.RunDue());
  integration_.fields = R"({"object_kind":"partner_account","key_field":"account_id",)"
                        R"("link_field":"account_info.external_account_id"})";
  PutIntegration();
  Load({.text = File("account_id")});
  faulty_.plan->FailCall(5'000);
  ASSERT_FALSE(worker.RunDue());
  faulty_.plan->Heal();
  ASSERT_TRUE(Result().running);
  const json::Object row = {{"account_id", json::Value::String("K" + std::to_string(kRows - 1))},
                            {"name", json::Value::String("Meanwhile")}};
  EXPECT_EQ(Must(loads_.LoadAccounts(cast_.As(cast_.exporter), {row})).loaded, 1);
  Must(worker.RunDue());
  EXPECT_EQ(Result().loaded, kRows);
  EXPECT_EQ(Objects("partner_account"), kRows);
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
