#include "token/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <thread>
#include <utility>

#include "store/environments.h"
#include "store/events.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/faulty_engine.h"
#include "testing/must.h"
#include "testing/rsa_row.h"
#include "testing/test_engine.h"

namespace bearward::token {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::Must;

class KeysTest : public ::testing::Test {
 protected:
  KeysTest() { AddEnvironment(a_, 0); }

  // Inserts an environment with one RSA key, because generating keys is slow and few tests need it.
  void AddEnvironment(const model::EnvironmentId& id, std::int64_t position) {
    model::Environment row;
    row.id = id;
    row.name = id.text;
    row.position = position;
    row.created_at = clock_.Now();
    const auto key = testing::RsaRow(ring_, id, clock_.Now(), entropy_);
    Must(store_->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::InsertEnvironment(tx, row));
      return store::InsertSigningKey(tx, key);
    }));
  }

  Keys::Parts Parts() { return {*store_, profiles_, ring_, clock_, entropy_}; }

  std::vector<store::SigningKeyRow> Rows() {
    return Must(store_->Read([](store::ReadTx& tx) { return store::ListSigningKeys(tx); }));
  }

  // EventsOf returns the targets of the events of a type.
  std::vector<std::string> EventsOf(model::EventType type) {
    const auto events =
        Must(store_->Read([&](store::ReadTx& tx) { return store::ListEvents(tx, a_, 0, 100); }));
    std::vector<std::string> targets;
    for (const model::Event& event : events) {
      if (event.type == type) targets.push_back(event.target);
    }
    return targets;
  }

  const model::EnvironmentId a_{"env_a"};
  const model::EnvironmentId b_{"env_b"};
  testing::FakeClock clock_;
  testing::FakeEntropy entropy_;
  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  crypto::KeyRing ring_ =
      Must(crypto::KeyRing::Parse(crypto::KeyRing::Generate(entropy_), entropy_));
  std::unique_ptr<store::Store> store_ =
      Must(store::Store::Open(testing::WithFaults(testing::TestEngine(), plan_)));
  Profiles profiles_;
  const KeySchedule schedule_;
};

TEST_F(KeysTest, NothingSignsBeforeTheFirstRotation) {
  Keys keys(Parts(), schedule_);
  const auto entry = keys.ForSigning(a_, kWorkMobile);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, base::Code::kUnavailable);
  EXPECT_TRUE(Must(keys.Published(a_, "workos.")).empty());
  EXPECT_EQ(keys.ByKid("session-key-x"), nullptr);
}

TEST_F(KeysTest, EveryEnvironmentAndProfileHasItsOwnKey) {
  AddEnvironment(b_, 1);
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  std::set<std::string> kids;
  for (const auto& environment : {a_, b_}) {
    for (const std::string_view profile :
         {kWorkMobile, kWorkSpan, kWorkOsClient, kOauthJwt, kGatewayIdentity}) {
      const auto entry = Must(keys.ForSigning(environment, profile));
      EXPECT_EQ(entry->environment, environment);
      EXPECT_EQ(entry->profile, profile);
      EXPECT_TRUE(kids.insert(entry->kid).second);
      const auto candidates = keys.Candidates(environment, profile);
      ASSERT_EQ(candidates.size(), 1U);
      EXPECT_EQ(candidates.front()->kid, entry->kid);
    }
    ASSERT_EQ(Must(keys.Published(environment, "workos.")).size(), 1U);
    EXPECT_TRUE(Must(keys.Published(environment, "workos.")).front()->kid.starts_with("session"));
    EXPECT_FALSE(Must(keys.Published(environment, "workos.")).front()->certificate.empty());
    EXPECT_EQ(Must(keys.Published(environment, "gateway.")).size(), 1U);
    EXPECT_TRUE(Must(keys.Published(environment, "workmobile")).empty());
  }
}

