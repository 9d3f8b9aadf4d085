#include "administrators/setup.h"

#include <gtest/gtest.h>

#include "store/administrators.h"
#include "testing/cast.h"

namespace bearward::administrators {
namespace {

using testing::CodeOf;
using testing::Must;

class SetupTest : public ::testing::Test {
 protected:
  // Make stands for the creation of a user: bob of the cast gets the role.
  base::Result<MadeUser> Make(const NewAdministrator& administrator) {
    made_.push_back(administrator.email);
    return MadeUser{cast_.production, cast_.bob};
  }
  base::Status Create(const base::Secret& token, const std::string& email = "new@example.test",
                      std::string_view password = testing::kPassword) {
    return setup_.Create(token, {.email = email, .password = base::Secret(password)},
                         {.address = "192.0.2.1", .request_id = "r1"});
  }
  bool IsAdministrator() {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
      return store::IsAdministrator(tx, cast_.production, cast_.bob);
    }));
  }

  testing::Cast cast_;
  std::vector<std::string> made_;
  administrators::Setup setup_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy,
                                [this](const NewAdministrator& one) { return Make(one); }}};
};

TEST_F(SetupTest, TheTokenMakesTheFirstAdministratorOnce) {
  const base::Secret token = *Must(setup_.Begin());
  const std::int64_t before = cast_.LastEvent();
  EXPECT_TRUE(setup_.Check(token));
  EXPECT_TRUE(Create(token));
  EXPECT_TRUE(IsAdministrator());
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kUserUpdated);
  EXPECT_NE(events[0].data.find("administrator"), std::string::npos);
  EXPECT_EQ(events[0].target, cast_.bob.text);
  EXPECT_EQ(events[0].actor.origin.address, "192.0.2.1");

  EXPECT_EQ(CodeOf(Create(token)), base::Code::kDenied) << "the link is used up";
  EXPECT_FALSE(Must(setup_.Begin()).has_value()) << "a later start offers no link";
  EXPECT_EQ(made_.size(), 1U);
}

TEST_F(SetupTest, AnotherTokenMakesNobodyAnAdministrator) {
  const base::Secret token = *Must(setup_.Begin());
  for (const char* other : {"", "0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"}) {
    const auto refused = Create(base::Secret(other));
    EXPECT_EQ(CodeOf(refused), base::Code::kDenied) << other;
    EXPECT_EQ(refused.error().reason, "setup_link_invalid") << other;
  }
  EXPECT_FALSE(IsAdministrator());
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
  administrators::Setup other{{*cast_.world.store, cast_.world.clock, cast_.world.entropy,
                               [this](const NewAdministrator& one) { return Make(one); }}};
  const base::Secret here = *Must(setup_.Begin());
  const base::Secret there = *Must(other.Begin());
  EXPECT_TRUE(Create(here));
  const auto late = other.Create(
      there, {.email = "late@example.test", .password = base::Secret(testing::kPassword)}, {});
  EXPECT_EQ(CodeOf(late), base::Code::kConflict);
  EXPECT_EQ(made_.size(), 1U);
}

}  // namespace
}  // namespace bearward::administrators
