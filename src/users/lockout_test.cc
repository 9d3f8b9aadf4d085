// Lock-outs by failed sign-ins: administrators can see and end them; each end has an event.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/login_failures.h"
#include "testing/cast.h"
#include "users/users.h"

namespace bearward::users {
namespace {

using testing::Must;

class LockoutTest : public ::testing::Test {
 protected:
  LockoutTest() {
    cast_.world.AddRole(cast_.production, "manager", {"users:manage"});
    boss_ = cast_.world.AddUser(
        cast_.production, {.organization = cast_.acme, .username = "boss", .roles = {"manager"}});
  }
  base::Result<model::User> SignIn(std::string_view password) {
    return cast_.world.passwords->Check(
        {cast_.production, "bob", base::Secret(password), {"192.0.2.1"}});
  }
  void Lock() {
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(SignIn("wrong"));
    EXPECT_FALSE(SignIn(testing::kPassword)) << "locked";
    last_ = cast_.LastEvent();
  }
  std::vector<std::string> Names() { return cast_.NamesAfter(last_); }

  testing::Cast cast_;
  Users users_{
      {*cast_.world.store, *cast_.world.passwords, cast_.world.clock, cast_.world.entropy}};
  model::UserId boss_;
  std::int64_t last_ = 0;
};

TEST_F(LockoutTest, AnAdministratorSeesIt) {
  EXPECT_FALSE(Must(users_.Read(cast_.As(boss_), cast_.bob)).locked_until);
  EXPECT_FALSE(SignIn("wrong"));
  EXPECT_EQ(Must(users_.Read(cast_.As(boss_), cast_.bob)).failures, 1);
  EXPECT_TRUE(SignIn(testing::kPassword));
  Lock();
  const UserState locked = Must(users_.Read(cast_.As(boss_), cast_.bob));
  EXPECT_EQ(locked.locked_until, cast_.world.clock.Now() + std::chrono::minutes(15));
  cast_.world.clock.Advance(std::chrono::minutes(15));
  EXPECT_FALSE(Must(users_.Read(cast_.As(boss_), cast_.bob)).locked_until);
}

TEST_F(LockoutTest, TheUserAndItsAdministratorsSeeItAndOnlyTheseEndIt) {
  Lock();
  EXPECT_EQ(users_.Read(cast_.As(cast_.ann), cast_.bob).error().reason, "missing_permission");
  EXPECT_TRUE(Must(users_.Read(cast_.As(cast_.bob), cast_.bob)).locked_until);
  for (const auto& caller : {cast_.ann, cast_.bob}) {
    EXPECT_EQ(users_.Unlock(cast_.As(caller), cast_.bob).error().reason, "missing_permission");
  }
  const auto foreign = cast_.world.AddUser(
      cast_.production, {.organization = cast_.globex, .username = "host", .roles = {"manager"}});
  EXPECT_EQ(users_.Unlock(cast_.As(foreign, cast_.globex), cast_.bob).error().reason,
            "user_not_found");
  EXPECT_EQ(users_.Read(cast_.As(foreign, cast_.globex), cast_.bob).error().reason,
            "user_not_found");
  EXPECT_EQ(users_.Unlock(cast_.As(boss_), cast_.admin).error().reason, "exceeds_own_permissions");
  EXPECT_FALSE(SignIn(testing::kPassword)) << "still locked";
  EXPECT_TRUE(users_.Unlock(cast_.As(cast_.production), cast_.bob));
  EXPECT_TRUE(SignIn(testing::kPassword));
}

TEST_F(LockoutTest, UnlockEndsItWithAnEvent) {
  Lock();
  const auto boss = cast_.As(boss_);
  last_ = cast_.LastEvent();
  Must(users_.Unlock(boss, cast_.bob));
  const auto events = cast_.EventsAfter(last_);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kLoginUnlocked);
  EXPECT_EQ(events[0].actor.id, boss_.text);
  EXPECT_EQ(events[0].target, cast_.bob.text);
  EXPECT_TRUE(SignIn(testing::kPassword));
  last_ = cast_.LastEvent();
  Must(users_.Unlock(boss, cast_.bob));
  EXPECT_THAT(Names(), ::testing::IsEmpty()) << "not locked: nothing happens";
}

TEST_F(LockoutTest, ANewPasswordEndsIt) {
  Lock();
  const auto boss = cast_.As(boss_);
  last_ = cast_.LastEvent();
  Must(users_.SetPassword(boss, cast_.bob,
                          {.password = base::Secret(std::string("another long one"))}));
  EXPECT_THAT(Names(), ::testing::Contains("login.unlocked"));
  EXPECT_TRUE(SignIn("another long one"));
}

TEST_F(LockoutTest, ActivationEndsItAlsoOfAnActiveUser) {
  Lock();
  const auto boss = cast_.As(boss_);
  last_ = cast_.LastEvent();
  Must(users_.SetActive(boss, cast_.bob, true));
  EXPECT_THAT(Names(), ::testing::ElementsAre("login.unlocked"));
  EXPECT_TRUE(SignIn(testing::kPassword));
}

// Each change costs up to six hashes, also if it is refused.
TEST_F(LockoutTest, PasswordChangesOfOneUserAreThrottled) {
  const auto key = cast_.As(cast_.production);
  const auto change = [&](const model::UserId& user, std::string_view password) {
    const auto status = users_.SetPassword(key, user, {base::Secret(password)});
    return status ? "" : status.error().reason;
  };
  EXPECT_EQ(change(cast_.bob, "short"), "password_too_short") << "costs no hash and is not counted";
  for (int i = 0; i < 10; ++i) EXPECT_EQ(change(cast_.bob, testing::kPassword), "password_reused");
  EXPECT_EQ(change(cast_.bob, "a password of his own"), "too_many_changes");
  EXPECT_EQ(change(cast_.ann, testing::kPassword), "password_reused") << "another user";
  cast_.world.clock.Advance(std::chrono::minutes(1));
  EXPECT_EQ(change(cast_.bob, "a password of his own"), "");
}

TEST_F(LockoutTest, DeactivationDoesNotEndIt) {
  Lock();
  const auto boss = cast_.As(boss_);
  last_ = cast_.LastEvent();
  Must(users_.SetActive(boss, cast_.bob, false));
  EXPECT_THAT(Names(), ::testing::Not(::testing::Contains("login.unlocked")));
}

}  // namespace
}  // namespace bearward::users
