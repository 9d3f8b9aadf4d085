#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grant/grant.h"
#include "store/memberships.h"
#include "store/sessions.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::Must;
using token::Issued;

class RefreshTest : public ::testing::Test {
 protected:
  Issued SignInAnn() {
    return world_.SignIn(cast_.production, cast_.ann, cast_.acme, token::kTeleTracker);
  }
  Issued SignInExporter() {
    return world_.SignIn(cast_.production, cast_.exporter, token::kWorkSpan);
  }
  RefreshRequest Request(const Issued& issued) {
    RefreshRequest request;
    request.profile = profiles_.Find(issued.session.profile)->name;
    request.refresh_token = issued.refresh.value();
    return request;
  }
  base::Result<Granted> Refresh(const Issued& issued) {
    return testing::Committed(grant_.Refresh(Request(issued)));
  }

  void ExpectRefused(const base::Result<Granted>& result, std::string_view reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::kUnauthenticated);
    EXPECT_EQ(result.error().reason, reason);
  }
  void ExpectInvalid(const base::Result<Granted>& result) {
    ExpectRefused(result, "invalid_refresh_token");
  }
  void ExpectSame(const Issued& a, const Issued& b) {
    EXPECT_TRUE(a.access.Equals(b.access));
    EXPECT_TRUE(a.refresh.value().Equals(b.refresh.value()));
  }
  Grant With(const token::Issuer& issuer) {
    return Grant({*world_.store, world_.verifier, issuer, world_.clock}, 10s);
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  token::Profiles& profiles_ = cast_.world.profiles;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

TEST_F(RefreshTest, RotatesBothTokensAndEndsTheOldPair) {
  const Issued first = SignInAnn();
  ASSERT_TRUE(cast_.IsLive(first));
  const std::int64_t before = cast_.LastEvent();
  world_.clock.Advance(30min);
  const Granted next = Must(Refresh(first));
  EXPECT_FALSE(next.issued.access.Equals(first.access));
  EXPECT_FALSE(next.issued.refresh.value().Equals(*first.refresh));
  EXPECT_EQ(next.subject.principal.subject_id, cast_.ann.text);
  EXPECT_FALSE(cast_.IsLive(first));
  EXPECT_TRUE(cast_.IsLive(next.issued));

  const model::Session session = cast_.FindSession(first.session.id);
  EXPECT_EQ(session.generation, 1);
  EXPECT_EQ(session.rotated_at, world_.clock.Now());
  EXPECT_EQ(session.expires_at, first.session.expires_at + 30min);
  EXPECT_EQ(session.refresh_expires_at, *first.session.refresh_expires_at + 30min);
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionRefreshed);
  EXPECT_EQ(events[0].actor.id, cast_.ann.text);
  EXPECT_EQ(events[0].target, session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
}

TEST_F(RefreshTest, ChainGoesOnForAsLongAsItIsRefreshed) {
  Issued current = SignInAnn();
  for (int i = 0; i < 5; ++i) {
    world_.clock.Advance(std::chrono::days(28));
    current = Must(Refresh(current)).issued;
  }
  EXPECT_TRUE(cast_.IsLive(current));
  EXPECT_EQ(cast_.FindSession(current.session.id).generation, 5);
}

TEST_F(RefreshTest, SpentTokenReturnsTheSameSuccessorWithinTheWindow) {
  const Issued first = SignInAnn();
  const Granted next = Must(Refresh(first));
  const std::int64_t before = cast_.LastEvent();
  world_.clock.Advance(10s);
  const Granted again = Must(Refresh(first));
  ExpectSame(again.issued, next.issued);
  EXPECT_EQ(again.issued.session.expires_at, next.issued.session.expires_at);
  EXPECT_EQ(cast_.LastEvent(), before) << "a repetition writes nothing";
  EXPECT_TRUE(cast_.IsLive(next.issued));
  EXPECT_TRUE(Refresh(again.issued)) << "a client that lost the answer continues with this token";
}

TEST_F(RefreshTest, ReuseAfterTheWindowEndsTheSession) {
  const Issued first = SignInAnn();
  const Issued bystander = SignInAnn();
  const Granted next = Must(Refresh(first));
  const std::int64_t before = cast_.LastEvent();
  world_.clock.Advance(10'001ms);
  ExpectInvalid(Refresh(first));
  EXPECT_FALSE(cast_.IsLive(next.issued));
  ExpectInvalid(Refresh(next.issued));
  EXPECT_TRUE(cast_.IsLive(bystander)) << "another session of the user is another family";
  EXPECT_EQ(cast_.FindSession(first.session.id).ended_at, world_.clock.Now());

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionReuseDetected);
  EXPECT_EQ(events[0].actor.kind, "system");
  EXPECT_EQ(events[0].target, first.session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_THAT(events[0].data, ::testing::HasSubstr(cast_.ann.text));
}

TEST_F(RefreshTest, ReuseIsReportedOnce) {
  const Issued first = SignInAnn();
  Must(Refresh(first));
  world_.clock.Advance(1min);
  const std::int64_t before = cast_.LastEvent();
  for (int i = 0; i < 3; ++i) ExpectInvalid(Refresh(first));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("session.reuse_detected"));
}

TEST_F(RefreshTest, StrictWindowEndsTheSessionAtTheFirstReplay) {
  Grant strict({*world_.store, world_.verifier, world_.issuer, world_.clock}, 0s);
  const Issued first = SignInAnn();
  const Granted next = Must(testing::Committed(strict.Refresh(Request(first))));
  ExpectInvalid(testing::Committed(strict.Refresh(Request(first))));
  EXPECT_FALSE(cast_.IsLive(next.issued));
}

TEST_F(RefreshTest, TokenOfTwoRotationsAgoEndsNothingWithinTheWindow) {
  const Issued first = SignInAnn();
  const Granted second = Must(Refresh(first));
  const Granted third = Must(Refresh(second.issued));
  const std::int64_t before = cast_.LastEvent();
  ExpectInvalid(Refresh(first));
  EXPECT_TRUE(cast_.IsLive(third.issued));
  EXPECT_EQ(cast_.LastEvent(), before);
  world_.clock.Advance(1min);
  ExpectInvalid(Refresh(first));
  EXPECT_FALSE(cast_.IsLive(third.issued));
}

TEST_F(RefreshTest, TokenExpiresToTheMillisecond) {
  const Issued first = SignInAnn();
  world_.clock.Set(*first.session.refresh_expires_at);
  ExpectInvalid(Refresh(first));
  world_.clock.Set(*first.session.refresh_expires_at - 1ms);
  EXPECT_TRUE(Refresh(first));
}

TEST_F(RefreshTest, OnlyARefreshTokenOfTheProfileWillDo) {
  const Issued ann = SignInAnn();
  const Issued exporter = SignInExporter();
  RefreshRequest request;
  request.profile = token::kTeleTracker;
  for (const base::Secret& secret :
       {ann.access, *exporter.refresh, exporter.access, base::Secret(),
        base::Secret(std::string_view("5e2f9a3c-7f0e-4a52-9a3d-2c1b0f9e8d7c")),
        base::Secret(std::string(ann.refresh->Reveal().substr(1)))}) {
    request.refresh_token = secret;
    ExpectInvalid(testing::Committed(grant_.Refresh(request)));
  }
  request.profile = token::kWorkSpan;
  for (const base::Secret& secret : {exporter.access, *ann.refresh, ann.access}) {
    request.refresh_token = secret;
    ExpectInvalid(testing::Committed(grant_.Refresh(request)));
  }
  EXPECT_TRUE(Refresh(ann)) << "none of that has spent anything";
  EXPECT_TRUE(Refresh(exporter));
}

TEST_F(RefreshTest, EndedSessionHasNoRefresh) {
  const Issued first = SignInAnn();
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    model::Session ended = first.session;
    ended.ended_at = world_.clock.Now();
    return store::UpdateSession(tx, ended);
  }));
  ExpectInvalid(Refresh(first));
}

