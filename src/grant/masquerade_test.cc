#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grant/grant.h"
#include "store/memberships.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::Must;
using token::Issued;

class MasqueradeTest : public ::testing::Test {
 protected:
  Issued SignInAnn(std::string_view profile = token::kTeleTracker) {
    return world_.SignIn(cast_.production, cast_.ann, cast_.acme, profile);
  }
  model::Caller CallerOf(const Issued& issued) {
    return cast_.Of(testing::BearerOf(issued.access.Reveal()));
  }
  void ExpectDenied(const base::Result<Granted>& result, std::string_view reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::kDenied);
    EXPECT_EQ(result.error().reason, reason);
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

TEST_F(MasqueradeTest, OpensASessionInTheOtherAccountAndEndsTheOld) {
  const Issued first = SignInAnn();
  const model::Caller caller = CallerOf(first);
  const std::int64_t before = cast_.LastEvent();
  const Granted granted = Must(testing::Committed(grant_.Masquerade(caller, 29)));
  EXPECT_EQ(granted.subject.principal.organization, cast_.globex);
  EXPECT_EQ(granted.subject.principal.subject_id, cast_.ann.text);
  EXPECT_EQ(granted.issued.session.profile, token::kTeleTracker);
  EXPECT_TRUE(granted.issued.refresh);
  EXPECT_TRUE(cast_.IsLive(granted.issued));
  EXPECT_FALSE(cast_.IsLive(first));
  EXPECT_THAT(CallerOf(granted.issued)->permissions, ::testing::IsEmpty())
      << "the roles of acme stay in acme";

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionEnded);
  EXPECT_EQ(events[0].target, first.session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_EQ(events[1].type, model::EventType::kSessionCreated);
  EXPECT_EQ(events[1].target, granted.issued.session.id.text);
  EXPECT_EQ(events[1].organization, cast_.globex);
  for (const model::Event& event : events) EXPECT_EQ(event.actor.id, cast_.ann.text);
}

TEST_F(MasqueradeTest, OldRefreshTokenDiesWithTheOldSession) {
  const Issued first = SignInAnn();
  Must(testing::Committed(grant_.Masquerade(CallerOf(first), 29)));
  RefreshRequest request;
  request.profile = token::kTeleTracker;
  request.refresh_token = first.refresh.value();
  const auto refreshed = testing::Committed(grant_.Refresh(request));
  ASSERT_FALSE(refreshed);
  EXPECT_EQ(refreshed.error().reason, "invalid_refresh_token");
}

TEST_F(MasqueradeTest, GoesThereAndBack) {
  const Granted there = Must(testing::Committed(grant_.Masquerade(CallerOf(SignInAnn()), 29)));
  const Granted back = Must(testing::Committed(grant_.Masquerade(CallerOf(there.issued), 28)));
  EXPECT_EQ(back.subject.principal.organization, cast_.acme);
  EXPECT_THAT(back.subject.principal.roles, ElementsAre("planner"));
}

TEST_F(MasqueradeTest, ForeignMissingAndDisabledAccountsAnswerAlikeAndEndNothing) {
  const Issued bob = world_.SignIn(cast_.production, cast_.bob, cast_.acme, token::kTeleTracker);
  const auto foreign = testing::Committed(grant_.Masquerade(CallerOf(bob), 29));
  ExpectDenied(foreign, "wrong_account");
  const auto missing = testing::Committed(grant_.Masquerade(CallerOf(bob), 999));
  ExpectDenied(missing, "wrong_account");
  EXPECT_EQ(missing.error().public_text, foreign.error().public_text);
  const Issued ann = SignInAnn();
  cast_.SetOrganizationEnabled(cast_.globex, false);
  const auto disabled = testing::Committed(grant_.Masquerade(CallerOf(ann), 29));
  ExpectDenied(disabled, "wrong_account");
  EXPECT_EQ(disabled.error().public_text, foreign.error().public_text);
  EXPECT_TRUE(cast_.IsLive(bob));
  EXPECT_TRUE(cast_.IsLive(ann));
}

TEST_F(MasqueradeTest, OnlyAUsersSessionCan) {
  ExpectDenied(testing::Committed(grant_.Masquerade(cast_.As(cast_.exporter), 28)), "not_a_user");
  ExpectDenied(testing::Committed(grant_.Masquerade(cast_.As(cast_.production), 28)),
               "not_a_session");
  ExpectDenied(testing::Committed(
                   grant_.Masquerade(cast_.Of(testing::BasicOf(cast_.production, "ann")), 29)),
               "not_a_session");
  world_.AddUser(cast_.production,
                 {.organization = cast_.acme, .username = "ian", .integrator = true});
  ExpectDenied(testing::Committed(grant_.Masquerade(
                   cast_.Of(testing::IntegratorOf(cast_.production, "ian", 28)), 29)),
               "not_a_session");
  const base::Secret key = world_.AddUserKey(cast_.production, cast_.ann);
  ExpectDenied(testing::Committed(grant_.Masquerade(cast_.Of(testing::ApiKeyOf(key.Reveal())), 29)),
               "not_a_session");
}

TEST_F(MasqueradeTest, SecondMasqueradeOfOneBearerOpensNothing) {
  const model::Caller caller = CallerOf(SignInAnn());
  Must(testing::Committed(grant_.Masquerade(caller, 29)));
  const std::int64_t before = cast_.LastEvent();
  const auto again = testing::Committed(grant_.Masquerade(caller, 29));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, base::Code::kUnauthenticated);
  EXPECT_EQ(again.error().reason, "session_ended");
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(MasqueradeTest, MembershipEndedBeforeTheWriteChangesNothing) {
  const Issued first = SignInAnn();
  testing::HookedIssuer hooked(world_, [&] {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto membership,
                    store::FindMembership(tx, cast_.production, cast_.ann, cast_.globex));
      return store::DeleteMembership(tx, membership.value());
    }));
  });
  Grant grant({*world_.store, world_.verifier, hooked.issuer, world_.clock}, 10s);
  ExpectDenied(testing::Committed(grant.Masquerade(CallerOf(first), 29)), "wrong_account");
  EXPECT_TRUE(cast_.IsLive(first));
}

TEST_F(MasqueradeTest, UserSwitchedOffIsUnauthenticated) {
  const Issued first = SignInAnn();
  const model::Caller caller = CallerOf(first);
  cast_.SetUserActive(cast_.ann, false);
  const auto result = testing::Committed(grant_.Masquerade(caller, 29));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, base::Code::kUnauthenticated);
  EXPECT_FALSE(cast_.FindSession(first.session.id).ended_at);
}

}  // namespace
}  // namespace bearward::grant
