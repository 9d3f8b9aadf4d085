#include "verify/passwords.h"

#include <gtest/gtest.h>

#include "crypto/password_import.h"
#include "store/events.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/users.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"

namespace bearward::verify {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Must;
using testing::TestServer;

class PasswordsTest : public ::testing::Test {
 protected:
  base::Result<model::User> Check(std::string login, std::string_view password = testing::kPassword,
                                  std::string address = "192.0.2.1") {
    return world_.passwords->Check(
        {environment_, std::move(login), base::Secret(password), std::move(address)});
  }
  void Fail(const std::string& login, int times, const std::string& address = "192.0.2.1") {
    for (int i = 0; i < times; ++i) EXPECT_FALSE(Check(login, "wrong", address));
  }
  void SetPolicy(model::PolicyLevel level) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto row, store::FindOrganization(tx, environment_, acme_));
      row->password_policy = level;
      return store::UpdateOrganization(tx, *row);
    }));
  }
  void Update(const std::function<void(model::User&)>& change) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, environment_, ann_));
      change(*user);
      return store::UpdateUser(tx, *user);
    }));
  }
  model::User Ann() {
    return *Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::FindUser(tx, environment_, ann_); }));
  }
  std::vector<model::Event> Events(model::EventType type) {
    auto events = Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::ListEvents(tx, environment_, 0, 1000); }));
    std::erase_if(events, [&](const model::Event& event) { return event.type != type; });
    return events;
  }
  store::LoginFailures Failures() {
    return Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::FindLoginFailures(tx, environment_, ann_); }));
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const model::EnvironmentId environment_ = world_.AddEnvironment("production");
  const model::OrganizationId acme_ = world_.AddOrganization(environment_, "Acme", 28);
  const model::UserId ann_ = world_.AddUser(environment_, {acme_, "ann"});
};

TEST_F(PasswordsTest, RightPasswordFindsTheUserByUsernameOrEmailInAnyCase) {
  for (const std::string login : {"ann", "ANN", "ann@example.test", "Ann@Example.TEST"}) {
    const auto user = Check(login);
    ASSERT_TRUE(user) << login;
    EXPECT_EQ(user->id, ann_);
  }
}

TEST_F(PasswordsTest, EveryRefusalReadsAlike) {
  const auto wrong = Check("ann", "wrong");
  const auto unknown = Check("nobody", "wrong");
  Update([](model::User& user) { user.active = false; });
  const auto inactive = Check("ann");
  Update([](model::User& user) {
    user.active = true;
    user.password_hash.clear();
  });
  const auto without_password = Check("ann", "");
  for (const auto& refused : {wrong, unknown, inactive, without_password}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, base::Code::kUnauthenticated);
    EXPECT_EQ(refused.error().reason, "invalid_credentials");
    EXPECT_EQ(refused.error().public_text, wrong.error().public_text);
    EXPECT_EQ(refused.error().fields, wrong.error().fields);
  }
}

// A faster answer for unknown users would show which users exist.
TEST_F(PasswordsTest, EveryAnswerCostsOneHash) {
  const auto cost_of = [&](const std::string& login, std::string_view password) {
    const std::uint64_t before = crypto::PasswordHashesChecked();
    (void)Check(login, password);
    return crypto::PasswordHashesChecked() - before;
  };
  EXPECT_EQ(cost_of("ann", testing::kPassword), 1U);
  EXPECT_EQ(cost_of("ann", "wrong"), 1U);
  EXPECT_EQ(cost_of("nobody", "wrong"), 1U);
  Update([](model::User& user) { user.active = false; });
  EXPECT_EQ(cost_of("ann", testing::kPassword), 1U);
  Update([](model::User& user) { user.active = true; });
  Fail("ann", 5, "192.0.2.9");
  EXPECT_EQ(cost_of("ann", testing::kPassword), 1U);
  Update([](model::User& user) { user.password_hash.clear(); });
  EXPECT_EQ(cost_of("ann", testing::kPassword), 1U);
}