TEST_F(RefreshTest, SwitchedOffSubjectHasNoRefreshAndLosesNothing) {
  const Issued first = SignInAnn();
  cast_.SetUserActive(cast_.ann, false);
  ExpectInvalid(Refresh(first));
  cast_.SetUserActive(cast_.ann, true);
  cast_.SetOrganizationEnabled(cast_.acme, false);
  ExpectInvalid(Refresh(first));
  cast_.SetOrganizationEnabled(cast_.acme, true);
  cast_.SetEnvironmentEnabled(cast_.production, false);
  ExpectInvalid(Refresh(first));
  cast_.SetEnvironmentEnabled(cast_.production, true);
  EXPECT_TRUE(Refresh(first));
}

TEST_F(RefreshTest, RepetitionNeedsALiveSubjectToo) {
  const Issued first = SignInAnn();
  Must(Refresh(first));
  cast_.SetUserActive(cast_.ann, false);
  ExpectInvalid(Refresh(first));
}

TEST_F(RefreshTest, UserWhoLeftTheOrganizationHasNoRefresh) {
  const Issued first =
      world_.SignIn(cast_.production, cast_.ann, cast_.globex, token::kTeleTracker);
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto membership,
                  store::FindMembership(tx, cast_.production, cast_.ann, cast_.globex));
    return store::DeleteMembership(tx, membership.value());
  }));
  ExpectInvalid(Refresh(first));
}

