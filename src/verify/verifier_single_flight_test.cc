// Concurrent requests with one credential that is not cached share one resolution.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "testing/gated_engine.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::TestCredential;
using testing::TestServer;

constexpr int kThreads = 64;
constexpr std::string_view kPeer = "192.0.2.1";

struct RequestMetrics {
  std::atomic<int> allowed = 0;
  std::atomic<int> denied = 0;
  std::atomic<int> unknown = 0;
};

class VerifierSingleFlightConcurrency : public ::testing::Test {
 protected:
  // Starts all threads before the first one reaches the store, and returns the number of store
  // queries.
  int AskAtOnce(const Credential& credential, RequestMetrics& tally) {
    const model::Need need = model::Need::Live();
    gate_->Close();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        const Decision decision = world_.verifier.Verify(credential, {need}, kPeer);
        ++(decision.allowed() ? tally.allowed : decision.unknown() ? tally.unknown : tally.denied);
      });
    }
    while (world_.verifier.waiting() < kThreads - 1) std::this_thread::yield();
    gate_->Open();
    for (std::thread& thread : threads) thread.join();
    return plan_->calls();
  }
  int CallsOfOne(const Credential& credential) {
    const model::Need need = model::Need::Live();
    plan_->Heal();
    (void)world_.verifier.Verify(credential, {need}, kPeer);
    return plan_->calls();
  }

  const std::shared_ptr<testing::Gate> gate_ = std::make_shared<testing::Gate>();
  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{
      {.source = testing::WithGate(testing::WithFaults(testing::TestEngine(), plan_), gate_),
       .limits = {}}};
  const CredentialSet one_{world_, "one"};
  const CredentialSet two_{world_, "two"};
};

TEST_F(VerifierSingleFlightConcurrency, SixtyFourAskAndTheStoreIsAskedOnce) {
  for (const auto& hung : two_.all()) {
    const int calls_of_one = CallsOfOne(one_.Get(hung->name).credential);
    plan_->Heal();
    const std::uint64_t hashes = crypto::PasswordHashesChecked();
    RequestMetrics tally;
    EXPECT_EQ(AskAtOnce(hung->credential, tally), calls_of_one) << hung->name;
    EXPECT_EQ(tally.allowed, kThreads) << hung->name;
    EXPECT_LE(crypto::PasswordHashesChecked() - hashes, 1U) << hung->name;
  }
}

TEST_F(VerifierSingleFlightConcurrency, UnknownOneIsLookedForOnce) {
  const std::string first = "00000000-0000-4000-8000-000000000001";
  const std::string second = "00000000-0000-4000-8000-000000000002";
  const int calls_of_one = CallsOfOne(testing::BearerOf(first));
  plan_->Heal();
  RequestMetrics tally;
  EXPECT_EQ(AskAtOnce(testing::BearerOf(second), tally), calls_of_one);
  EXPECT_EQ(tally.denied, kThreads);
}

TEST_F(VerifierSingleFlightConcurrency, AFailureReachesAllWaitersAndIsNotRemembered) {
  for (const auto& hung : two_.all()) {
    plan_->FailCall(1);
    RequestMetrics tally;
    AskAtOnce(hung->credential, tally);
    EXPECT_EQ(tally.unknown, kThreads) << hung->name;
    plan_->Heal();
    const model::Need need = model::Need::Live();
    EXPECT_TRUE(world_.verifier.Verify(hung->credential, {need}, kPeer).allowed()) << hung->name;
  }
}

// Concurrent attempts with one wrong password are one failure; a later attempt counts again.
TEST_F(VerifierSingleFlightConcurrency, EqualWrongPasswordsAreOneFailure) {
  const Credential wrong = testing::BasicOf(one_.environment, "ann", "wrong");
  const std::uint64_t hashes = crypto::PasswordHashesChecked();
  RequestMetrics tally;
  AskAtOnce(wrong, tally);
  EXPECT_EQ(tally.denied, kThreads);
  EXPECT_EQ(crypto::PasswordHashesChecked(), hashes + 1);
  const model::Need need = model::Need::Live();
  EXPECT_FALSE(world_.verifier.Verify(wrong, {need}, kPeer).allowed());
  EXPECT_EQ(crypto::PasswordHashesChecked(), hashes + 2);
}

// A throttled address does not affect other addresses.
TEST_F(VerifierSingleFlightConcurrency, AddressesAreThrottledApart) {
  const Credential wrong = testing::BasicOf(one_.environment, "ann", "wrong");
  const Credential right = testing::BasicOf(one_.environment, "ann");
  const model::Need need = model::Need::Live();
  std::string reason;
  for (int i = 0; i < 20; ++i) {
    reason = world_.verifier.Verify(wrong, {need}, kPeer).error().reason;
  }
  EXPECT_EQ(reason, "too_many_failures");
  EXPECT_FALSE(world_.verifier.Verify(right, {need}, kPeer).allowed());
  EXPECT_NE(world_.verifier.Verify(right, {need}, "192.0.2.2").error().reason, "too_many_failures");
}

}  // namespace
}  // namespace bearward::verify