TEST_F(PasswordsTest, DummyHashHasTheConfiguredCost) {
  Must(Check("ann"));
  EXPECT_EQ(crypto::CostOfPasswordHash(Ann().password_hash),
            (crypto::PasswordCost{.memory_kib = 8, .passes = 1}));
}

TEST_F(PasswordsTest, OverlongPasswordIsRefusedWithoutAHash) {
  const std::string longest(model::kLongestPassword, 'x');
  Update([&](model::User& user) {
    user.password_hash = Must(world_.passwords->Hash(base::Secret(longest)));
  });
  EXPECT_TRUE(Check("ann", longest));
  const std::uint64_t before = crypto::PasswordHashesChecked();
  EXPECT_EQ(Check("ann", longest + "x").error().reason, "invalid_credentials");
  EXPECT_EQ(crypto::PasswordHashesChecked(), before);
}

// The door makes an event of a failure (door/audit.h) with `claimed` as its target.
TEST_F(PasswordsTest, AFailureNamesTheClaimedUserAndNeverTheTypedName) {
  EXPECT_EQ(Check("ann", "wrong").error().claimed, ann_.text);
  EXPECT_EQ(Check("ann@example.test", "wrong").error().claimed, ann_.text);
  EXPECT_EQ(Check("my password in the wrong field", "wrong").error().claimed, "");
}

struct Level {
  model::PolicyLevel level;
  int failures;
};

TEST_F(PasswordsTest, PolicyLocksAfterItsNumberOfFailures) {
  for (const Level& row : {Level{model::PolicyLevel::kMedium, 5}, {model::PolicyLevel::kHigh, 3}}) {
    SetPolicy(row.level);
    Fail("ann", row.failures - 1);
    EXPECT_TRUE(Check("ann"));
    Fail("ann", row.failures);
    EXPECT_EQ(Check("ann", testing::kPassword, "198.51.100.1").error().reason,
              "invalid_credentials");
    world_.clock.Advance(minutes(15) - milliseconds(1));
    EXPECT_FALSE(Check("ann"));
    world_.clock.Advance(milliseconds(1));
    EXPECT_TRUE(Check("ann"));
  }
  EXPECT_EQ(Events(model::EventType::kLoginLocked).size(), 2U);
  EXPECT_EQ(Events(model::EventType::kLoginLocked).front().target, ann_.text);
}

TEST_F(PasswordsTest, LowPolicyNeverLocks) {
  SetPolicy(model::PolicyLevel::kLow);
  for (int i = 0; i < 50; ++i) Fail("ann", 1, "192.0.2." + std::to_string(i));
  EXPECT_TRUE(Check("ann"));
  EXPECT_TRUE(Events(model::EventType::kLoginLocked).empty());
}

TEST_F(PasswordsTest, StrictestOfTheOrganizationsCounts) {
  SetPolicy(model::PolicyLevel::kLow);
  const auto globex = world_.AddOrganization(environment_, "Globex", 29);
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindOrganization(tx, environment_, globex));
    row->password_policy = model::PolicyLevel::kHigh;
    return store::UpdateOrganization(tx, *row);
  }));
  world_.AddMembership(environment_, ann_, globex, {});
  Fail("ann", 3);
  EXPECT_FALSE(Check("ann"));
}

// Separate counters for username and email would double the number of guesses.
TEST_F(PasswordsTest, UsernameAndEmailShareOneCounter) {
  Fail("ann", 2);
  Fail("ANN@example.test", 3);
  EXPECT_FALSE(Check("ann"));
}

TEST_F(PasswordsTest, SuccessResetsTheCounter) {
  for (int round = 0; round < 4; ++round) {
    Fail("ann", 4);
    EXPECT_TRUE(Check("ann"));
    EXPECT_EQ(Failures().count, 0);
  }
}

