#include "administrators/setup.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/administrators.h"
#include "store/users.h"
#include "testing/cast.h"

namespace bearward::administrators {
namespace {

using testing::CodeOf;
using testing::Must;

class SetupTest : public ::testing::Test {
 protected:
  // Make stands for the creation of a user, whose password is that of the cast.
  base::Status Make(const NewAdministrator& administrator) {
    made_.push_back(administrator.email);
    cast_.world.AddUser(cast_.production,
                        {.organization = cast_.acme, .username = administrator.email});
    return {};
  }
  administrators::Setup::Parts Parts() {
    return {*cast_.world.store, *cast_.world.passwords, cast_.world.clock, cast_.world.entropy,
            [this](const NewAdministrator& one) { return Make(one); }};
  }
  base::Status Create(const base::Secret& token, const std::string& email = "new@example.test",
                      std::string_view password = testing::kPassword) {
    return setup_.Create(token, {.email = email, .password = base::Secret(password)},
                         {.address = "192.0.2.1", .request_id = "r1"});
  }
  std::optional<model::User> Find(std::string_view login) {
    return Must(cast_.world.store->Read(
        [&](store::ReadTx& tx) { return store::FindUserByLogin(tx, cast_.production, login); }));
  }
  bool IsAdministrator(std::string_view login) {
    const model::UserId id = Find(login)->id;
    return Must(cast_.world.store->Read(
        [&](store::ReadTx& tx) { return store::IsAdministrator(tx, cast_.production, id); }));
  }
  bool HasAdministrator() { return Must(cast_.world.store->Read(store::HasAdministrator)); }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  std::vector<std::string> made_;
  administrators::Setup setup_{Parts()};
};

TEST_F(SetupTest, TheTokenMakesTheFirstAdministratorOnce) {
  const base::Secret token = *Must(setup_.Begin());
  const std::int64_t before = cast_.LastEvent();
  EXPECT_TRUE(setup_.Check(token));
  EXPECT_TRUE(Create(token));
  EXPECT_TRUE(IsAdministrator("new@example.test"));
  const auto events = cast_.EventsAfter(before);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().type, model::EventType::kAdministratorAdded);
  EXPECT_EQ(events.back().target, Find("new@example.test")->id.text);
  EXPECT_EQ(events.back().actor.origin.address, "192.0.2.1");

