#include "token/issuer.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "store/sessions.h"
#include "testing/test_server.h"
#include "token/jwt.h"
#include "token/reference.h"

namespace bearward::token {
namespace {

using std::chrono::seconds;
using testing::Must;

class IssuerTest : public ::testing::Test {
 protected:
  Subject SubjectOf(model::SubjectKind kind, std::string id) {
    Subject subject;
    subject.principal.environment = environment_;
    subject.principal.organization = organization_;
    subject.principal.organization_number = 28;
    subject.principal.subject_kind = kind;
    subject.principal.subject_id = std::move(id);
    subject.client_id = "WS-ApplicationUser_abc";
    return subject;
  }
  Subject UserSubject() { return SubjectOf(model::SubjectKind::kUser, user_.text); }
  Subject ApplicationSubject() {
    return SubjectOf(model::SubjectKind::kApplication, application_.text);
  }
  std::optional<model::TokenRecord> Find(const base::Secret& token) {
    return Must(world_.store->Read([&](store::ReadTx& tx) {
      return store::FindTokenByHash(tx, crypto::Sha256(token.Reveal()));
    }));
  }

  testing::TestServer world_;
  const model::EnvironmentId environment_ = world_.AddEnvironment("production");
  const model::OrganizationId organization_ = world_.AddOrganization(environment_, "Acme", 28);
  const model::UserId user_ = world_.AddUser(environment_, {organization_, "ann"});
  const model::ApplicationId application_ =
      world_.AddApplication(environment_, {organization_, "WS-ApplicationUser_abc"});
  // Lifetimes are counted from the whole second that the token shows.
  const base::Time second_ = std::chrono::floor<seconds>(world_.clock.Now());
};

TEST_F(IssuerTest, ReferencePairHasTheLifetimesOfItsRow) {
  const Issued issued = Must(world_.issuer.Open(UserSubject(), kTeleTracker));
  EXPECT_EQ(issued.session.generation, 0);
  EXPECT_EQ(issued.session.expires_at, second_ + seconds(3600));
  EXPECT_EQ(issued.session.refresh_expires_at, issued.session.expires_at + std::chrono::days(29));
  EXPECT_TRUE(LooksLikeReference(issued.access.Reveal()));
  ASSERT_TRUE(issued.refresh);
  EXPECT_TRUE(LooksLikeReference(issued.refresh->Reveal()));
  EXPECT_FALSE(issued.refresh->Equals(issued.access));
  ASSERT_EQ(issued.records.size(), 2U);
  EXPECT_EQ(issued.records[0].hash, crypto::Sha256(issued.access.Reveal()));
  EXPECT_EQ(issued.records[0].use, model::TokenUse::kAccess);
  EXPECT_EQ(issued.records[0].expires_at, issued.session.expires_at);
  EXPECT_EQ(issued.records[1].hash, crypto::Sha256(issued.refresh->Reveal()));
  EXPECT_EQ(issued.records[1].use, model::TokenUse::kRefresh);
  EXPECT_EQ(issued.records[1].expires_at, issued.session.refresh_expires_at);
}

TEST_F(IssuerTest, JwtWithoutRefreshNeedsNoRecord) {
  const Terms terms{.issuer = world_.issuer.issuer(), .bounds = {}, .refresh = false};
  for (const std::string_view profile : {kWorkMobile, kWorkOsClient}) {
    const Issued issued = Must(world_.issuer.Open(UserSubject(), profile, terms));
    EXPECT_TRUE(issued.records.empty());
    EXPECT_FALSE(issued.refresh);
    EXPECT_FALSE(issued.session.refresh_expires_at);
    const Jwt jwt = Must(ParseJwt(issued.access.Reveal()));
    EXPECT_EQ(jwt.payload.Find("exp")->AsInt(), base::ToSeconds(issued.session.expires_at));
    EXPECT_EQ(*jwt.payload.Find("exp")->AsInt() - *jwt.payload.Find("iat")->AsInt(),
              Profiles().Find(profile)->access_lifetime.count());
  }
}

TEST_F(IssuerTest, OnlyThePublishedKeysAreNamedInHeaders) {
  EXPECT_EQ(
      Must(ParseJwt(Must(world_.issuer.Open(UserSubject(), kWorkMobile)).access.Reveal())).kid, "");
  const Issued issued = Must(world_.issuer.Open(UserSubject(), kWorkOsClient));
  EXPECT_EQ(Must(ParseJwt(issued.access.Reveal())).kid,
            Must(world_.keys.Published(environment_, "workos.")).front()->kid);
}

TEST_F(IssuerTest, WorkSpanRefreshTokenExpiresWithItsAccessToken) {
  const Issued issued = Must(world_.issuer.Open(ApplicationSubject(), kWorkSpan));
  ASSERT_TRUE(issued.refresh);
  EXPECT_EQ(issued.session.refresh_expires_at, issued.session.expires_at);
  EXPECT_EQ(issued.session.expires_at, second_ + seconds(863'999));
}

TEST_F(IssuerTest, JwtHasNoRecordAndReferenceTokenHasOne) {
  const Issued pair = Must(world_.issuer.Open(ApplicationSubject(), kWorkSpan));
  ASSERT_TRUE(pair.refresh);
  EXPECT_TRUE(pair.records.empty());
  const model::Session next = world_.issuer.Advance(pair.session);
  EXPECT_TRUE(
      Must(world_.issuer.Reissue(ApplicationSubject(), next, *pair.refresh)).records.empty());

  const Terms terms{.issuer = {}, .bounds = {}, .refresh = true};
  const Issued mixed = Must(world_.issuer.Open(ApplicationSubject(), kOauthJwt, terms));
  ASSERT_EQ(mixed.records.size(), 1U);
  EXPECT_EQ(mixed.records[0].hash, crypto::Sha256(mixed.refresh->Reveal()));
}

TEST_F(IssuerTest, TwoSessionsShareNothing) {
  const Issued one = Must(world_.issuer.Open(UserSubject(), kTeleTracker));
  const Issued two = Must(world_.issuer.Open(UserSubject(), kTeleTracker));
  EXPECT_NE(one.session.id, two.session.id);
  EXPECT_FALSE(one.access.Equals(two.access));
  EXPECT_FALSE(one.refresh->Equals(*two.refresh));
}

TEST_F(IssuerTest, AdvanceBeginsTheNextGenerationNow) {
  const Issued issued = Must(world_.issuer.Open(UserSubject(), kTeleTracker));
  world_.clock.Advance(std::chrono::minutes(30));
  const model::Session next = world_.issuer.Advance(issued.session);
  EXPECT_EQ(next.id, issued.session.id);
  EXPECT_EQ(next.generation, 1);
  EXPECT_EQ(next.rotated_at, world_.clock.Now());
  EXPECT_EQ(next.created_at, issued.session.created_at);
  EXPECT_EQ(next.expires_at, issued.session.expires_at + std::chrono::minutes(30));
}

TEST_F(IssuerTest, SameSpentTokenReturnsTheSamePairAgain) {
  for (const bool jwt : {false, true}) {
    const Subject subject = jwt ? ApplicationSubject() : UserSubject();
    const Issued issued = Must(world_.issuer.Open(subject, jwt ? kWorkSpan : kTeleTracker));
    const model::Session next = world_.issuer.Advance(issued.session);
    const Issued once = Must(world_.issuer.Reissue(subject, next, *issued.refresh));
    world_.clock.Advance(seconds(9));
    const Issued again = Must(world_.issuer.Reissue(subject, next, *issued.refresh));
    EXPECT_TRUE(once.access.Equals(again.access));
    EXPECT_TRUE(once.refresh->Equals(*again.refresh));
    EXPECT_FALSE(once.access.Equals(issued.access));
    EXPECT_FALSE(once.refresh->Equals(*issued.refresh));
  }
}

TEST_F(IssuerTest, AnotherServersRingMakesAnotherPair) {
  const Issued issued = Must(world_.issuer.Open(UserSubject(), kTeleTracker));
  const auto ring =
      Must(crypto::KeyRing::Parse(crypto::KeyRing::Generate(world_.entropy), world_.entropy));
  const Issuer other({world_.profiles, world_.keys, ring, world_.clock, world_.entropy}, "");
  const model::Session next = world_.issuer.Advance(issued.session);
  const Issued ours = Must(world_.issuer.Reissue(UserSubject(), next, *issued.refresh));
  const Issued theirs = Must(other.Reissue(UserSubject(), next, *issued.refresh));
  EXPECT_FALSE(ours.access.Equals(theirs.access));
}

TEST_F(IssuerTest, PersistedRefreshDropsTheOldAccessTokenAndKeepsTheOldRefreshToken) {
  const Subject subject = UserSubject();
  const Issued first = Must(world_.issuer.Open(subject, kTeleTracker));
  Must(world_.store->Write([&](store::WriteTx& tx) { return PersistNew(tx, first); }));
  const Issued second =
      Must(world_.issuer.Reissue(subject, world_.issuer.Advance(first.session), *first.refresh));
  Must(world_.store->Write([&](store::WriteTx& tx) { return PersistNext(tx, second); }));

  EXPECT_FALSE(Find(first.access));
  ASSERT_TRUE(Find(*first.refresh));
  EXPECT_EQ(Find(*first.refresh)->generation, 0);
  ASSERT_TRUE(Find(second.access));
  EXPECT_EQ(Find(second.access)->generation, 1);
  ASSERT_TRUE(Find(*second.refresh));
  const auto session = Must(world_.store->Read(
      [&](store::ReadTx& tx) { return store::FindSession(tx, environment_, first.session.id); }));
  EXPECT_EQ(session->generation, 1);
}

TEST_F(IssuerTest, UnknownProfileIsOurFault) {
  EXPECT_EQ(world_.issuer.Open(UserSubject(), "none").error().code, base::Code::kInternal);
}

TEST_F(IssuerTest, EnvironmentWithoutKeysIsUnavailable) {
  Subject subject = UserSubject();
  subject.principal.environment = model::EnvironmentId{"env_without_keys"};
  EXPECT_EQ(world_.issuer.Open(subject, kWorkMobile).error().code, base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::token
