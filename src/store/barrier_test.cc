#include "store/barrier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bearward::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BarrierTest : public ::testing::Test {
 protected:
  void Hold(std::int64_t number, std::int64_t deadline) {
    barrier_.Hold(number, deadline, [this, number] { answered_.push_back(number); });
  }
  static bool All(std::int64_t) { return true; }
  static bool None(std::int64_t) { return false; }
  Barrier barrier_;
  std::vector<std::int64_t> answered_;
};

TEST_F(BarrierTest, ConfirmedNumbersAreAnsweredAndTheOthersWait) {
  Hold(5, 100);
  Hold(7, 100);
  barrier_.Release(barrier_.newest(), 0, [](std::int64_t number) { return number <= 5; });
  EXPECT_THAT(answered_, ElementsAre(5));
  barrier_.Release(barrier_.newest(), 0, All);
  EXPECT_THAT(answered_, ElementsAre(5, 7));
  EXPECT_FALSE(barrier_.newest());
  EXPECT_FALSE(barrier_.deadline());
}

// The rows of the other nodes may have been read before a later write was committed.
TEST_F(BarrierTest, AnswersThatWereHeldAfterTheTicketWait) {
  Hold(5, 100);
  const auto ticket = barrier_.newest();
  Hold(6, 100);
  barrier_.Release(ticket, 0, All);
  EXPECT_THAT(answered_, ElementsAre(5));
  barrier_.Release(std::nullopt, 0, All);
  EXPECT_THAT(answered_, ElementsAre(5));
}

TEST_F(BarrierTest, TheDeadlineAnswersWithoutConfirmation) {
  Hold(5, 100);
  Hold(6, 200);
  EXPECT_EQ(barrier_.deadline(), 100);
  barrier_.Release(barrier_.newest(), 99, None);
  EXPECT_THAT(answered_, IsEmpty());
  barrier_.Release(std::nullopt, 100, None);
  EXPECT_THAT(answered_, ElementsAre(5));
  barrier_.ReleaseAll();
  EXPECT_THAT(answered_, ElementsAre(5, 6));
}

}  // namespace
}  // namespace bearward::store
