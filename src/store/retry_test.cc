#include "store/retry.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "store/engine_sqlite.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

class RetryTest : public ::testing::Test {
 protected:
  const testing::TempDir folder_;
  const std::unique_ptr<Engine> engine_ = Must(OpenSqlite(folder_.File("a.db"), true));
  const std::unique_ptr<Engine> other_ = Must(OpenSqlite(folder_.File("a.db"), true));
  int attempts_ = 0;

  // Write takes the lock that `other_` may hold.
  base::Status Write() {
    ++attempts_;
    BW_TRY(engine_->Begin(true));
    return engine_->Commit();
  }
};

// Regression: the start counted its attempts. When an engine waited for a shorter time than before,
// a start beside a long migration failed early.
TEST_F(RetryTest, AStepIsRepeatedWhileTheDatabaseIsLockedHoweverShortAnAttemptIs) {
  Must(other_->Begin(true));
  const base::Error busy = Write().error();
  Must(RetryWithin(std::chrono::minutes(10), *engine_, [&]() -> base::Status {
    if (++attempts_ < 50) return base::Fail(busy);
    return {};
  }));
  EXPECT_EQ(attempts_, 50);
}

TEST_F(RetryTest, NoAttemptBeginsAfterTheBound) {
  Must(other_->Begin(true));
  const auto bound = std::chrono::milliseconds(1);
  EXPECT_EQ(CodeOf(RetryWithin(bound, *engine_, [&] { return Write(); })),
            base::Code::kUnavailable);
  EXPECT_EQ(attempts_, 1) << "the engine waits for the lock for longer than the bound";
}

TEST_F(RetryTest, AnErrorThatIsNotRetryableIsReturnedAtOnce) {
  const auto step = [&]() -> base::Status {
    ++attempts_;
    return base::Fail(base::Internal("a defect"));
  };
  EXPECT_EQ(CodeOf(RetryWithin(std::chrono::minutes(10), *engine_, step)), base::Code::kInternal);
  EXPECT_EQ(attempts_, 1);
}

}  // namespace
}  // namespace bearward::store
