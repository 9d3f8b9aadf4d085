// Apply: rate limits that a file sets, leaves unchanged by omitting them, and removes.
#include <gtest/gtest.h>

#include "provision/apply.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/organizations.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using model::RateLimit;
using testing::Must;

constexpr RateLimit kLimit{100, 60};
constexpr RateLimit kWatched{5, 1, model::LimitMode::kMonitor};

class ApplyRateLimits : public ::testing::Test {
 protected:
  ApplyRateLimits()
      : env_(core_.AddEnvironment("production")),
        acme_(core_.AddOrganization(env_, "Acme", 28)),
        ann_(core_.AddUser(env_, {.organization = acme_, .username = "ann"})) {
    file_.organizations.emplace_back().name = "Acme";
    auto& application = file_.applications.emplace_back();
    application.name = "Export";
    application.organization = "Acme";
    file_.api_keys.emplace_back().user = "ann";
  }

  // State sets the same limit for all three rows and returns the number of changes.
  std::size_t State(const RateLimitEntry& limit) {
    file_.organizations[0].rate_limit = limit;
    file_.applications[0].rate_limit = limit;
    file_.api_keys[0].rate_limit = limit;
    return Must(applier_.Apply(file_)).size();
  }
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  std::vector<std::optional<RateLimit>> Limits() {
    return {Read(store::FindOrganization, env_, acme_)->rate_limit,
            Read(store::FindApplicationByName, env_, acme_, std::string_view("Export"))->rate_limit,
            Read(store::FindLiveApiKeyOfUser, env_, ann_)->rate_limit};
  }
  static std::vector<std::optional<RateLimit>> All(std::optional<RateLimit> limit) {
    return {limit, limit, limit};
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  model::OrganizationId acme_;
  model::UserId ann_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

TEST_F(ApplyRateLimits, NewRowsAreUnlimitedUnlessTheFileSaysOtherwise) {
  State({});
  EXPECT_EQ(Limits(), All(std::nullopt));
}

TEST_F(ApplyRateLimits, ALimitIsSetOnceKeptWhenOmittedAndRemovedByNone) {
  EXPECT_EQ(State(kLimit), 3U);
  EXPECT_EQ(Limits(), All(kLimit));
  EXPECT_EQ(State(kLimit), 0U);
  EXPECT_EQ(State({}), 0U);
  EXPECT_EQ(Limits(), All(kLimit));
  EXPECT_EQ(State(kWatched), 3U);
  EXPECT_EQ(Limits(), All(kWatched));
  EXPECT_EQ(State(std::optional<RateLimit>()), 3U);
  EXPECT_EQ(Limits(), All(std::nullopt));
}

TEST_F(ApplyRateLimits, ALimitAppliesToTheNextRequest) {
  State({});
  const auto issued = core_.SignIn(env_, ann_, acme_, token::kTeleTracker);
  const model::Need need = model::Need::Live();
  const auto ask = [&] {
    return core_.verifier.Verify(testing::BearerOf(issued.access.Reveal()), {need}, "192.0.2.1");
  };
  EXPECT_TRUE(ask().allowed());
  State(RateLimit{1, 60});
  EXPECT_TRUE(ask().allowed());
  EXPECT_EQ(ask().error().code, base::Code::kLimited);
  State(std::optional<RateLimit>());
  EXPECT_TRUE(ask().allowed());
}

}  // namespace
}  // namespace bearward::provision
