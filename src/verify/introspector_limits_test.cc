// Rate limits with introspection: an allowed request takes one permit of the bearer, a refused one
// takes none.
#include <gtest/gtest.h>

#include "testing/credential_set.h"
#include "verify/introspector.h"

namespace bearward::verify {
namespace {

using model::LimitMode;
using model::LimitScope;
using testing::Must;

class IntrospectorLimits : public ::testing::Test {
 protected:
  IntrospectorLimits() {
    world_.LimitUserKey(credentials_.environment, credentials_.ann, model::RateLimit{3, 3600});
  }

  Answer Ask(std::vector<std::string> permissions = {}) {
    IntrospectionRequest inquiry;
    inquiry.token = base::Secret(credentials_.Get("user key").text);
    inquiry.scheme = Scheme::kApiKey;
    inquiry.permissions = std::move(permissions);
    return Must(introspector_.Ask(Asker(), inquiry));
  }
  model::Caller Asker() {
    const model::Need need = model::Need::Live();
    return *world_.verifier
                .Verify(credentials_.Get("environment key").credential, {need}, "192.0.2.1")
                .caller();
  }

  testing::TestServer world_;
  testing::CredentialSet credentials_{world_};
  observe::Registry metrics_;
  Introspector introspector_{world_.verifier, metrics_};
};

TEST_F(IntrospectorLimits, EachAllowedQuestionSpendsOnePermit) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Ask().allowed()) << i;
  EXPECT_EQ(Ask().reason, Reason::kRateLimited);
}

// To find the caller of a refused credential it is looked up a second time. This lookup must not
// take a permit, be refused by a limit, or be counted.
TEST_F(IntrospectorLimits, ARefusalSpendsNoPermit) {
  for (int i = 0; i < 10; ++i) {
    const Answer refused = Ask({"nothing:like:it"});
    EXPECT_EQ(refused.reason, Reason::kMissingPermission);
    ASSERT_TRUE(refused.caller);
  }
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(Ask().allowed()) << i;
  const Answer limited = Ask();
  EXPECT_EQ(limited.reason, Reason::kRateLimited);
  ASSERT_TRUE(limited.caller);
  EXPECT_EQ(limited.caller->principal().subject_id, credentials_.ann.text);
  EXPECT_EQ(world_.verifier.rate_limited(LimitScope::kKey, LimitMode::kEnforce), 1U);
}

}  // namespace
}  // namespace bearward::verify
