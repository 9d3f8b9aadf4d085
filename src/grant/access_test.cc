// Access tokens of OAuth clients.
#include <gtest/gtest.h>

#include "grant/grant.h"
#include "store/applications.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using testing::Must;
using Texts = std::vector<std::string>;

constexpr const char* kResource = "https://api.acme.example";
const std::string kUs(testing::kIssuer);

class AccessTest : public ::testing::Test {
 protected:
  AccessTest() {
    Change([](model::Application& application) {
      application.permissions = {"forms:read", "forms:write", "jobs:read"};
      application.audiences = {kResource};
    });
  }
  void Change(const std::function<void(model::Application&)>& change,
              const model::ApplicationId& id) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto application, store::FindApplication(tx, cast_.production, id));
      change(*application);
      BW_TRY(store::UpdateApplication(tx, *application));
      return world_.Announce(tx, model::EventType::kApplicationUpdated, cast_.production, id.text);
    }));
  }
  void Change(const std::function<void(model::Application&)>& change) {
    Change(change, cast_.exporter);
  }
  void UseSessions(model::TokenFormat format = model::TokenFormat::kReference) {
    Change([&](model::Application& application) {
      application.token_format = format;
      application.refresh_tokens = true;
    });
  }
  model::Caller Client(const std::string& id = "exporter") {
    return cast_.Of(testing::ClientSecretOf(cast_.production, id, testing::kSecret));
  }
  static AccessRequest Request(std::optional<Texts> scopes = {}, Texts resources = {}) {
    return {.issuer = kUs, .scopes = std::move(scopes), .resources = std::move(resources)};
  }
  verify::Decision Ask(const Access& access, bool any_audience = false) {
    verify::Question question{live_};
    question.any_audience = any_audience;
    return world_.verifier.Verify(testing::BearerOf(access.token.Reveal()), question, "192.0.2.1");
  }
  bool IsLive(const Access& access) { return Ask(access, true).allowed(); }
  std::string ReasonOf(const AccessRequest& request) {
    const auto access = testing::Committed(grant_.Issue(Client(), request));
    return access ? "" : access.error().reason;
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
  const model::Need live_ = model::Need::Live();
};

TEST_F(AccessTest, JwtIsIssuedWithOneEventAndNoSession) {
  const model::Caller client = Client();
  const std::int64_t before = cast_.LastEvent();
  const Access access = Must(testing::Committed(grant_.Issue(client, Request())));
  EXPECT_FALSE(access.refresh);
  EXPECT_EQ(access.scopes, (Texts{"forms:read", "forms:write", "jobs:read"}));
  EXPECT_EQ(access.expires_at, std::chrono::floor<std::chrono::seconds>(world_.clock.Now()) + 1h);
  const verify::Decision decision = Ask(access);
  ASSERT_TRUE(decision.allowed());
  EXPECT_EQ(decision.caller()->principal().subject_id, cast_.exporter.text);
  EXPECT_EQ(decision.caller()->principal().profile, token::kOauthJwt);
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kTokenIssued);
  EXPECT_EQ(events[0].target, decision.caller()->credential_id());
  EXPECT_EQ(events[0].actor.id, cast_.exporter.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_EQ(events[0].data, R"({"profile":"oauth.jwt"})");
}

TEST_F(AccessTest, FormatIsTheClients) {
  UseSessions();
  const Access access = Must(testing::Committed(grant_.Issue(Client(), Request())));
  EXPECT_EQ(access.token.Reveal().size(), 36U);
  EXPECT_EQ(Ask(access).caller()->principal().profile, token::kOauthReference);
  ASSERT_TRUE(access.refresh);
  UseSessions(model::TokenFormat::kJwt);
  const Access jwt = Must(testing::Committed(grant_.Issue(Client(), Request())));
  EXPECT_GT(jwt.token.Reveal().size(), 200U);
  EXPECT_EQ(jwt.refresh->Reveal().size(), 36U);
  EXPECT_TRUE(Ask(jwt).caller()->credential_id().starts_with("session_"));
}

TEST_F(AccessTest, ScopesAreTheClientsOwn) {
  EXPECT_EQ(Must(testing::Committed(grant_.Issue(
                     Client(), Request(Texts{"jobs:read", "forms:read", "jobs:read"}))))
                .scopes,
            (Texts{"forms:read", "jobs:read"}));
  EXPECT_EQ(ReasonOf(Request(Texts{"forms:read", "forms:delete"})), "invalid_scope");
  EXPECT_EQ(ReasonOf(Request(Texts{"*"})), "invalid_scope");
  EXPECT_EQ(ReasonOf(Request(Texts{"FORMS:READ"})), "invalid_scope");
}