TEST_F(RefreshTest, RefreshTakesUpNewRoles) {
  const Issued first = SignInAnn();
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto membership,
                  store::FindMembership(tx, cast_.production, cast_.ann, cast_.acme));
    membership.value().roles = {"admin"};
    return store::PutMembership(tx, *membership);
  }));
  EXPECT_THAT(Must(Refresh(first)).subject.principal.roles, ElementsAre("admin"));
}

TEST_F(RefreshTest, TokenOfAnotherEnvironmentMeansNothing) {
  RefreshRequest request = Request(SignInAnn());
  request.environment = cast_.sandbox;
  ExpectInvalid(testing::Committed(grant_.Refresh(request)));
  request.environment = cast_.production;
  EXPECT_TRUE(testing::Committed(grant_.Refresh(request)));
}

TEST_F(RefreshTest, ApplicationRefreshesWithAndWithoutItsSecret) {
  const Issued first = SignInExporter();
  const Granted next = Must(Refresh(first));
  EXPECT_FALSE(cast_.IsLive(first));
  EXPECT_TRUE(cast_.IsLive(next.issued));
  RefreshRequest request = Request(next.issued);
  request.client = {cast_.production, "exporter", base::Secret(testing::kSecret), {"192.0.2.1"}};
  EXPECT_TRUE(testing::Committed(grant_.Refresh(request)));
}

TEST_F(RefreshTest, JwtsRepeatWithinTheWindowToo) {
  const Issued first = SignInExporter();
  const Granted next = Must(Refresh(first));
  world_.clock.Advance(9s);
  ExpectSame(Must(Refresh(first)).issued, next.issued);
}

TEST_F(RefreshTest, WrongClientIsInvalidAndCannotEndTheSession) {
  const Issued first = SignInExporter();
  const Granted next = Must(Refresh(first));
  world_.clock.Advance(1min);  // from here on the spent token is reuse
  RefreshRequest request = Request(first);
  request.client = {
      cast_.production, "exporter", base::Secret(std::string_view("wrong")), {"192.0.2.1"}};
  ExpectRefused(testing::Committed(grant_.Refresh(request)), "invalid_client");
  request.client = {cast_.production, "nobody", base::Secret(testing::kSecret), {"192.0.2.1"}};
  ExpectRefused(testing::Committed(grant_.Refresh(request)), "invalid_client");
  request.client = {cast_.production, "collector", base::Secret(testing::kSecret), {"192.0.2.1"}};
  ExpectRefused(testing::Committed(grant_.Refresh(request)), "invalid_client");
  request.client = {cast_.sandbox, "exporter", base::Secret(testing::kSecret), {"192.0.2.1"}};
  ExpectRefused(testing::Committed(grant_.Refresh(request)), "invalid_client");
  EXPECT_TRUE(cast_.IsLive(next.issued));
}

TEST_F(RefreshTest, ClientCannotRefreshAUsersSession) {
  RefreshRequest request = Request(SignInAnn());
  request.client = {cast_.production, "exporter", base::Secret(testing::kSecret), {"192.0.2.1"}};
  ExpectRefused(testing::Committed(grant_.Refresh(request)), "invalid_client");
}

// Two refreshes of one token, where the second runs entirely within the first.
TEST_F(RefreshTest, LoserOfARaceGetsTheWinnersSuccessor) {
  const Issued first = SignInAnn();
  std::optional<Granted> winner;
  testing::HookedIssuer hooked(world_, [&] { winner = Must(Refresh(first)); });
  const std::int64_t before = cast_.LastEvent();
  const Granted loser = Must(testing::Committed(With(hooked.issuer).Refresh(Request(first))));
  ASSERT_TRUE(winner);
  ExpectSame(loser.issued, winner->issued);
  EXPECT_EQ(cast_.FindSession(first.session.id).generation, 1);
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("session.refreshed"));
}

TEST_F(RefreshTest, SessionEndedBeforeTheWriteStaysEnded) {
  const Issued first = SignInAnn();
  const model::Caller caller = cast_.Of(testing::BearerOf(first.access.Reveal()));
  testing::HookedIssuer hooked(world_, [&] { Must(grant_.EndOwnSession(caller)); });
  const std::int64_t before = cast_.LastEvent();
  ExpectInvalid(testing::Committed(With(hooked.issuer).Refresh(Request(first))));
  EXPECT_TRUE(cast_.FindSession(first.session.id).ended_at);
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("session.ended"));
}

TEST_F(RefreshTest, UserSwitchedOffBeforeTheWriteSpendsNothing) {
  const Issued first = SignInAnn();
  testing::HookedIssuer hooked(world_, [&] { cast_.SetUserActive(cast_.ann, false); });
  ExpectInvalid(testing::Committed(With(hooked.issuer).Refresh(Request(first))));
  EXPECT_EQ(cast_.FindSession(first.session.id).generation, 0);
  cast_.SetUserActive(cast_.ann, true);
  EXPECT_TRUE(Refresh(first));
}

}  // namespace
}  // namespace bearward::grant