TEST_F(KeysTest, KeysArePublishedByFamilyOfProfiles) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const auto all = Must(keys.Published(a_));
  const auto oauth = Must(keys.Published(a_, "oauth."));
  ASSERT_EQ(oauth.size(), 1U);
  EXPECT_EQ(oauth.front()->profile, kOauthJwt);
  EXPECT_EQ(oauth.front()->key.algorithm(), crypto::Algorithm::kEs256);
  EXPECT_GT(all.size(), oauth.size());
  EXPECT_TRUE(Must(keys.Published({"env_none"}, "oauth.")).empty());
}

TEST_F(KeysTest, RenewedKeySignsUntilItsSuccessorIsKnown) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string old = Must(keys.ForSigning(a_, kOauthJwt))->kid;
  Must(keys.Renew(a_, kOauthJwt, Renewal::kAhead, {.kind = "system", .id = "operator"}));
  EXPECT_EQ(Must(keys.ForSigning(a_, kOauthJwt))->kid, old);
  EXPECT_EQ(Must(keys.Published(a_, "oauth.")).size(), 2U);
  const std::size_t rows = Rows().size();
  // A second request does not make more keys.
  Must(keys.Renew(a_, kOauthJwt, Renewal::kAhead, {}));
  EXPECT_EQ(Rows().size(), rows);
  clock_.Advance(schedule_.ahead);
  EXPECT_NE(Must(keys.ForSigning(a_, kOauthJwt))->kid, old);
  EXPECT_NE(keys.ByKid(old), nullptr);
  Must(keys.Rotate());
  EXPECT_EQ(keys.Candidates(a_, kWorkMobile).size(), 1U) << "another profile was renewed";
}

TEST_F(KeysTest, KeyIsRenewedAtOnceOnRequestAndTheOldOneVerifies) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string old = Must(keys.ForSigning(a_, kOauthJwt))->kid;
  Must(keys.Renew(a_, kOauthJwt, Renewal::kAtOnce, {}));
  EXPECT_NE(Must(keys.ForSigning(a_, kOauthJwt))->kid, old);
  EXPECT_NE(keys.ByKid(old), nullptr);
  EXPECT_EQ(keys.Renew(a_, "nothing", Renewal::kAtOnce, {}).error().reason,
            "signing_key_not_found");
  EXPECT_EQ(keys.Renew(b_, kOauthJwt, Renewal::kAtOnce, {}).error().reason,
            "signing_key_not_found");
}

TEST_F(KeysTest, RotationWithNothingToDoWritesNothing) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const auto before = Rows();
  Must(keys.Rotate());
  const auto after = Rows();
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i].kid, after[i].kid);
}

TEST_F(KeysTest, NextKeyIsPublishedAheadAndThenSigns) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string first = Must(keys.ForSigning(a_, kWorkOsClient))->kid;

  clock_.Advance(schedule_.signs - schedule_.ahead);
  Must(keys.Rotate());
  ASSERT_EQ(Must(keys.Published(a_, "workos.")).size(), 2U);
  EXPECT_EQ(Must(keys.ForSigning(a_, kWorkOsClient))->kid, first);

  clock_.Advance(schedule_.ahead - std::chrono::milliseconds(1));
  EXPECT_EQ(Must(keys.ForSigning(a_, kWorkOsClient))->kid, first);
  clock_.Advance(std::chrono::milliseconds(1));
  const auto second = Must(keys.ForSigning(a_, kWorkOsClient));
  EXPECT_NE(second->kid, first);
  EXPECT_EQ(keys.Candidates(a_, kWorkOsClient).front()->kid, second->kid);
}

TEST_F(KeysTest, RetiredKeyVerifiesUntilItsLastTokenExpires) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string first = Must(keys.ForSigning(a_, kWorkOsClient))->kid;
  clock_.Advance(schedule_.signs);
  Must(keys.Rotate());
  EXPECT_NE(keys.ByKid(first), nullptr);

  clock_.Advance(hours(1) + std::chrono::seconds(3600) - std::chrono::milliseconds(1));
  EXPECT_NE(keys.ByKid(first), nullptr);
  EXPECT_EQ(Must(keys.Published(a_, "workos.")).size(), 2U);
  clock_.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(keys.ByKid(first), nullptr);
  EXPECT_EQ(Must(keys.Published(a_, "workos.")).size(), 1U);
  EXPECT_EQ(keys.Candidates(a_, kWorkOsClient).size(), 1U);
}