TEST_F(AccessTest, ResourcesAreTheClientsOwnOrOurs) {
  const Access elsewhere =
      Must(testing::Committed(grant_.Issue(Client(), Request({}, {kResource}))));
  EXPECT_EQ(Ask(elsewhere).error().reason, "wrong_audience");
  EXPECT_EQ(Ask(elsewhere, true).caller()->principal().audience->names, Texts{kResource});
  const Access both =
      Must(testing::Committed(grant_.Issue(Client(), Request({}, {kUs, kResource}))));
  EXPECT_TRUE(Ask(both).allowed());
  for (const char* resource :
       {"https://api.acme.example/", "https://other.example", "https://door.example/"}) {
    EXPECT_EQ(ReasonOf(Request({}, {kUs, resource})), "invalid_target") << resource;
  }
}

TEST_F(AccessTest, OnlyAClientThatShowedItselfMayAsk) {
  const auto access = testing::Committed(grant_.Issue(cast_.As(cast_.exporter), Request()));
  ASSERT_FALSE(access);
  EXPECT_EQ(access.error().reason, "unauthorized_client");
}

TEST_F(AccessTest, ResetInBetweenLeavesNoLiveToken) {
  const model::Caller client = Client();
  Change([](model::Application& application) { ++application.generation; });
  const Access jwt = Must(testing::Committed(grant_.Issue(client, Request())));
  EXPECT_FALSE(IsLive(jwt)) << "it was issued for an earlier generation";
  UseSessions();
  const model::Caller another = Client();
  Change([](model::Application& application) { ++application.generation; });
  const auto refused = testing::Committed(grant_.Issue(another, Request()));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "invalid_client");
}

TEST_F(AccessTest, RefreshReturnsTheNextPairOfTheSameFormat) {
  for (const auto format : {model::TokenFormat::kJwt, model::TokenFormat::kReference}) {
    UseSessions(format);
    const Access first =
        Must(testing::Committed(grant_.Issue(Client(), Request(Texts{"forms:read"}, {kResource}))));
    // The current setting of the client does not affect the tokens that it has.
    UseSessions(model::TokenFormat::kJwt);
    world_.clock.Advance(1min);
    const Access second =
        Must(testing::Committed(grant_.RefreshAccess(Client(), *first.refresh, Request())));
    EXPECT_EQ(second.token.Reveal().size() == 36, format == model::TokenFormat::kReference);
    EXPECT_EQ(second.scopes, Texts{"forms:read"});
    EXPECT_EQ(Ask(second, true).caller()->principal().audience->names, Texts{kResource});
    EXPECT_FALSE(IsLive(first));
    EXPECT_TRUE(IsLive(second));
    EXPECT_NE(second.refresh->Reveal(), first.refresh->Reveal());
  }
}

// Incident classes P1 to P3 of lost responses, and B1.
TEST_F(AccessTest, SpentTokenReturnsTheSameSuccessorInItsWindowAndEndsTheSessionAfter) {
  UseSessions();
  const Access first = Must(testing::Committed(grant_.Issue(Client(), Request())));
  const Access second =
      Must(testing::Committed(grant_.RefreshAccess(Client(), *first.refresh, Request())));
  world_.clock.Advance(5s);
  const Access again =
      Must(testing::Committed(grant_.RefreshAccess(Client(), *first.refresh, Request())));
  EXPECT_EQ(again.token.Reveal(), second.token.Reveal());
  EXPECT_EQ(again.refresh->Reveal(), second.refresh->Reveal());
  world_.clock.Advance(10s);
  const auto reused = testing::Committed(grant_.RefreshAccess(Client(), *first.refresh, Request()));
  ASSERT_FALSE(reused);
  EXPECT_EQ(reused.error().reason, "invalid_refresh_token");
  EXPECT_FALSE(IsLive(second));
}

// RFC 6749 section 6: the scope must not include any that was not granted; that of the new refresh
// token is that of the old one.
TEST_F(AccessTest, RefreshNarrowsForOnceAndNeverWidens) {
  UseSessions();
  const Access first = Must(testing::Committed(
      grant_.Issue(Client(), Request(Texts{"forms:read", "forms:write"}, {kUs, kResource}))));
  const auto refuse = [&](const AccessRequest& request) {
    const auto access = testing::Committed(grant_.RefreshAccess(Client(), *first.refresh, request));
    return access ? "" : access.error().reason;
  };
  EXPECT_EQ(refuse(Request(Texts{"forms:read", "jobs:read"})), "invalid_scope");
  EXPECT_EQ(refuse(Request({}, {"https://other.example"})), "invalid_target");
  EXPECT_TRUE(IsLive(first)) << "what was refused has spent nothing";
  const Access narrow = Must(testing::Committed(
      grant_.RefreshAccess(Client(), *first.refresh, Request(Texts{"forms:read"}, {kResource}))));
  EXPECT_EQ(narrow.scopes, Texts{"forms:read"});
  EXPECT_EQ(Ask(narrow, true).caller()->principal().permissions, Texts{"forms:read"});
  EXPECT_FALSE(Ask(narrow).allowed());
  const Access wide =
      Must(testing::Committed(grant_.RefreshAccess(Client(), *narrow.refresh, Request())));
  EXPECT_EQ(wide.scopes, (Texts{"forms:read", "forms:write"}));
  EXPECT_EQ(Ask(wide).caller()->principal().permissions, wide.scopes);
}

