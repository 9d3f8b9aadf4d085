#include "store/partner_results.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/environments.h"
#include "store/organizations.h"
#include "store/pruning_fixture.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using model::PartnerResult;
using model::PartnerResultKind;
using testing::kSampleTime;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::OrganizationId kAcme = {"org_1"};
const model::OrganizationId kGlobex = {"org_2"};

class PartnerResultsTable : public ::testing::Test {
 protected:
  PartnerResultsTable() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
      db_.Write(InsertOrganization, testing::SampleOrganization(environment, 1));
      db_.Write(InsertOrganization, testing::SampleOrganization(environment, 2));
    }
    view_.id = "result_1";
    view_.environment = kOne;
    view_.organization = kAcme;
    view_.number = 7;
    view_.subject = "12";
    view_.data = R"({"rows":1})";
    view_.content = "{}\n";
    view_.created_at = view_.updated_at = kSampleTime;
    view_.expires_at = kSampleTime + std::chrono::hours(1);
    testing::Must(db_->Write([&](WriteTx& tx) { return PartnerResults().Insert(tx, view_); }));
  }
  std::optional<PartnerResult> Find(const ResultsOf& of, std::int64_t number = 7) {
    return testing::Must(
        db_->Read([&](ReadTx& tx) { return FindPartnerResultByNumber(tx, of, number); }));
  }
  std::int64_t CountAt(base::Time now) {
    return testing::Must(db_->Read([&](ReadTx& tx) {
      return CountPartnerResults(tx, {kOne, kAcme, PartnerResultKind::kView}, now);
    }));
  }

  testing::MemoryStore db_;
  PartnerResult view_;
};

TEST_F(PartnerResultsTable, AResultIsReadBackCompletely) {
  const auto found = Find({kOne, kAcme, PartnerResultKind::kView});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, view_.id);
  EXPECT_EQ(found->subject, "12");
  EXPECT_EQ(found->data, view_.data);
  EXPECT_EQ(found->content, view_.content);
  EXPECT_EQ(found->expires_at, view_.expires_at);
}

// Incident class I2.
TEST_F(PartnerResultsTable, AResultBelongsToOneOrganizationAndKind) {
  EXPECT_FALSE(Find({kTwo, kAcme, PartnerResultKind::kView}));
  EXPECT_FALSE(Find({kOne, kGlobex, PartnerResultKind::kView}));
  EXPECT_FALSE(Find({kOne, kAcme, PartnerResultKind::kLoad}));
  EXPECT_FALSE(Find({kOne, kAcme, PartnerResultKind::kView}, 8));
  EXPECT_FALSE(testing::Must(db_->Read([](ReadTx& tx) { return FindPartnerFile(tx, "result_1"); })))
      << "a view is no file";
}

TEST_F(PartnerResultsTable, ResultsArePrunedAfterTheirExpiry) {
  const auto prune = [&](base::Time now) { return PruneTable(db_, "partner_results", now); };
  EXPECT_EQ(CountAt(kSampleTime), 1);
  EXPECT_EQ(CountAt(view_.expires_at), 0);
  EXPECT_EQ(prune(view_.expires_at), 0);
  EXPECT_EQ(prune(view_.expires_at + std::chrono::milliseconds(1)), 1);
  EXPECT_FALSE(Find({kOne, kAcme, PartnerResultKind::kView}));
}

}  // namespace
}  // namespace bearward::store