TEST_F(PasswordsTest, FailuresDuringALockDoNotProlongIt) {
  Fail("ann", 5);
  const auto locked_until = Failures().locked_until;
  ASSERT_TRUE(locked_until);
  world_.clock.Advance(minutes(10));
  Fail("ann", 5, "198.51.100.1");
  EXPECT_EQ(Failures().locked_until, locked_until);
  EXPECT_EQ(Events(model::EventType::kLoginLocked).size(), 1U);
}

TEST_F(PasswordsTest, LockSurvivesARestart) {
  Fail("ann", 5);
  const auto after_restart = Must(
      Passwords::Make({*world_.store, world_.clock, world_.entropy}, {8, 1}, ThrottleLimits()));
  EXPECT_FALSE(after_restart->Check(
      {environment_, "ann", base::Secret(std::string_view(testing::kPassword)), "192.0.2.1"}));
}

TEST_F(PasswordsTest, ManyFailuresFromOneAddressAreThrottledPerUser) {
  SetPolicy(model::PolicyLevel::kLow);
  Fail("ann", 10);
  const std::uint64_t hashes = crypto::PasswordHashesChecked();
  const auto throttled = Check("Ann");
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().code, base::Code::kLimited);
  EXPECT_EQ(throttled.error().reason, "too_many_failures");
  EXPECT_EQ(throttled.error().retry_after, seconds(60));
  EXPECT_EQ(crypto::PasswordHashesChecked(), hashes);
  EXPECT_TRUE(Check("ann", testing::kPassword, "198.51.100.1"));
  world_.clock.Advance(seconds(60));
  EXPECT_TRUE(Check("ann"));
}

// Incident classes D1 and D2: failures under username and email are added, and the answers do not
// show that both names belong to one user.
TEST_F(PasswordsTest, TheThrottleOfAUserUnderSeveralNamesIsSilent) {
  SetPolicy(model::PolicyLevel::kLow);
  const auto codes = [&](const std::string& first, const std::string& second) {
    std::vector<base::Code> found;
    Fail(first, 5);
    for (int i = 0; i < 10; ++i) found.push_back(Check(second, "wrong").error().code);
    return found;
  };
  const auto known = codes("ann", "ann@example.test");
  EXPECT_EQ(known, codes("nobody", "nobody@example.test"));
  EXPECT_EQ(known, std::vector<base::Code>(10, base::Code::kUnauthenticated));
  const std::uint64_t hashes = crypto::PasswordHashesChecked();
  const auto throttled = Check("ann");
  ASSERT_FALSE(throttled) << "15 failures of one user";
  EXPECT_EQ(throttled.error().reason, "invalid_credentials");
  EXPECT_EQ(crypto::PasswordHashesChecked(), hashes);
  EXPECT_TRUE(Check("ann", testing::kPassword, "198.51.100.1")) << "positive control";
}

TEST_F(PasswordsTest, AddressesAreCountedByTheirNetwork) {
  SetPolicy(model::PolicyLevel::kLow);
  for (int i = 0; i < 10; ++i) Fail("ann", 1, "2001:db8:1:2::" + std::to_string(i));
  EXPECT_EQ(Check("ann", "wrong", "2001:db8:1:2:ffff::1").error().code, base::Code::kLimited);
  EXPECT_TRUE(Check("ann", testing::kPassword, "2001:db8:1:3::1"));
  Fail("bob", 10, "::ffff:192.0.2.9");
  EXPECT_EQ(Check("bob", "wrong", "192.0.2.9").error().code, base::Code::kLimited);
}

