#include "door/hash_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <string>
#include <vector>

namespace bearward::door {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// HashPoolTest has one thread, blocked by a first task until Release; later tasks wait in the
// queue.
class HashPoolTest : public ::testing::Test {
 protected:
  explicit HashPoolTest(std::size_t queue = 8) : pool_(1, queue, metrics_) {
    pool_.Post({.address = "first",
                .subject = "",
                .run =
                    [this] {
                      busy_.count_down();
                      release_.wait();
                    },
                .refuse = [] { ADD_FAILURE(); }});
    busy_.wait();
  }
  void Post(const std::string& address, const std::string& name, const std::string& subject = "") {
    pool_.Post({.address = address,
                .subject = subject,
                .run = [this, name] { ran_.push_back(name); },
                .refuse = [this, name] { refused_.push_back(name); }});
  }
  void Release() {
    release_.count_down();
    pool_.Stop();
  }

  observe::Registry metrics_;
  std::latch busy_{1}, release_{1};
  std::vector<std::string> ran_, refused_;
  HashPool pool_;
};

TEST_F(HashPoolTest, AddressesAreServedAlternately) {
  for (const char* name : {"a1", "a2", "a3"}) Post("a", name);
  Post("b", "b1");
  Post("c", "c1");
  Post("b", "b2");
  Release();
  EXPECT_THAT(ran_, ElementsAre("a1", "b1", "c1", "a2", "b2", "a3"));
  EXPECT_THAT(refused_, IsEmpty());
}

TEST_F(HashPoolTest, OneAddressMayUseTheWholeQueueWhileNoOtherWantsIt) {
  for (int i = 0; i < 10; ++i) Post("a", "a" + std::to_string(i));
  EXPECT_THAT(refused_, ElementsAre("a8", "a9"));
  Release();
  EXPECT_EQ(ran_.size(), 8U);
}

TEST_F(HashPoolTest, TheLongestShareIsShortened) {
  for (int i = 0; i < 8; ++i) Post("a", "a" + std::to_string(i));
  for (int i = 0; i < 6; ++i) Post("b", "b" + std::to_string(i));
  EXPECT_THAT(refused_, ElementsAre("a7", "a6", "a5", "a4", "b4", "b5"));
  Release();
  EXPECT_THAT(ran_, ElementsAre("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"));
}

TEST_F(HashPoolTest, EachTaskIsRunOrRefusedOnce) {
  for (int i = 0; i < 50; ++i) Post(std::to_string(i % 20), std::to_string(i));
  Release();
  EXPECT_EQ(ran_.size() + refused_.size(), 50U);
  EXPECT_EQ(ran_.size(), 8U);
  Post("late", "late");
  EXPECT_EQ(refused_.back(), "late") << "after Stop";
}

class HashPoolOfSubjects : public HashPoolTest {
 protected:
  HashPoolOfSubjects() : HashPoolTest(16) {}
};

TEST_F(HashPoolOfSubjects, ASubjectHoldsAnEighthOfTheQueueOverAllAddresses) {
  Post("a", "1", "ann");
  Post("b", "2", "ann");
  Post("c", "3", "ann");
  Post("c", "4", "bob");
  Post("c", "5");
  EXPECT_THAT(refused_, ElementsAre("3"));
  Release();
  EXPECT_EQ(ran_.size(), 4U);
}

// Two threads, one of which an address "guesser" with a failure keeps busy until Release.
class HashPoolFailures : public ::testing::Test {
 protected:
  HashPoolFailures() {
    pool_.NoteFailure("guesser");
    Post("guesser", [this] {
      busy_.count_down();
      release_.wait();
    });
    busy_.wait();
  }
  ~HashPoolFailures() override { Release(); }
  void Post(const std::string& address, std::function<void()> run) {
    pool_.Post({.address = address, .subject = "", .run = std::move(run), .refuse = [] {
                  ADD_FAILURE();
                }});
  }
  void Release() {
    if (!release_.try_wait()) release_.count_down();
  }

  observe::Registry metrics_;
  std::latch busy_{1}, release_{1};
  HashPool pool_{2, 8, metrics_};
};

TEST_F(HashPoolFailures, OneThreadIsLeftToOtherAddresses) {
  std::atomic<bool> guessed = false;
  std::latch signed_in(1);
  Post("guesser", [&] { guessed = true; });
  Post("other", [&] { signed_in.count_down(); });
  signed_in.wait();
  EXPECT_FALSE(guessed) << "the free thread would have taken the older task first";
  Release();
  pool_.Stop();
  EXPECT_TRUE(guessed);
}

TEST_F(HashPoolFailures, AForgottenFailureReleasesAllThreads) {
  pool_.NoteFailure("guesser");
  pool_.ForgetFailure("guesser");
  std::latch guessed(1);
  Post("guesser", [&] { guessed.count_down(); });
  std::latch signed_in(1);
  Post("other", [&] { signed_in.count_down(); });
  signed_in.wait();
  EXPECT_FALSE(guessed.try_wait()) << "one of two failures is left";
  pool_.ForgetFailure("guesser");
  guessed.wait();
}

TEST_F(HashPoolFailures, StopRunsWhatIsHeldBack) {
  std::atomic<int> ran = 0;
  for (int i = 0; i < 5; ++i) Post("guesser", [&] { ++ran; });
  Release();
  pool_.Stop();
  EXPECT_EQ(ran, 5);
}

TEST(HashPoolConcurrency, EveryTaskIsRunOrRefused) {
  observe::Registry metrics;
  std::atomic<int> done = 0;
  {
    HashPool pool(3, 16, metrics);
    std::vector<std::thread> clients;
    for (int client = 0; client < 4; ++client) {
      clients.emplace_back([&, client] {
        for (int i = 0; i < 500; ++i) {
          const std::string address = std::to_string((client + i) % 5);
          pool.Post({.address = address,
                     .subject = std::to_string(i % 3),
                     .run =
                         [&pool, &done, address] {
                           pool.NoteFailure(address);
                           ++done;
                         },
                     .refuse = [&] { ++done; }});
          pool.ForgetFailure(address);
        }
      });
    }
    for (std::thread& client : clients) client.join();
  }
  EXPECT_EQ(done.load(), 2000);
}

}  // namespace
}  // namespace bearward::door
