#include "applications/applications.h"

#include <gtest/gtest.h>

#include "store/applications.h"
#include "testing/cast.h"

namespace bearward::applications {
namespace {

using testing::Must;

constexpr model::RateLimit kLimit{100, 60};

class ApplicationsTest : public ::testing::Test {
 protected:
  model::Application Exporter() {
    return *Must(world_.store->Read([&](store::ReadTx& tx) {
      return store::FindApplication(tx, cast_.production, cast_.exporter);
    }));
  }
  static std::string ReasonOf(const base::Status& status) {
    return status ? "" : status.error().reason;
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  testing::TestServer& world_ = cast_.world;
  Applications applications_{{*world_.store, world_.clock, world_.entropy}};
};

TEST_F(ApplicationsTest, ResolveTakesTheIdAndTheClientId) {
  const auto admin = cast_.As(cast_.admin);
  EXPECT_EQ(Must(applications_.Resolve(admin, "exporter")).id, cast_.exporter);
  const auto by_id = Must(applications_.Resolve(admin, cast_.exporter.text));
  EXPECT_EQ(by_id.id, cast_.exporter);
  EXPECT_EQ(by_id.client_id, "exporter");
  EXPECT_EQ(Must(applications_.Resolve(admin, "app_none")).id.text, "app_none");
}

TEST_F(ApplicationsTest, AdministratorDisablesApplicationsOfItsOrganizationOnly) {
  const auto admin = cast_.As(cast_.admin);
  const std::int64_t last = cast_.LastEvent();
  Must(applications_.SetEnabled(admin, cast_.exporter, false));
  EXPECT_FALSE(Exporter().enabled);
  const auto events = cast_.EventsAfter(last);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kApplicationUpdated);
  EXPECT_EQ(events[0].target, cast_.exporter.text);
  EXPECT_EQ(ReasonOf(applications_.SetEnabled(cast_.As(cast_.ann), cast_.exporter, true)),
            "missing_permission");
  EXPECT_EQ(ReasonOf(applications_.SetEnabled(cast_.As(cast_.eve), cast_.exporter, true)),
            "application_not_found");
  EXPECT_EQ(ReasonOf(applications_.SetEnabled(cast_.As(cast_.mallory), cast_.exporter, true)),
            "application_not_found");
  EXPECT_FALSE(Exporter().enabled);
  EXPECT_TRUE(applications_.SetEnabled(cast_.As(cast_.production), cast_.exporter, true));
}

// Incident class I3: a limited caller must not be able to remove its limit.
TEST_F(ApplicationsTest, AdministratorLimitsAnApplicationAndTheApplicationCannot) {
  const std::int64_t last = cast_.LastEvent();
  Must(applications_.SetRateLimit(cast_.As(cast_.admin), cast_.exporter, kLimit));
  EXPECT_EQ(Exporter().rate_limit, kLimit);
  EXPECT_EQ(cast_.NamesAfter(last).back(), "application.updated");
  EXPECT_EQ(ReasonOf(applications_.SetRateLimit(cast_.As(cast_.exporter), cast_.exporter, {})),
            "missing_permission");
  EXPECT_EQ(ReasonOf(applications_.SetRateLimit(cast_.As(cast_.ann), cast_.exporter, {})),
            "missing_permission");
  EXPECT_EQ(ReasonOf(applications_.SetRateLimit(cast_.As(cast_.eve), cast_.exporter, {})),
            "application_not_found");
  EXPECT_EQ(Exporter().rate_limit, kLimit);
  EXPECT_TRUE(applications_.SetRateLimit(cast_.As(cast_.production), cast_.exporter, {}));
}

TEST_F(ApplicationsTest, AFaultAtAnyCallChangesNothing) {
  const auto key = cast_.As(cast_.production);
  const std::int64_t last = cast_.LastEvent();
  base::Status result;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { result = applications_.SetEnabled(key, cast_.exporter, false); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_TRUE(Exporter().enabled) << n;
        EXPECT_EQ(cast_.LastEvent(), last) << n;
      });
  EXPECT_GE(faults, 3);
  EXPECT_TRUE(result);
  EXPECT_FALSE(Exporter().enabled);
}

}  // namespace
}  // namespace bearward::applications