  EXPECT_EQ(CodeOf(Create(token)), base::Code::kDenied) << "the link is used up";
  EXPECT_FALSE(Must(setup_.Begin()).has_value()) << "a later start offers no link";
  EXPECT_EQ(made_.size(), 1U);
}

TEST_F(SetupTest, AnotherTokenMakesNoAdministrator) {
  const base::Secret token = *Must(setup_.Begin());
  for (const char* other : {"", "0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"}) {
    const auto refused = Create(base::Secret(other));
    EXPECT_EQ(CodeOf(refused), base::Code::kDenied) << other;
    EXPECT_EQ(refused.error().reason, "setup_link_invalid") << other;
  }
  EXPECT_FALSE(HasAdministrator());
  EXPECT_TRUE(Create(token)) << "the right token still works";
}

TEST_F(SetupTest, WithoutBeginNoTokenIsValid) {
  EXPECT_EQ(CodeOf(setup_.Check(base::Secret(""))), base::Code::kDenied);
}

TEST_F(SetupTest, ANewStartReplacesTheToken) {
  const base::Secret first = *Must(setup_.Begin());
  const base::Secret second = *Must(setup_.Begin());
  EXPECT_FALSE(setup_.Check(first));
  EXPECT_TRUE(setup_.Check(second));
}

TEST_F(SetupTest, TheEntriesAreChecked) {
  const base::Secret token = *Must(setup_.Begin());
  EXPECT_EQ(Create(token, "").error().reason, "missing_field");
  EXPECT_EQ(Create(token, "two\nlines").error().reason, "invalid_value");
  EXPECT_EQ(Create(token, "new@example.test", "short").error().reason, "password_too_short");
  EXPECT_TRUE(made_.empty());
  EXPECT_TRUE(Create(token));
}

TEST_F(SetupTest, OfTwoNodesOneMakesTheAdministrator) {
  administrators::Setup other{Parts()};
  const base::Secret here = *Must(setup_.Begin());
  const base::Secret there = *Must(other.Begin());
  EXPECT_TRUE(Create(here));
  const auto late = other.Create(
      there, {.email = "late@example.test", .password = base::Secret(testing::kPassword)}, {});
  EXPECT_EQ(CodeOf(late), base::Code::kConflict);
  EXPECT_EQ(made_.size(), 1U);
}

// The link used to give an existing user the entered password.
TEST_F(SetupTest, AnExistingUserProvesItsPasswordAndIsNotChanged) {
  const base::Secret token = *Must(setup_.Begin());
  const model::User before = *Find("bob");
  const auto wrong = Create(token, "bob", "another long password");
  EXPECT_EQ(wrong.error().reason, "invalid_credentials")
      << "the door answers it after a fixed time";
  EXPECT_EQ(CodeOf(wrong), base::Code::kUnauthenticated);
  EXPECT_FALSE(HasAdministrator());
  EXPECT_TRUE(Create(token, "bob")) << "the link is still valid";
  EXPECT_TRUE(IsAdministrator("bob"));
  EXPECT_EQ(Find("bob")->password_hash, before.password_hash);
  EXPECT_EQ(Find("bob")->updated_at, before.updated_at);
  EXPECT_TRUE(made_.empty());
}

TEST_F(SetupTest, AnInactiveUserIsNotMadeTheAdministrator) {
  const base::Secret token = *Must(setup_.Begin());
  cast_.SetUserActive(cast_.bob, false);
  EXPECT_EQ(CodeOf(Create(token, "bob")), base::Code::kUnauthenticated);
  EXPECT_FALSE(HasAdministrator());
  cast_.SetUserActive(cast_.bob, true);
  EXPECT_TRUE(Create(token, "bob"));
}

TEST_F(SetupTest, WrongPasswordsOfAnExistingUserAreThrottled) {
  const base::Secret token = *Must(setup_.Begin());
  base::Status last;
  for (int i = 0; i < 100; ++i) {
    last = Create(token, "bob", "another long password");
    if (CodeOf(last) == base::Code::kLimited) break;
  }
  EXPECT_EQ(CodeOf(last), base::Code::kLimited);
}

TEST_F(SetupTest, AFailureOfTheStoreLeavesTheLinkValid) {
  const base::Secret token = *Must(setup_.Begin());
  base::Status last;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { last = Create(token, "bob"); },
      [&](int n) {
        EXPECT_EQ(CodeOf(last), base::Code::kUnavailable) << "call " << n;
        EXPECT_FALSE(HasAdministrator()) << "call " << n;
        EXPECT_TRUE(setup_.Check(token)) << "call " << n;
      });
  EXPECT_GT(faults, 5);
  EXPECT_TRUE(last);
  EXPECT_TRUE(IsAdministrator("bob"));
}

class SetupConcurrency : public SetupTest {};

// Two requests used to make two users, or to change the password of the first one.
TEST_F(SetupConcurrency, OfTwoRequestsWithOneLinkOneMakesAUser) {
  const base::Secret token = *Must(setup_.Begin());
  base::Status first;
  base::Status second;
  {
    const std::jthread one([&] { first = Create(token, "one@example.test"); });
    const std::jthread two([&] { second = Create(token, "two@example.test"); });
  }
  EXPECT_NE(first.has_value(), second.has_value());
  EXPECT_EQ(CodeOf(first ? second : first), base::Code::kDenied);
  EXPECT_EQ(made_.size(), 1U);
}

}  // namespace
}  // namespace bearward::administrators
