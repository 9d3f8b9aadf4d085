#include "verify/usage.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/events.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "verify/verdict_cache.h"

namespace bearward::verify {
namespace {

using std::chrono::seconds;
using testing::CredentialSet;
using testing::Must;
using testing::TestServer;

class UsageTest : public ::testing::Test {
 protected:
  void Ask(std::string_view name) {
    const model::Need need = model::Need::Live();
    ASSERT_TRUE(
        world_.verifier.Verify(credentials_.Get(name).credential, {need}, "192.0.2.1").allowed());
  }
  std::optional<base::Time> LastUsed(std::string_view name) {
    return Must(world_.store->Read([&](store::ReadTx& tx) {
             return store::FindApiKeyByHash(tx, crypto::Sha256(credentials_.Get(name).text));
           }))
        ->last_used_at;
  }
  std::int64_t LastEvent() {
    return Must(world_.store->Read([](store::ReadTx& tx) { return store::LastEventNumber(tx); }));
  }
  Usage& usage() { return world_.verifier.usage(); }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const CredentialSet credentials_{world_};
};

TEST_F(UsageTest, KeysAreMarkedByOneTransactionWithoutAnEvent) {
  EXPECT_EQ(LastUsed("user key"), std::nullopt);
  for (const auto& hung : credentials_.all()) Ask(hung->name);
  EXPECT_EQ(usage().waiting(), 3U) << "two keys and a secret, but no session and no password";
  const std::uint64_t commits = world_.store->commits();
  const std::int64_t events = LastEvent();
  Must(usage().Flush());
  EXPECT_EQ(world_.store->commits(), commits + 1);
  EXPECT_EQ(LastEvent(), events);
  EXPECT_EQ(LastUsed("user key"), world_.clock.Now());
  EXPECT_EQ(LastUsed("environment key"), world_.clock.Now());
  Must(usage().Flush());
  EXPECT_EQ(world_.store->commits(), commits + 1) << "nothing to write";
}

TEST_F(UsageTest, ManyUsesAreNotedOnceInAWhile) {
  for (int i = 0; i < 100; ++i) Ask("user key");
  EXPECT_EQ(usage().waiting(), 1U);
  Must(usage().Flush());
  world_.clock.Advance(VerdictCache::kUseInterval);
  const base::Time later = world_.clock.Now();
  for (int i = 0; i < 100; ++i) Ask("user key");
  EXPECT_EQ(usage().waiting(), 1U);
  Must(usage().Flush());
  EXPECT_EQ(LastUsed("user key"), later);
}

// Introspection of a key is not a use, and does not hide a use by its bearer.
TEST_F(UsageTest, BeingAskedAboutIsNoUse) {
  const model::Need need = model::Need::Live();
  Question about{need};
  about.spends = false;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(world_.verifier.Verify(credentials_.Get("user key").credential, about, "192.0.2.1")
                    .allowed());
  }
  EXPECT_EQ(usage().waiting(), 0U);
  Ask("user key");
  EXPECT_EQ(usage().waiting(), 1U);
}

TEST_F(UsageTest, UsesTouchTheStoreWithTheFlushOnly) {
  Ask("user key");
  plan_->Heal();
  for (int i = 0; i < 10; ++i) {
    world_.clock.Advance(VerdictCache::kUseInterval);
    Ask("user key");
  }
  EXPECT_EQ(plan_->calls(), 0);
  EXPECT_EQ(usage().waiting(), 11U);
}

TEST_F(UsageTest, FailedFlushIsMadeUpForByTheNext) {
  Ask("user key");
  const base::Time used = world_.clock.Now();
  plan_->FailCall(1, 1000);
  EXPECT_FALSE(usage().Flush());
  plan_->Heal();
  world_.clock.Advance(seconds(10));
  Must(usage().Flush());
  EXPECT_EQ(LastUsed("user key"), used);
}

TEST_F(UsageTest, SecretsOfApplicationsAreMarked) {
  const model::ApplicationSecret secret{.environment = credentials_.environment,
                                        .id = "sec_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                                        .application = credentials_.exporter,
                                        .hash = crypto::Sha256("secret"),
                                        .created_at = world_.clock.Now()};
  Must(world_.store->Write([&](store::WriteTx& tx) { return store::InsertSecret(tx, secret); }));
  auto principal = std::make_shared<model::Principal>();
  principal->environment = credentials_.environment;
  principal->subject_kind = model::SubjectKind::kApplication;
  principal->subject_id = credentials_.exporter.text;
  usage().Note(principal, secret.id, world_.clock.Now());
  Must(usage().Flush());
  const auto secrets = Must(world_.store->Read([&](store::ReadTx& tx) {
    return store::ListSecrets(tx, credentials_.environment, credentials_.exporter);
  }));
  EXPECT_EQ(secrets.at(0).last_used_at, world_.clock.Now());
}

TEST_F(UsageTest, NotesAndTransactionsAreBounded) {
  const auto principal = std::make_shared<const model::Principal>();
  for (std::size_t i = 0; i < 2 * Usage::kMostWaiting; ++i) {
    usage().Note(principal, "key_01ARZ3NDEKTSV4RRFFQ69G5FAV", world_.clock.Now());
  }
  EXPECT_EQ(usage().waiting(), Usage::kMostWaiting);
  std::size_t flushes = 0;
  for (; usage().waiting() > 0; ++flushes) Must(usage().Flush());
  EXPECT_EQ(flushes, (Usage::kMostWaiting + Usage::kMostInFlush - 1) / Usage::kMostInFlush);
}

TEST(UsageConcurrency, NotesOfAllThreadsAreWrittenWhileMoreAreMade) {
  TestServer world;
  const CredentialSet credentials(world);
  const auto principal = std::make_shared<const model::Principal>();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        world.verifier.usage().Note(principal, "key_01ARZ3NDEKTSV4RRFFQ69G5FAV", world.clock.Now());
      }
    });
  }
  for (int i = 0; i < 5; ++i) Must(world.verifier.usage().Flush());
  for (std::thread& thread : threads) thread.join();
  while (world.verifier.usage().waiting() > 0) Must(world.verifier.usage().Flush());
}

}  // namespace
}  // namespace bearward::verify
