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
using ::testing::IsEmpty;
using testing::Must;

class ClientTokenTest : public ::testing::Test {
 protected:
  void ExpectError(const base::Result<Granted>& result, base::Code code, std::string_view reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().reason, reason);
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(ClientTokenTest, KeyOpensASessionForAMember) {
  const std::int64_t before = cast_.LastEvent();
  const Granted granted = Must(testing::Committed(grant_.ClientToken(key_, cast_.acme, cast_.ann)));
  EXPECT_EQ(granted.issued.session.profile, token::kWorkOsClient);
  EXPECT_FALSE(granted.issued.refresh);
  ASSERT_TRUE(cast_.IsLive(granted.issued));
  const model::Caller caller = cast_.Of(testing::BearerOf(granted.issued.access.Reveal()));
  EXPECT_EQ(caller->subject_id, cast_.ann.text);
  EXPECT_EQ(caller->organization, cast_.acme);
  EXPECT_THAT(caller->permissions, ElementsAre("api:access", "forms:read"))
      << "the user's permissions, and none of the key's";

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionCreated);
  EXPECT_EQ(events[0].actor.kind, "environment");
  EXPECT_EQ(events[0].target, granted.issued.session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_THAT(events[0].data, ::testing::HasSubstr(cast_.ann.text));
}

TEST_F(ClientTokenTest, UnknownUserAndOrganizationAreNamed) {
  const auto user = testing::Committed(grant_.ClientToken(key_, cast_.acme, {"user_unknown"}));
  ExpectError(user, base::Code::kNotFound, "user_not_found");
  EXPECT_THAT(user.error().fields, ElementsAre("user_unknown"));
  const auto organization =
      testing::Committed(grant_.ClientToken(key_, {"org_unknown"}, cast_.ann));
  ExpectError(organization, base::Code::kNotFound, "organization_not_found");
  EXPECT_THAT(organization.error().fields, ElementsAre("org_unknown"));
  ExpectError(testing::Committed(grant_.ClientToken(key_, {"org_unknown"}, {"user_unknown"})),
              base::Code::kNotFound, "user_not_found");
  ExpectError(testing::Committed(grant_.ClientToken(key_, {}, {})), base::Code::kNotFound,
              "user_not_found");
}

TEST_F(ClientTokenTest, KeyOfAnotherEnvironmentFindsNothing) {
  const model::Caller foreign = cast_.As(cast_.sandbox);
  ExpectError(testing::Committed(grant_.ClientToken(foreign, cast_.acme, cast_.ann)),
              base::Code::kNotFound, "user_not_found");
  ExpectError(testing::Committed(grant_.ClientToken(foreign, cast_.acme, cast_.mallory)),
              base::Code::kNotFound, "organization_not_found");
  EXPECT_TRUE(testing::Committed(grant_.ClientToken(foreign, cast_.initech, cast_.mallory)));
}

TEST_F(ClientTokenTest, UserMustBeAMember) {
  ExpectError(testing::Committed(grant_.ClientToken(key_, cast_.globex, cast_.bob)),
              base::Code::kInvalid, "membership_required");
  EXPECT_TRUE(testing::Committed(grant_.ClientToken(key_, cast_.globex, cast_.ann)));
}

TEST_F(ClientTokenTest, InactiveUserAndDisabledOrganizationAreDenied) {
  cast_.SetUserActive(cast_.ann, false);
  ExpectError(testing::Committed(grant_.ClientToken(key_, cast_.acme, cast_.ann)),
              base::Code::kDenied, "user_inactive");
  cast_.SetOrganizationEnabled(cast_.globex, false);
  ExpectError(testing::Committed(grant_.ClientToken(key_, cast_.globex, cast_.eve)),
              base::Code::kDenied, "organization_disabled");
}

TEST_F(ClientTokenTest, OnlyAnEnvironmentsKeyMay) {
  for (const model::Caller& caller :
       {cast_.As(cast_.admin), cast_.As(cast_.ann), cast_.As(cast_.exporter)}) {
    ExpectError(testing::Committed(grant_.ClientToken(caller, cast_.acme, cast_.ann)),
                base::Code::kDenied, "not_an_environment_key");
  }
}

TEST_F(ClientTokenTest, RefusalsLeaveNoEvent) {
  const std::int64_t before = cast_.LastEvent();
  (void)testing::Committed(grant_.ClientToken(key_, cast_.globex, cast_.bob));
  (void)testing::Committed(grant_.ClientToken(key_, cast_.acme, {"user_unknown"}));
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(ClientTokenTest, MembershipEndedBeforeTheWriteOpensNothing) {
  testing::HookedIssuer hooked(world_, [&] {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto membership,
                    store::FindMembership(tx, cast_.production, cast_.ann, cast_.globex));
      return store::DeleteMembership(tx, membership.value());
    }));
  });
  Grant grant({*world_.store, world_.verifier, hooked.issuer, world_.clock}, 10s);
  const std::int64_t before = cast_.LastEvent();
  ExpectError(testing::Committed(grant.ClientToken(key_, cast_.globex, cast_.ann)),
              base::Code::kInvalid, "membership_required");
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

}  // namespace
}  // namespace bearward::grant