TEST_F(KeysTest, ForgottenKeyIsDeletedAndItsEndIsAnEvent) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string first = Must(keys.ForSigning(a_, kWorkMobile))->kid;
  clock_.Advance(schedule_.signs + days(20));
  Must(keys.Rotate());
  for (const store::SigningKeyRow& row : Rows()) EXPECT_NE(row.kid, first);
  EXPECT_EQ(std::ranges::count(EventsOf(model::EventType::kSigningKeyRetired), first), 1);
}

// EntropyThatRotates calls `rotate` at the first draw: in a rotation, between its read and its
// write.
class EntropyThatRotates final : public base::Entropy {
 public:
  explicit EntropyThatRotates(std::function<void()> rotate) : rotate_(std::move(rotate)) {}
  void Fill(std::span<std::uint8_t> out) override {
    if (rotate_) std::exchange(rotate_, {})();
    entropy_.Fill(out);
  }

 private:
  std::function<void()> rotate_;
  testing::FakeEntropy entropy_{2};
};

TEST_F(KeysTest, TwoNodesThatRotateAtOnceMakeOneKeyPerProfile) {
  Keys other(Parts(), schedule_);
  EntropyThatRotates entropy([&] { Must(other.Rotate()); });
  Keys keys({*store_, profiles_, ring_, clock_, entropy}, schedule_);
  Must(keys.Rotate());
  EXPECT_EQ(EventsOf(model::EventType::kSigningKeyCreated).size(), Rows().size() - 1)
      << "each key but the one of AddEnvironment";
  std::set<std::string> profiles;
  for (const store::SigningKeyRow& row : Rows()) {
    EXPECT_TRUE(profiles.insert(row.profile).second) << row.profile;
    EXPECT_NE(other.ByKid(row.kid), nullptr) << row.profile;
    EXPECT_NE(keys.ByKid(row.kid), nullptr) << row.profile;
  }
  EXPECT_TRUE(profiles.contains(std::string(kWorkMobile)));
}

TEST_F(KeysTest, TwoNodesThatRotateAtOnceDeleteAKeyOnce) {
  Must(Keys(Parts(), schedule_).Rotate());
  const std::size_t count = Rows().size();
  clock_.Advance(schedule_.signs + days(20));
  Keys other(Parts(), schedule_);
  EntropyThatRotates entropy([&] { Must(other.Rotate()); });
  Must(Keys({*store_, profiles_, ring_, clock_, entropy}, schedule_).Rotate());
  const std::vector<std::string> retired = EventsOf(model::EventType::kSigningKeyRetired);
  EXPECT_GT(retired.size(), 0U);
  EXPECT_EQ(std::set<std::string>(retired.begin(), retired.end()).size(), retired.size());
  EXPECT_EQ(Rows().size(), count) << "each key has a successor";
}

TEST_F(KeysTest, RestartKeepsTheKeys) {
  Keys before(Parts(), schedule_);
  Must(before.Rotate());
  Keys after(Parts(), schedule_);
  Must(after.Rotate());
  for (const std::string_view profile :
       {kWorkMobile, kWorkSpan, kWorkOsClient, kOauthJwt, kGatewayIdentity}) {
    const auto old = Must(before.ForSigning(a_, profile));
    const auto same = Must(after.ForSigning(a_, profile));
    EXPECT_EQ(old->kid, same->kid);
    const std::string signature = Must(old->key.Sign("text"));
    EXPECT_TRUE(same->key.verify_key().Verify("text", signature));
  }
}

