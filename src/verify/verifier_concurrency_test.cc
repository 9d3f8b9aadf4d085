// Two tenants send requests from many threads while sessions end and keys rotate: no request may be
// answered with the identity of another caller (incident class E2).
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/sessions.h"
#include "testing/credential_set.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::Must;
using testing::TestServer;

constexpr int kThreads = 4;
constexpr int kRounds = 400;
constexpr std::string_view kPeer = "192.0.2.1";

TEST(VerifierConcurrency, EachCallerGetsItsOwnVerdict) {
  // The cache is so small that verdicts are evicted and reloaded all the time.
  TestServer world({.limits = {}, .cache_capacity = 256});
  const CredentialSet one(world, "one");
  const CredentialSet two(world, "two");
  const model::Need need = model::Need::Live();
  std::atomic<int> mixed = 0;
  std::atomic<int> refused = 0;
  std::atomic<bool> done = false;

  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < kRounds; ++round) {
        const CredentialSet& credentials = (round + thread) % 2 == 0 ? one : two;
        const auto& hung =
            credentials.all()[static_cast<std::size_t>(round / 2) % credentials.all().size()];
        const Decision decision = world.verifier.Verify(hung->credential, {need}, kPeer);
        if (!decision.allowed()) {
          ++refused;
        } else if (decision.caller()->principal().environment != credentials.environment ||
                   decision.caller()->principal().credential != hung->kind) {
          ++mixed;
        }
      }
    });
  }
  // Makes changes that affect no caller of this test, and changes that affect all callers without
  // revoking anything.
  std::thread changes([&] {
    for (int i = 0; !done; ++i) {
      const CredentialSet& credentials = i % 2 == 0 ? one : two;
      Must(world.store->Write([&](store::WriteTx& tx) {
        return world.Announce(tx, model::EventType::kRoleUpdated, credentials.environment,
                              "planner");
      }));
      if (i % 10 == 0) Must(world.keys.Rotate());
    }
  });
  for (std::thread& thread : threads) thread.join();
  done = true;
  changes.join();
  EXPECT_EQ(mixed, 0);
  EXPECT_EQ(refused, 0);
}

// Many threads try keys before they are created, in two tenants. Each key is refused until it
// exists; from then on it is never refused, nor taken for a key of the other tenant.
TEST(VerifierConcurrency, ANewKeyIsKnownToAllThreadsAtOnce) {
  constexpr int kKeys = 60;
  TestServer world({.limits = {}, .cache_capacity = 256});
  const CredentialSet one(world, "one");
  const CredentialSet two(world, "two");
  const model::Need need = model::Need::Live();
  std::vector<std::string> keys;
  for (int i = 0; i < kKeys; ++i) keys.push_back("sk_test_" + std::to_string(100'000 + i));
  std::atomic<int> made = 0;
  std::atomic<int> mixed = 0;
  std::atomic<int> late = 0;
  std::atomic<int> early = 0;

  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; made < kKeys; ++round) {
        const int known = made;
        const int number = std::min(kKeys - 1, std::max(0, known - 2 + round % 5));
        const Credential bearer = testing::BearerOf(keys[static_cast<std::size_t>(number)]);
        const Decision decision = world.verifier.Verify(bearer, {need}, kPeer);
        if (!decision.allowed() && number < known) ++late;
        if (decision.allowed() && number > made) ++early;
        const CredentialSet& credentials = number % 2 == 0 ? one : two;
        if (decision.allowed() &&
            decision.caller()->principal().environment != credentials.environment) {
          ++mixed;
        }
      }
    });
  }
  for (int i = 0; i < kKeys; ++i) {
    const CredentialSet& credentials = i % 2 == 0 ? one : two;
    model::ApiKey key;
    key.environment = credentials.environment;
    key.id = model::NewId<model::ApiKeyId>("key", world.clock.Now(), world.entropy);
    key.hash = crypto::Sha256(keys[static_cast<std::size_t>(i)]);
    key.created_at = world.clock.Now();
    Must(world.store->Write([&](store::WriteTx& tx) { return store::InsertApiKey(tx, key); }));
    made = i + 1;
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(late, 0);
  EXPECT_EQ(early, 0);
  EXPECT_EQ(mixed, 0);
}

// After Write has returned, no thread may be allowed any more, whatever the race.
TEST(VerifierConcurrency, EndedSessionIsRefusedByEveryQuestionAfterItsEnd) {
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  for (int round = 0; round < 20; ++round) {
    const token::Issued issued = world.SignIn(credentials.environment, credentials.ann,
                                              credentials.acme, token::kTeleTracker);
    const Credential bearer = testing::BearerOf(issued.access.Reveal());
    std::atomic<bool> ended = false;
    std::atomic<int> late = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50 || !ended; ++i) {
          const bool was_ended = ended;
          const bool allowed = world.verifier.Verify(bearer, {need}, kPeer).allowed();
          if (was_ended && allowed) ++late;
        }
      });
    }
    Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
      model::Session session = issued.session;
      session.ended_at = world.clock.Now();
      BW_TRY(store::UpdateSession(tx, session));
      return world.Announce(tx, model::EventType::kSessionEnded, credentials.environment,
                            session.id.text);
    }));
    ended = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(late, 0);
    EXPECT_FALSE(world.verifier.Verify(bearer, {need}, kPeer).allowed());
  }
}

}  // namespace
}  // namespace bearward::verify