// Incident class B2.
TEST_F(AccessTest, RefreshTokenIsOfItsClientOnly) {
  UseSessions();
  const Access mine = Must(testing::Committed(grant_.Issue(Client(), Request())));
  const auto stolen =
      testing::Committed(grant_.RefreshAccess(Client("collector"), *mine.refresh, Request()));
  ASSERT_FALSE(stolen);
  EXPECT_EQ(stolen.error().reason, "invalid_refresh_token");
  EXPECT_TRUE(IsLive(mine)) << "another client cannot end the session either";
  const auto access = testing::Committed(grant_.RefreshAccess(Client(), mine.token, Request()));
  ASSERT_FALSE(access) << "an access token is no refresh token";
  EXPECT_TRUE(testing::Committed(grant_.RefreshAccess(Client(), *mine.refresh, Request())));
}

TEST_F(AccessTest, RevokedTokenIsInvalidAtOnceAndRevokedOnce) {
  const model::Caller client = Client();
  const Access one = Must(testing::Committed(grant_.Issue(client, Request())));
  const Access two = Must(testing::Committed(grant_.Issue(client, Request())));
  const verify::Decision decision = Ask(one);
  const std::int64_t before = cast_.LastEvent();
  Must(grant_.RevokeToken(client, *decision.caller()));
  EXPECT_FALSE(IsLive(one));
  EXPECT_TRUE(IsLive(two));
  Must(grant_.RevokeToken(client, *decision.caller()));
  EXPECT_EQ(cast_.NamesAfter(before), Texts{"token.revoked"});
}

TEST_F(AccessTest, RevokingATokenOfASessionEndsTheSession) {
  UseSessions();
  const Access access = Must(testing::Committed(grant_.Issue(Client(), Request())));
  const verify::Decision decision = Ask(access);
  const std::int64_t before = cast_.LastEvent();
  Must(grant_.RevokeToken(Client(), *decision.caller()));
  Must(grant_.RevokeToken(Client(), *decision.caller()));
  EXPECT_FALSE(IsLive(access));
  EXPECT_FALSE(testing::Committed(grant_.RefreshAccess(Client(), *access.refresh, Request())));
  EXPECT_EQ(cast_.NamesAfter(before), Texts{"session.ended"});
}

TEST_F(AccessTest, ATokenOfAnotherClientCannotBeRevoked) {
  const Access access = Must(testing::Committed(grant_.Issue(Client(), Request())));
  const auto status = grant_.RevokeToken(Client("collector"), *Ask(access).caller());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "not_its_token");
  EXPECT_TRUE(IsLive(access));
}

TEST_F(AccessTest, TokenWithoutASessionStandsForNone) {
  const Access access = Must(testing::Committed(grant_.Issue(Client(), Request())));
  const auto status = grant_.EndOwnSession(*Ask(access).caller());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "not_a_session");
}

// A cached client needs only one write and no read of the database.
TEST(AccessCost, RememberedClientReadsNothingFromTheStore) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  Grant grant({*cast.world.store, cast.world.verifier, cast.world.issuer, cast.world.clock}, 10s);
  const auto credential = testing::ClientSecretOf(cast.production, "exporter", testing::kSecret);
  (void)cast.Of(credential);
  faulty.plan->Heal();
  const model::Caller client = cast.Of(credential);
  EXPECT_EQ(faulty.plan->calls(), 0);
  Must(testing::Committed(grant.Issue(client, {.issuer = kUs, .scopes = {}, .resources = {}})));
  // Begin, the number of the last event, the event, the head of the chain of events, commit.
  EXPECT_EQ(faulty.plan->calls(), 5);
}

TEST(AccessFaults, FailedWriteReturnsNoToken) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  Grant grant({*cast.world.store, cast.world.verifier, cast.world.issuer, cast.world.clock}, 10s);
  const model::Caller client =
      cast.Of(testing::ClientSecretOf(cast.production, "exporter", testing::kSecret));
  const std::int64_t before = cast.LastEvent();
  const int faults = testing::ForEveryFault(
      *faulty.plan,
      [&] {
        const auto access =
            testing::Committed(grant.Issue(client, {.issuer = kUs, .scopes = {}, .resources = {}}));
        EXPECT_EQ(access.has_value(), !faulty.plan->fired());
        if (access) return;
        EXPECT_EQ(access.error().code, base::Code::kUnavailable);
      },
      [&](int n) { EXPECT_EQ(cast.LastEvent(), before) << n; });
  EXPECT_EQ(faults, 5);
}

}  // namespace
}  // namespace bearward::grant