TEST_F(KeysTest, NewEnvironmentGetsItsKeysAtTheNextRotation) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  AddEnvironment(b_, 1);
  EXPECT_FALSE(keys.ForSigning(b_, kWorkMobile));
  Must(keys.Rotate());
  EXPECT_TRUE(keys.ForSigning(b_, kWorkMobile));
}

TEST_F(KeysTest, PrivateKeysAreStoredSealed) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const auto entry = Must(keys.ForSigning(a_, kWorkMobile));
  const base::Secret serialized = entry->key.Serialize();
  for (const store::SigningKeyRow& row : Rows()) {
    EXPECT_EQ(row.sealed.find(serialized.Reveal()), std::string::npos);
    EXPECT_TRUE(row.sealed.starts_with("v1."));
  }
}

TEST_F(KeysTest, KeyThatCannotBeUnsealedIsNamedAndNotReplaced) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::size_t count = Rows().size();
  const crypto::KeyRing other =
      Must(crypto::KeyRing::Parse(crypto::KeyRing::Generate(entropy_), entropy_));
  Keys::Parts parts{*store_, profiles_, other, clock_, entropy_};
  Keys locked_out(parts, schedule_);
  const base::Status status = locked_out.Rotate();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::Code::kUnavailable);
  EXPECT_EQ(status.error().reason, "signing_key_unreadable");
  EXPECT_NE(status.error().detail.find(Rows().front().kid), std::string::npos);
  EXPECT_EQ(Rows().size(), count);
}

TEST_F(KeysTest, StorageFailureLeavesTheLoadedKeysInUse) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string kid = Must(keys.ForSigning(a_, kWorkMobile))->kid;
  AddEnvironment(b_, 1);
  const std::size_t count = Rows().size();
  // Both environments already have one RSA key; the first environment has all other keys too.
  const std::size_t all = 2 * (count - 1);
  const int faults = testing::ForEveryFault(
      *plan_, [&] { (void)keys.Rotate(); },
      [&](int n) {
        EXPECT_EQ(Must(keys.ForSigning(a_, kWorkMobile))->kid, kid) << n;
        const std::size_t now = Rows().size();
        EXPECT_TRUE(now == count || now == all) << n;
      });
  EXPECT_GT(faults, 5);
  EXPECT_EQ(Rows().size(), all);
}

// When the wall clock was set back to before the start of the first key, every sign-in failed until
// the clock had caught up.
TEST_F(KeysTest, AClockThatWasSetBackDoesNotStopSigning) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string kid = Must(keys.ForSigning(a_, kWorkMobile))->kid;
  const std::size_t count = Rows().size();
  const base::Time right = clock_.Now();
  for (const base::Time back : {right - std::chrono::seconds(90), right - days(400)}) {
    clock_.Set(back);
    EXPECT_EQ(Must(keys.ForSigning(a_, kWorkMobile))->kid, kid) << "before a rotation";
    Must(keys.Rotate());
    EXPECT_EQ(Must(keys.ForSigning(a_, kWorkMobile))->kid, kid) << "after it";
    EXPECT_NE(keys.ByKid(kid), nullptr);
    Must(keys.CheckSigning());
  }
  EXPECT_EQ(Rows().size(), count);
}

// The clock is 400 days ahead for a while, then correct again: the earlier keys sign and verify
// again.
TEST_F(KeysTest, AClockThatWasAheadForAWhileLosesNoKey) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  const std::string kid = Must(keys.ForSigning(a_, kWorkMobile))->kid;
  const base::Time right = clock_.Now();
  clock_.Set(right + days(400));
  Must(keys.Rotate(Forget::kNo));
  EXPECT_NE(Must(keys.ForSigning(a_, kWorkMobile))->kid, kid);
  EXPECT_EQ(keys.ByKid(kid), nullptr) << "expired there";
  clock_.Set(right);
  Must(keys.Rotate());
  EXPECT_EQ(Must(keys.ForSigning(a_, kWorkMobile))->kid, kid);
  EXPECT_NE(keys.ByKid(kid), nullptr);
}

