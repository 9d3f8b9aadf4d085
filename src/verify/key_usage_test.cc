#include "verify/key_usage.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "testing/test_engine.h"
#include "verify/usage.h"

namespace bearward::verify {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::Must;

const base::Time kNoon = *base::ParseIso("2031-05-06T12:00:00Z");

std::uint32_t UsesIn(const KeyUsage::Report& report) {
  std::uint32_t sum = 0;
  for (const KeyUsage::Hour& hour : report.hours) sum += hour.uses;
  return sum;
}

std::uint32_t DenialsIn(const KeyUsage::Report& report, Reason reason) {
  std::uint32_t sum = 0;
  for (const auto& hour : report.hours) sum += hour.denials[static_cast<std::size_t>(reason)];
  return sum;
}

TEST(KeyUsage, UsesAndDenialsAreInTheirHourOldestFirst) {
  KeyUsage usage;
  usage.NoteUse("key_a", kNoon - hours(2));
  usage.NoteUse("key_a", kNoon + minutes(1));
  usage.NoteUse("key_a", kNoon + minutes(59));
  usage.NoteDenial("key_a", Reason::kRateLimited, kNoon + minutes(2));
  const auto report = usage.Read("key_a", kNoon + minutes(59));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->since, kNoon - hours(2));
  ASSERT_EQ(report->hours.size(), 24U);
  EXPECT_EQ(report->hours.back().begin, kNoon);
  EXPECT_EQ(report->hours.back().uses, 2U);
  EXPECT_EQ(report->hours.back().denials[static_cast<std::size_t>(Reason::kRateLimited)], 1U);
  EXPECT_EQ(report->hours[21].uses, 1U);
  EXPECT_EQ(report->hours.front().begin, kNoon - hours(23));
  EXPECT_EQ(UsesIn(*report), 3U);
  EXPECT_EQ(DenialsIn(*report, Reason::kExpired), 0U);
}

TEST(KeyUsage, WhatIsOlderThanADayIsForgotten) {
  KeyUsage usage;
  usage.NoteUse("key_a", kNoon);
  usage.NoteDenial("key_a", Reason::kExpired, kNoon);
  EXPECT_EQ(UsesIn(*usage.Read("key_a", kNoon + hours(23))), 1U);
  EXPECT_EQ(UsesIn(*usage.Read("key_a", kNoon + hours(24))), 0U);
  usage.NoteUse("key_a", kNoon + hours(24));
  usage.NoteDenial("key_a", Reason::kRevoked, kNoon + hours(24));
  const auto report = usage.Read("key_a", kNoon + hours(24));
  EXPECT_EQ(UsesIn(*report), 1U);
  EXPECT_EQ(DenialsIn(*report, Reason::kExpired), 0U);
  EXPECT_EQ(DenialsIn(*report, Reason::kRevoked), 1U);
}

TEST(KeyUsage, OnlyIdsOfApiKeysAreCounted) {
  KeyUsage usage;
  for (const char* id : {"sec_a", "", "session_a", "operator"}) {
    usage.NoteUse(id, kNoon);
    usage.NoteDenial(id, Reason::kRevoked, kNoon);
    EXPECT_EQ(usage.Read(id, kNoon), std::nullopt) << id;
  }
  usage.NoteUse("api_key_a", kNoon);
  EXPECT_TRUE(usage.Read("api_key_a", kNoon));
  EXPECT_EQ(usage.Read("api_key_b", kNoon), std::nullopt) << "a key that was not used";
}

// A key that is used often stays, however many other keys are used a few times.
TEST(KeyUsage, MostUsedKeysStayAndTheNumberOfKeysIsBounded) {
  KeyUsage usage;
  const std::size_t many = KeyUsage::kMostKeys * 4;
  for (int i = 0; i < 1000; ++i) usage.NoteUse("key_busy", kNoon);
  const auto name = [](std::size_t i) { return "key_" + std::to_string(i); };
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < many; ++i) usage.NoteUse(name(i), kNoon);
  }
  EXPECT_EQ(UsesIn(*usage.Read("key_busy", kNoon)), 1000U);
  std::size_t counted = 1;
  for (std::size_t i = 0; i < many; ++i) counted += usage.Read(name(i), kNoon) ? 1 : 0;
  EXPECT_LE(counted, KeyUsage::kMostKeys);
  EXPECT_GT(counted, KeyUsage::kMostKeys * 9 / 10);
  // A key that becomes the most used one of its group gets a place, and starts at zero.
  std::size_t late = 0;
  while (usage.Read(name(late), kNoon)) ++late;
  for (int i = 0; i < 200; ++i) usage.NoteUse(name(late), kNoon + hours(1));
  const auto report = usage.Read(name(late), kNoon + hours(1));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->since, kNoon + hours(1));
  EXPECT_LE(UsesIn(*report), 200U);
}

