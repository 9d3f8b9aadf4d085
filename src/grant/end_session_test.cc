#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "grant/grant.h"
#include "model/role.h"
#include "store/administrators.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using testing::Must;
using token::Issued;

class EndSessionTest : public ::testing::Test {
 protected:
  Issued SignIn(const model::UserId& user) {
    return world_.SignIn(cast_.EnvironmentOf(user.text), user, cast_.HomeOf(user.text),
                         token::kTeleTracker);
  }
  model::Caller CallerOf(const Issued& issued) {
    return cast_.Of(testing::BearerOf(issued.access.Reveal()));
  }
  void ExpectNotFound(const base::Status& status) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, base::Code::kNotFound);
    EXPECT_EQ(status.error().reason, "session_not_found");
    EXPECT_EQ(status.error().public_text, "No such session.");
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

TEST_F(EndSessionTest, OwnSessionEndsWithBothTokens) {
  const Issued ann = SignIn(cast_.ann);
  const Issued other = SignIn(cast_.ann);
  const model::Caller caller = CallerOf(ann);
  const std::int64_t before = cast_.LastEvent();
  ASSERT_TRUE(grant_.EndOwnSession(caller));
  EXPECT_FALSE(cast_.IsLive(ann));
  EXPECT_TRUE(cast_.IsLive(other));
  RefreshRequest request;
  request.profile = token::kTeleTracker;
  request.refresh_token = ann.refresh.value();
  EXPECT_FALSE(testing::Committed(grant_.Refresh(request)));

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionEnded);
  EXPECT_EQ(events[0].target, ann.session.id.text);
  EXPECT_EQ(events[0].actor.id, cast_.ann.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_EQ(cast_.FindSession(ann.session.id).ended_at, world_.clock.Now());
}

TEST_F(EndSessionTest, ApplicationEndsItsOwnSession) {
  const Issued exporter = world_.SignIn(cast_.production, cast_.exporter, token::kWorkSpan);
  ASSERT_TRUE(grant_.EndOwnSession(CallerOf(exporter)));
  EXPECT_FALSE(cast_.IsLive(exporter));
}

TEST_F(EndSessionTest, OwnSessionEndsOnce) {
  const model::Caller caller = CallerOf(SignIn(cast_.ann));
  Must(grant_.EndOwnSession(caller));
  const auto again = grant_.EndOwnSession(caller);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, base::Code::kUnauthenticated);
  EXPECT_EQ(again.error().reason, "session_ended");
}

TEST_F(EndSessionTest, KeysAndPasswordsHaveNoSessionToEnd) {
  const base::Secret key = world_.AddUserKey(cast_.production, cast_.ann);
  for (const model::Caller& caller :
       {cast_.As(cast_.production), cast_.Of(testing::BasicOf(cast_.production, "ann")),
        cast_.Of(testing::ApiKeyOf(key.Reveal()))}) {
    const auto status = grant_.EndOwnSession(caller);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, base::Code::kDenied);
    EXPECT_EQ(status.error().reason, "not_a_session");
  }
}

TEST_F(EndSessionTest, UserEndsItsOtherSessionsInTheSameOrganization) {
  const Issued lost = SignIn(cast_.ann);
  const Issued abroad =
      world_.SignIn(cast_.production, cast_.ann, cast_.globex, token::kTeleTracker);
  const model::Caller caller = cast_.As(cast_.ann);
  EXPECT_TRUE(grant_.EndSession(caller, lost.session.id));
  EXPECT_FALSE(cast_.IsLive(lost));
  ExpectNotFound(grant_.EndSession(caller, abroad.session.id));
  EXPECT_TRUE(cast_.IsLive(abroad));
}

TEST_F(EndSessionTest, ManagerEndsSessionsOfItsOrganization) {
  const Issued ann = SignIn(cast_.ann);
  const Issued exporter = world_.SignIn(cast_.production, cast_.exporter, token::kWorkSpan);
  const model::Caller admin = cast_.As(cast_.admin);
  const std::int64_t before = cast_.LastEvent();
  EXPECT_TRUE(grant_.EndSession(admin, ann.session.id));
  EXPECT_TRUE(grant_.EndSession(admin, exporter.session.id));
  EXPECT_FALSE(cast_.IsLive(ann));
  EXPECT_FALSE(cast_.IsLive(exporter));
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].actor.id, cast_.admin.text);
  EXPECT_EQ(events[0].target, ann.session.id.text);
}

TEST_F(EndSessionTest, ASessionIsReadByThoseWhoMayEndItAlsoAfterItsEnd) {
  const Issued ann = SignIn(cast_.ann);
  const model::SessionId& id = ann.session.id;
  for (const model::Caller& reader : {cast_.As(cast_.ann), cast_.As(cast_.admin)}) {
    EXPECT_EQ(testing::Must(grant_.FindSession(reader, id)).subject_id, cast_.ann.text);
  }
  for (const model::Caller& other : {cast_.As(cast_.bob), cast_.As(cast_.sandbox)}) {
    const auto refused = grant_.FindSession(other, id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "session_not_found");
  }
  EXPECT_TRUE(grant_.EndSession(cast_.As(cast_.admin), id));
  EXPECT_TRUE(testing::Must(grant_.FindSession(cast_.As(cast_.production), id)).ended_at);
}