// The response must not show that the password is right while the organization is disabled.
TEST_F(PasswordsTest, ASwitchedOffOrganizationRefusesTheRightPasswordLikeAWrongOne) {
  const auto switch_to = [&](bool enabled) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto row, store::FindOrganization(tx, environment_, acme_));
      row->enabled = enabled;
      return store::UpdateOrganization(tx, *row);
    }));
  };
  EXPECT_TRUE(Check("ann"));
  switch_to(false);
  const auto right = Check("ann");
  const auto wrong = Check("ann", "wrong");
  ASSERT_FALSE(right);
  EXPECT_EQ(right.error().code, wrong.error().code);
  EXPECT_EQ(right.error().reason, wrong.error().reason);
  EXPECT_EQ(right.error().public_text, wrong.error().public_text);
  EXPECT_EQ(right.error().claimed, wrong.error().claimed);
  for (int i = 0; i < 8; ++i) (void)Check("ann");
  EXPECT_EQ(Check("ann").error().code, base::Code::kLimited) << "it counts like a wrong one";
  EXPECT_EQ(Failures().count, 1) << "but does not lock";
  switch_to(true);
  EXPECT_TRUE(Check("ann", testing::kPassword, "198.51.100.1"));
}

TEST_F(PasswordsTest, TheLogSaysWhyAndTheClientDoesNot) {
  const auto detail = [&](const std::string& login, std::string_view password) {
    return Check(login, password).error().detail;
  };
  EXPECT_EQ(detail("nobody", "wrong"), "no such user");
  EXPECT_EQ(detail("ann", "wrong"), "user " + ann_.text + ": wrong password");
  Update([](model::User& user) { user.active = false; });
  EXPECT_EQ(detail("ann", testing::kPassword), "user " + ann_.text + " is inactive");
  Update([](model::User& user) { user.active = true; });
  Fail("ann", 3);
  const std::string until = " (locked until 2031-05-06T07:23:09.123Z)";
  EXPECT_EQ(detail("ann", "wrong"), "user " + ann_.text + ": wrong password" + until);
  EXPECT_EQ(detail("ann", testing::kPassword), "user " + ann_.text + until);
}

TEST_F(PasswordsTest, AttemptsAndLockoutsAreCounted) {
  EXPECT_TRUE(Check("ann"));
  Fail("ann", 12);
  Fail("nobody", 1);
  EXPECT_EQ(world_.passwords->attempts(SignInOutcome::kSuccess), 1U);
  EXPECT_EQ(world_.passwords->attempts(SignInOutcome::kRefused), 11U);
  EXPECT_EQ(world_.passwords->attempts(SignInOutcome::kThrottled), 2U);
  EXPECT_EQ(world_.passwords->lockouts(), 1U);
}

