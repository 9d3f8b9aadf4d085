// The thread of the delivery.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>

#include "mail/codes.h"
#include "mail/delivery.h"
#include "model/event.h"
#include "testing/cast.h"
#include "testing/must.h"

namespace bearward::mail {
namespace {

using testing::Must;

// Count is the number of sent emails, for which a test can wait.
class Count {
 public:
  void Increase() {
    {
      const std::lock_guard lock(mutex_);
      ++value_;
    }
    changed_.notify_all();
  }
  bool Reaches(std::size_t value, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [&] { return value_ >= value; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t value_ = 0;
};

class CountingMailer final : public Mailer {
 public:
  explicit CountingMailer(Count& count) : count_(count) {}
  base::Status Send(const Message& /*message*/, const Envelope& /*envelope*/) override {
    count_.Increase();
    return {};
  }

 private:
  Count& count_;
};

class DeliveryConcurrency : public ::testing::Test {
 protected:
  // Add commits an email with its event.
  void Add() {
    const base::Time now = cast_.world.clock.Now();
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(outbox_.Add(tx,
                         {.environment = cast_.production,
                          .letter = Letter::kMagicAuth,
                          .to = "ann@example.com",
                          .code_id = code_.row.id,
                          .sealed = code_.row.sealed,
                          .expires_at = now + std::chrono::minutes(10)},
                         now));
      return tx.Append(model::EventBy(cast_.production, {}, now)
                           .Make(model::EventType::kMagicAuthCreated, "code", std::nullopt));
    }));
  }

  testing::Cast cast_;
  observe::Logger log_{cast_.world.clock, observe::Level::kOff, observe::Logger::Sink()};
  observe::Registry metrics_;
  Outbox outbox_{cast_.world.ring, cast_.world.entropy, {}, true};
  NewCode code_ = Must(MakeCode(model::EmailCodeKind::kMagicAuth, cast_.world.clock.Now(),
                                cast_.world.ring, cast_.world.entropy));
  Count count_;
  std::optional<Delivery> delivery_{
      std::in_place,
      Delivery::Parts{*cast_.world.store, outbox_, cast_.world.clock, log_, metrics_},
      std::make_unique<CountingMailer>(count_), "no-reply@example.com"};
};

// Without the wake-up, the second email is found after 5 s.
TEST_F(DeliveryConcurrency, ACommitWithAnEmailWakesTheThread) {
  Add();
  delivery_->Start();
  ASSERT_TRUE(count_.Reaches(1, std::chrono::seconds(60)));
  Add();
  EXPECT_TRUE(count_.Reaches(2, std::chrono::seconds(4)));
}

// The thread once waited 5 s after each 20 emails.
TEST_F(DeliveryConcurrency, ManyEmailsAreSentWithoutAPause) {
  constexpr int kEmails = 45;
  for (int i = 0; i < kEmails; ++i) Add();
  delivery_->Start();
  ASSERT_TRUE(count_.Reaches(1, std::chrono::seconds(60)));
  EXPECT_TRUE(count_.Reaches(kEmails, std::chrono::seconds(4)));
}

// The thread once read its own handle while Start wrote it; the thread sanitizer detects that.
TEST_F(DeliveryConcurrency, AnEmailThatIsDueAtTheStartIsSent) {
  Add();
  delivery_->Start();
  EXPECT_TRUE(count_.Reaches(1, std::chrono::seconds(60)));
}

// The store commits until it is destroyed, which is after the delivery. The listener once used the
// destroyed delivery; the address sanitizer detects that.
TEST_F(DeliveryConcurrency, ACommitAfterTheEndOfTheDeliveryIsHarmless) {
  delivery_->Start();
  delivery_.reset();
  Add();
  EXPECT_FALSE(count_.Reaches(1, std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace bearward::mail