TEST(KeyUsageConcurrency, NoUseOfAKnownKeyIsLost) {
  KeyUsage usage;
  constexpr int kThreads = 4;
  constexpr int kEach = 20'000;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&usage, i] {
      for (int n = 0; n < kEach; ++n) {
        usage.NoteUse("key_shared", kNoon + hours(n / (kEach / 4)));
        usage.NoteDenial("key_" + std::to_string(i), Reason::kRateLimited, kNoon);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(UsesIn(*usage.Read("key_shared", kNoon + hours(3))),
            static_cast<std::uint32_t>(kThreads * kEach));
  EXPECT_EQ(DenialsIn(*usage.Read("key_0", kNoon), Reason::kRateLimited),
            static_cast<std::uint32_t>(kEach));
}

// CountedKeys verifies real keys.
class CountedKeys : public ::testing::Test {
 protected:
  Decision Ask(std::string_view name, const model::Need& need, bool spends = true) {
    Question question{need};
    question.spends = spends;
    return world_.verifier.Verify(credentials_.Get(name).credential, question, "192.0.2.1");
  }
  std::optional<KeyUsage::Report> ReportOf(const std::string& id) {
    return world_.verifier.usage().by_key().Read(id, world_.clock.Now());
  }

  testing::TestServer world_;
  const testing::CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
};

TEST_F(CountedKeys, EveryDecisionAboutAUsedKeyIsCountedOnce) {
  const Decision first = Ask("user key", live_);
  ASSERT_TRUE(first.allowed());
  const std::string id(first.caller()->credential_id());
  EXPECT_EQ(UsesIn(*ReportOf(id)), 1U) << "looked up";
  Ask("user key", live_);
  EXPECT_EQ(UsesIn(*ReportOf(id)), 2U) << "from memory";
  const auto need = model::Need::All({"nothing:has_this"});
  EXPECT_FALSE(Ask("user key", need).allowed());
  EXPECT_EQ(UsesIn(*ReportOf(id)), 2U);
  EXPECT_EQ(DenialsIn(*ReportOf(id), Reason::kMissingPermission), 1U);
  Ask("user key", live_, false);
  EXPECT_EQ(UsesIn(*ReportOf(id)), 2U) << "a question about a key is no use of it";
}

TEST_F(CountedKeys, RefusedKeyIsCountedWithItsReason) {
  const std::string id(Ask("user key", live_).caller()->credential_id());
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    const base::Digest hash = crypto::Sha256(credentials_.Get("user key").text);
    BW_TRY_ASSIGN(auto key, store::FindApiKeyByHash(tx, hash));
    key->revoked_at = world_.clock.Now();
    BW_TRY(store::UpdateApiKey(tx, *key));
    return world_.Announce(tx, model::EventType::kApiKeyRevoked, credentials_.environment, id);
  }));
  EXPECT_FALSE(Ask("user key", live_).allowed());
  EXPECT_FALSE(Ask("user key", live_).allowed());
  EXPECT_EQ(DenialsIn(*ReportOf(id), Reason::kRevoked), 2U);
  EXPECT_EQ(UsesIn(*ReportOf(id)), 1U);
}

// A refused password and a refused client name their user and application, which are no keys.
TEST_F(CountedKeys, ARefusedPasswordOrClientIsNotCounted) {
  const Question question{live_};
  for (const Credential& wrong :
       {testing::BasicOf(credentials_.environment, "ann", "a wrong password"),
        testing::ClientSecretOf(credentials_.environment, "exporter", "a wrong secret")}) {
    EXPECT_FALSE(world_.verifier.Verify(wrong, question, "192.0.2.1").allowed());
  }
  EXPECT_EQ(ReportOf(credentials_.ann.text), std::nullopt);
  EXPECT_EQ(ReportOf(credentials_.exporter.text), std::nullopt);
}

TEST(CountedKeysFault, AStorageFailureIsNoDenialOfTheKey) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  testing::TestServer world(
      {.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const testing::CredentialSet credentials(world);
  const testing::TestCredential& key = credentials.Get("user key");
  const auto id = Must(world.store->Read([&](store::ReadTx& tx) -> base::Result<std::string> {
    BW_TRY_ASSIGN(const auto found, store::FindApiKeyByHash(tx, crypto::Sha256(key.text)));
    return found->id.text;
  }));
  const model::Need live = model::Need::Live();
  testing::ForEveryFault(
      *plan, [&] { world.verifier.Verify(key.credential, {live}, "192.0.2.1"); },
      [&](int) {
        const auto report = world.verifier.usage().by_key().Read(id, world.clock.Now());
        EXPECT_EQ(report ? DenialsIn(*report, Reason::kUnavailable) : 0U, 0U);
      });
}

TEST_F(CountedKeys, OtherCredentialsAreNotCounted) {
  for (const auto& one : credentials_.all()) {
    const Decision decision = Ask(one->name, live_);
    if (!decision.allowed() || (*decision.caller())->credential == model::CredentialKind::kApiKey) {
      continue;
    }
    EXPECT_EQ(ReportOf(std::string(decision.caller()->credential_id())), std::nullopt) << one->name;
  }
}

}  // namespace
}  // namespace bearward::verify