// Incident class I3: an administrator cannot act on a subject with more rights.
TEST_F(EndSessionTest, AManagerEndsNoSessionOfASubjectThatHoldsMore) {
  world_.AddRole(cast_.production, "clerk", {"sessions:manage"});
  const model::Caller clerk =
      cast_.As(world_.AddUser(cast_.production, {cast_.acme, "clerk", {"clerk"}}));
  const Issued admin = SignIn(cast_.admin);
  const Issued exporter = world_.SignIn(cast_.production, cast_.exporter, token::kWorkSpan);
  for (const Issued& higher : {admin, exporter}) {
    const base::Status refused = grant_.EndSession(clerk, higher.session.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
    EXPECT_TRUE(cast_.IsLive(higher));
  }
  // The default role is no right while it grants nothing: every member may have it.
  const std::string role(model::kDefaultRole);
  world_.AddRole(cast_.production, role, {});
  const Issued member = SignIn(world_.AddUser(cast_.production, {cast_.acme, "plain", {role}}));
  const Issued bob = SignIn(cast_.bob);
  for (const Issued& equal : {bob, member}) {
    EXPECT_TRUE(grant_.EndSession(clerk, equal.session.id));
    EXPECT_FALSE(cast_.IsLive(equal));
  }
}

TEST_F(EndSessionTest, EnvironmentKeyEndsAnySessionOfItsEnvironment) {
  const Issued ann = SignIn(cast_.ann);
  const Issued eve = SignIn(cast_.eve);
  const model::Caller key = cast_.As(cast_.production);
  EXPECT_TRUE(grant_.EndSession(key, ann.session.id));
  EXPECT_TRUE(grant_.EndSession(key, eve.session.id));
  EXPECT_FALSE(cast_.IsLive(ann));
  EXPECT_FALSE(cast_.IsLive(eve));
}

// An administrator of the environment is bound to no organization, like the key, and used to be
// compared as a subject without rights.
TEST_F(EndSessionTest, AKeyWithLessThanEverythingEndsNoSessionOfAnAdministrator) {
  Must(world_.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, cast_.production, cast_.admin, world_.clock.Now());
  }));
  const Issued console = world_.SignIn(cast_.production, cast_.admin, {}, token::kConsole);
  const base::Secret value = world_.AddEnvironmentKey(cast_.production);
  model::ApiKey row = *Must(world_.store->Read([&](store::ReadTx& tx) {
    return store::FindApiKeyByHash(tx, crypto::Sha256(value.Reveal()));
  }));
  row.permissions = {"sessions:manage"};
  Must(world_.store->Write([&](store::WriteTx& tx) { return store::UpdateApiKey(tx, row); }));
  const model::Caller narrow = cast_.Of(testing::BearerOf(value.Reveal()));
  const base::Status refused = grant_.EndSession(narrow, console.session.id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
  EXPECT_TRUE(cast_.IsLive(console));
  EXPECT_TRUE(grant_.EndSession(cast_.As(cast_.production), console.session.id));
  EXPECT_FALSE(cast_.IsLive(console));
}

// A session that the caller may not end has the same response as a missing one, and stays live.
TEST_F(EndSessionTest, ForeignSessionsAreNotFound) {
  const Issued ann = SignIn(cast_.ann);
  const std::int64_t before = cast_.LastEvent();
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.bob), ann.session.id));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.exporter), ann.session.id));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.eve), ann.session.id));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.mallory), ann.session.id));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.sandbox), ann.session.id));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.admin), {"session_unknown"}));
  ExpectNotFound(grant_.EndSession(cast_.As(cast_.admin), {}));
  EXPECT_TRUE(cast_.IsLive(ann));
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(EndSessionTest, ApplicationWithTheIdOfAUserIsNotThatUser) {
  const Issued ann = SignIn(cast_.ann);
  const model::ApplicationId twin{cast_.ann.text};
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindApplication(tx, cast_.production, cast_.exporter));
    row.value().id = twin;
    row->client_id = "twin";
    return store::InsertApplication(tx, *row);
  }));
  ExpectNotFound(grant_.EndSession(cast_.As(twin), ann.session.id));
  EXPECT_TRUE(cast_.IsLive(ann));
}

// A client repeats a request whose answer was lost.
TEST_F(EndSessionTest, EndingAnEndedSessionAgainSucceedsWithoutAnEvent) {
  const Issued ann = SignIn(cast_.ann);
  const model::Caller key = cast_.As(cast_.production);
  const std::vector<model::Caller> allowed = {key, cast_.As(cast_.admin), cast_.As(cast_.ann)};
  const std::vector<model::Caller> others = {cast_.As(cast_.bob), cast_.As(cast_.eve),
                                             cast_.As(cast_.sandbox)};
  EXPECT_TRUE(grant_.EndSession(key, ann.session.id));
  const base::Time end = world_.clock.Now();
  const std::int64_t before = cast_.LastEvent();
  world_.clock.Advance(5s);
  for (const model::Caller& caller : allowed) {
    EXPECT_TRUE(grant_.EndSession(caller, ann.session.id));
  }
  for (const model::Caller& caller : others) {
    ExpectNotFound(grant_.EndSession(caller, ann.session.id));
  }
  EXPECT_EQ(cast_.FindSession(ann.session.id).ended_at, end);
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

// An expired token is still accepted within its profile's leeway, so its session must be endable.
TEST_F(EndSessionTest, SessionWithinTheLeewayOfItsTokenCanBeEnded) {
  const Issued ann = world_.SignIn(cast_.production, cast_.ann, cast_.acme, token::kWorkMobile);
  world_.clock.Set(ann.session.expires_at + 1s);
  ASSERT_TRUE(cast_.IsLive(ann));
  EXPECT_TRUE(grant_.EndSession(cast_.As(cast_.production), ann.session.id));
  EXPECT_FALSE(cast_.IsLive(ann));
}

}  // namespace
}  // namespace bearward::grant