TEST_F(KeysTest, AMissingSigningKeyAndAFailedRotationAreReported) {
  Keys keys(Parts(), schedule_);
  plan_->FailCall(1, 1000);
  EXPECT_FALSE(keys.Rotate());
  EXPECT_EQ(testing::CodeOf(keys.last_rotation()), base::Code::kUnavailable);
  plan_->Heal();
  Must(keys.Rotate());
  Must(keys.last_rotation());
  Must(keys.CheckSigning());
  clock_.Advance(days(1000));
  EXPECT_EQ(testing::CodeOf(keys.CheckSigning()), base::Code::kUnavailable);
}

TEST_F(KeysTest, OnlyNewKeysOfEcdsaPromiseTheLowS) {
  Keys keys(Parts(), schedule_);
  Must(keys.Rotate());
  for (const store::SigningKeyRow& row : Rows()) EXPECT_EQ(row.low_s, row.algorithm == "ES256");
}

class KeysMadeAtUse : public KeysTest {
 protected:
  // Forgets the RSA key that the fixture inserted.
  KeysMadeAtUse() {
    for (const store::SigningKeyRow& row : Rows()) {
      Must(store_->Write([&](store::WriteTx& tx) {
        return store::DeleteSigningKey(tx, row.environment, row.kid);
      }));
    }
    Must(keys_.Rotate());
  }

  int CountRsaKeys() {
    return static_cast<int>(std::ranges::count(Rows(), "RS256", &store::SigningKeyRow::algorithm));
  }

  Keys keys_{Parts(), {.first = FirstKey::kAtUse}};
};

TEST_F(KeysMadeAtUse, OnlyRsaKeysAreMissingAfterARotation) {
  EXPECT_EQ(CountRsaKeys(), 0);
  EXPECT_GT(Rows().size(), 0U);
  Must(keys_.CheckSigning());
}

TEST_F(KeysMadeAtUse, TheFirstTokenMakesTheKeyAndTheNextOneUsesIt) {
  const std::string kid = Must(keys_.ForSigning(a_, kWorkOsClient))->kid;
  EXPECT_EQ(Must(keys_.ForSigning(a_, kWorkOsClient))->kid, kid);
  EXPECT_NE(keys_.ByKid(kid), nullptr);
  EXPECT_EQ(CountRsaKeys(), 1);
}

TEST_F(KeysMadeAtUse, TheJwksMakesTheKey) {
  const auto published = Must(keys_.Published(a_, "workos."));
  ASSERT_EQ(published.size(), 1U);
  EXPECT_EQ(Must(keys_.ForSigning(a_, kWorkOsClient))->kid, published.front()->kid);
}

TEST_F(KeysMadeAtUse, AnUnknownEnvironmentGetsNoKey) {
  EXPECT_FALSE(keys_.ForSigning({"env_none"}, kWorkOsClient));
  EXPECT_TRUE(Must(keys_.Published({"env_none"})).empty());
  EXPECT_EQ(CountRsaKeys(), 0);
}

TEST_F(KeysMadeAtUse, ThreadsThatNeedAKeyAtOnceShareIt) {
  std::array<std::string, 4> kids;
  {
    std::vector<std::jthread> threads;
    for (std::string& kid : kids) {
      threads.emplace_back([&] { kid = Must(keys_.ForSigning(a_, kWorkOsClient))->kid; });
    }
  }
  for (const std::string& kid : kids) EXPECT_EQ(kid, kids.front());
  EXPECT_EQ(CountRsaKeys(), 1);
}

TEST_F(KeysMadeAtUse, AKeyThatCannotBeStoredDoesNotSign) {
  plan_->FailCall(1, 1000);
  const auto entry = keys_.ForSigning(a_, kWorkOsClient);
  ASSERT_FALSE(entry);
  EXPECT_EQ(entry.error().code, base::Code::kUnavailable);
  plan_->Heal();
  EXPECT_TRUE(keys_.ForSigning(a_, kWorkOsClient));
}

}  // namespace
}  // namespace bearward::token