// Incident class D1: imported hashes may take longer than our own.
TEST_F(PasswordsTest, TheTimeOfAFailureCoversTheSlowestStoredHash) {
  using std::chrono::nanoseconds;
  Must(world_.passwords->CoverStoredHashes(milliseconds(300)));
  EXPECT_EQ(world_.passwords->failure_time(), milliseconds(300));
  const std::string slow =
      "$argon2id$v=19$m=262144,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  Update([&](model::User& user) { user.password_hash = slow; });
  Must(world_.passwords->CoverStoredHashes(milliseconds(300)));
  const nanoseconds covered = world_.passwords->failure_time();
  EXPECT_GE(covered, 2 * nanoseconds(*crypto::EstimatedMatchTime(slow)));
  EXPECT_GT(covered, milliseconds(300));
  Update([&](model::User& user) {
    user.password_hash =
        "$argon2id$v=19$m=1048576,t=64,p=1$c29tZXNhbHRzb21lc2FsdA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  });
  Must(world_.passwords->CoverStoredHashes(milliseconds(300)));
  EXPECT_EQ(world_.passwords->failure_time(), 3 * crypto::kLongestImportedMatch) << "bounded";
}

TEST_F(PasswordsTest, ASlowerHashFromAnotherProcessIsCoveredFromItsFirstCheckOn) {
  using std::chrono::nanoseconds;
  Must(world_.passwords->CoverStoredHashes(nanoseconds(0)));
  const std::string slower =
      "$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const nanoseconds needed = 2 * nanoseconds(*crypto::EstimatedMatchTime(slower));
  ASSERT_LT(world_.passwords->failure_time(), needed);
  Update([&](model::User& user) { user.password_hash = slower; });
  Fail("ann", 1);
  EXPECT_GE(world_.passwords->failure_time(), needed);
}

TEST_F(PasswordsTest, UnknownNamesAreThrottledLikeKnownOnes) {
  SetPolicy(model::PolicyLevel::kLow);
  Fail("ann", 10);
  Fail("nobody", 10);
  EXPECT_EQ(Check("ann", "wrong").error().code, base::Code::kLimited);
  EXPECT_EQ(Check("Nobody", "wrong").error().code, base::Code::kLimited);
}

TEST_F(PasswordsTest, OneAddressOverManyNamesIsThrottled) {
  for (int i = 0; i < 100; ++i) Fail("nobody" + std::to_string(i), 1);
  EXPECT_EQ(Check("ann").error().code, base::Code::kLimited);
  EXPECT_TRUE(Check("ann", testing::kPassword, "198.51.100.1"));
}

TEST_F(PasswordsTest, EnvironmentsAreThrottledApart) {
  SetPolicy(model::PolicyLevel::kLow);
  const auto sandbox = world_.AddEnvironment("sandbox");
  Fail("nobody", 10);
  const auto other = world_.passwords->Check(
      {sandbox, "nobody", base::Secret(std::string_view("wrong")), "192.0.2.1"});
  EXPECT_EQ(other.error().code, base::Code::kUnauthenticated);
}

TEST_F(PasswordsTest, HashOfAnotherCostIsRenewedBySigningIn) {
  const base::Secret password{std::string_view(testing::kPassword)};
  Update([&](model::User& user) {
    user.password_hash = Must(crypto::HashPassword(password, {16, 2}, world_.entropy));
  });
  const std::string old = Ann().password_hash;
  Fail("ann", 1);
  EXPECT_EQ(Ann().password_hash, old);
  const model::User signed_in = Must(Check("ann"));
  EXPECT_EQ(signed_in.password_hash, Ann().password_hash);
  EXPECT_NE(Ann().password_hash, old);
  EXPECT_EQ(crypto::CostOfPasswordHash(Ann().password_hash), (crypto::PasswordCost{8, 1}));
  const std::string renewed = Ann().password_hash;
  EXPECT_TRUE(Check("ann"));
  EXPECT_EQ(Ann().password_hash, renewed);
}

constexpr std::string_view kComposed = "Gr\u00fc\u00dfe-12345";
constexpr std::string_view kDecomposed = "Gru\u0308\u00dfe-12345";

// The same password typed on another system may arrive in decomposed form. An earlier release
// refused it.
TEST_F(PasswordsTest, APasswordIsRightInEveryNormalizationForm) {
  Update([&](model::User& user) {
    user.username = "j\u00fcrgen";
    user.password_hash = Must(world_.passwords->Hash(base::Secret(kDecomposed)));
  });
  for (const char* login : {"j\u00fcrgen", "JU\u0308RGEN"}) {
    EXPECT_TRUE(Check(login, kComposed)) << login;
    EXPECT_TRUE(Check(login, kDecomposed)) << login;
    EXPECT_FALSE(Check(login, "Gru\u00dfe-12345")) << login;
  }
}

// Release 0.1.0 hashed the bytes as they were typed.
TEST_F(PasswordsTest, AHashOfTheBytesAsTypedIsRightOnceAndThenRenewed) {
  // Argon2id of kDecomposed at m=8, t=1, computed independently by argon2-cffi 25.1.
  const std::string old =
      "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$B/9X8i1iKY53v6fLXJsFqbAcqpnlF1gylT03IB/"
      "GnTg";
  Update([&](model::User& user) { user.password_hash = old; });
  EXPECT_FALSE(Check("ann", kComposed));
  EXPECT_EQ(Ann().password_hash, old);
  const base::Time changed = Ann().password_changed_at;
  EXPECT_TRUE(Check("ann", kDecomposed));
  EXPECT_NE(Ann().password_hash, old);
  EXPECT_EQ(Ann().password_changed_at, changed);
  EXPECT_TRUE(Check("ann", kComposed));
  EXPECT_TRUE(Check("ann", kDecomposed));
  EXPECT_TRUE(Events(model::EventType::kUserPasswordChanged).empty());
}

// The password is "U*U"; a test vector of crypt_blowfish.
TEST_F(PasswordsTest, AHashOfAnotherProductIsRenewedInOneWriteAndEndsNothing) {
  const std::string imported = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  Update([&](model::User& user) { user.password_hash = imported; });
  const auto session = world_.SignIn(environment_, ann_, acme_, "teletracker").session.id;
  Fail("ann", 1);
  EXPECT_EQ(Ann().password_hash, imported);
  const auto signed_in = Must(Check("ann", "U*U"));
  EXPECT_EQ(crypto::CostOfPasswordHash(Ann().password_hash), (crypto::PasswordCost{8, 1}));
  EXPECT_EQ(signed_in.password_changed_at, Ann().password_changed_at);
  EXPECT_EQ(Failures().count, 0);
  EXPECT_TRUE(Check("ann", "U*U"));
  EXPECT_FALSE(Check("ann", "U*"));
  EXPECT_TRUE(Events(model::EventType::kUserPasswordChanged).empty());
  const auto row = Must(world_.store->Read(
      [&](store::ReadTx& tx) { return store::FindSession(tx, environment_, session); }));
  EXPECT_EQ(row->ended_at, std::nullopt);
}

TEST_F(PasswordsTest, UnknownNamesAreThrottledInEverySpelling) {
  SetPolicy(model::PolicyLevel::kLow);
  Fail("j\u00fcrgen", 5);
  Fail("JU\u0308RGEN", 5);
  EXPECT_EQ(Check("J\u00dcRGEN", "wrong").error().code, base::Code::kLimited);
}

TEST_F(PasswordsTest, SuccessWithNothingToResetDoesNotWrite) {
  const auto calls_of_success = [&] {
    plan_->Heal();
    Must(Check("ann"));
    return plan_->calls();
  };
  const int reading = calls_of_success();
  Fail("ann", 1);
  EXPECT_GT(calls_of_success(), reading);
  EXPECT_EQ(calls_of_success(), reading);
}

TEST_F(PasswordsTest, UnreadableHashIsOurFaultAndNoRefusal) {
  Update([](model::User& user) { user.password_hash = "$argon2id$broken"; });
  const auto result = Check("ann");
  EXPECT_EQ(result.error().code, base::Code::kInternal);
  EXPECT_EQ(result.error().public_text, base::Internal("").public_text);
}

// A storage failure is not a refusal of the password, and no failure is partly counted.
TEST_F(PasswordsTest, StorageFailureOnAWrongPasswordIsNoRefusal) {
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        world_.clock.Advance(minutes(2));
        const auto result = Check("ann", "wrong");
        EXPECT_EQ(result.error().code,
                  plan_->fired() ? base::Code::kUnavailable : base::Code::kUnauthenticated);
      },
      [&](int n) { EXPECT_EQ(Failures().count, 0) << n; });
  EXPECT_GT(faults, 4);
  EXPECT_EQ(Failures().count, 1);
}

TEST_F(PasswordsTest, StorageFailureOnTheRightPasswordIsNoRefusal) {
  Fail("ann", 1);
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        const auto result = Check("ann");
        EXPECT_EQ(result.has_value(), !plan_->fired());
        EXPECT_TRUE(result || result.error().code == base::Code::kUnavailable);
      },
      [&](int n) { EXPECT_EQ(Failures().count, 1) << n; });
  EXPECT_GT(faults, 4);
  EXPECT_EQ(Failures().count, 0);
}

}  // namespace
}  // namespace bearward::verify
