// An operator acts for another environment (docs/masquerade.md; incident classes B4, I2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grant/grant.h"
#include "sessions/sessions.h"
#include "store/administrators.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using testing::Must;
using token::Issued;

class ActForEnvironment : public ::testing::Test {
 protected:
  void Appoint(const model::EnvironmentId& environment, const model::UserId& user) {
    Must(world_.store->Write([&](store::WriteTx& tx) {
      return store::InsertAdministrator(tx, environment, user, world_.clock.Now());
    }));
  }
  // Administrator returns a user who administers its environment, in the console.
  model::Caller Administrator(const model::EnvironmentId& environment, const model::UserId& user) {
    Appoint(environment, user);
    return CallerOf(world_.SignIn(environment, user, {}, token::kConsole));
  }
  model::Caller CallerOf(const Issued& issued) {
    return cast_.Of(testing::BearerOf(issued.access.Reveal()));
  }
  base::Result<Granted> Act(const model::Caller& caller, const model::EnvironmentId& environment) {
    return testing::Committed(grant_.ActForEnvironment(caller, environment));
  }
  void ExpectRefused(const base::Result<Granted>& result, std::string_view reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, reason);
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

TEST_F(ActForEnvironment, OpensASessionOfThatEnvironmentThatNamesTheOperator) {
  const model::Caller ann = Administrator(cast_.production, cast_.ann);
  const std::int64_t before = cast_.LastEvent();
  const Granted granted = Must(Act(ann, cast_.sandbox));
  const model::Caller there = CallerOf(granted.issued);
  EXPECT_EQ(there->environment, cast_.sandbox);
  EXPECT_EQ(there->subject_kind, model::SubjectKind::kEnvironment);
  EXPECT_TRUE(model::HasPermission(there.principal(), "users:manage"));
  ASSERT_TRUE(there->impersonator);
  EXPECT_EQ(there->impersonator->id, cast_.ann.text);
  EXPECT_EQ(there->impersonator->environment, cast_.production);
  EXPECT_EQ(granted.issued.refresh, std::nullopt);

  EXPECT_TRUE(cast_.EventsAfter(before).empty()) << "the own environment has no event";
  const auto events = cast_.EventsAfter(before, cast_.sandbox);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionCreated);
  EXPECT_EQ(events[1].type, model::EventType::kMasqueradeStarted);
  for (const model::Event& event : events) EXPECT_EQ(event.actor.id, cast_.ann.text);
}

// I2
TEST_F(ActForEnvironment, IsForOperatorsInPersonOnly) {
  const model::Caller mallory = Administrator(cast_.sandbox, cast_.mallory);
  ExpectRefused(Act(mallory, cast_.production), "not_the_default_environment");
  ExpectRefused(Act(cast_.As(cast_.production), cast_.sandbox), "not_a_session");
  const Issued member = world_.SignIn(cast_.production, cast_.admin, cast_.acme, token::kConsole);
  ExpectRefused(Act(CallerOf(member), cast_.sandbox), "not_the_environment");

  const model::Caller ann = Administrator(cast_.production, cast_.ann);
  ExpectRefused(Act(ann, cast_.production), "own_environment");
  ExpectRefused(Act(ann, {"env_none"}), "environment_not_found");
  const Granted granted = Must(Act(ann, cast_.sandbox));
  ExpectRefused(Act(CallerOf(granted.issued), cast_.production), "not_a_user");
}

// B4: the operator is removed between the check and the write.
TEST_F(ActForEnvironment, IsRefusedIfTheOperatorIsRemovedMeanwhile) {
  const model::Caller ann = Administrator(cast_.production, cast_.ann);
  Appoint(cast_.production, cast_.bob);
  testing::HookedIssuer hooked(world_, [&] {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::DeleteAdministrator(tx, cast_.production, cast_.ann));
      const model::EventBy by(cast_.production, {}, world_.clock.Now());
      return sessions::EndAdministration(tx, by, cast_.ann);
    }));
  });
  Grant grant({*world_.store, world_.verifier, hooked.issuer, world_.clock}, 10s);
  ExpectRefused(testing::Committed(grant.ActForEnvironment(ann, cast_.sandbox)), "session_ended");
  EXPECT_TRUE(hooked.clock.fired());
}

}  // namespace
}  // namespace bearward::grant
