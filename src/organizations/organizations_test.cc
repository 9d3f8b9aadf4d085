#include "organizations/organizations.h"

#include <gtest/gtest.h>

#include "store/organizations.h"
#include "testing/cast.h"

namespace bearward::organizations {
namespace {

using testing::Must;

constexpr model::RateLimit kLimit{100, 60};

class OrganizationsTest : public ::testing::Test {
 protected:
  model::Organization Acme() {
    return *Must(world_.store->Read([&](store::ReadTx& tx) {
      return store::FindOrganization(tx, cast_.production, cast_.acme);
    }));
  }
  static std::string ReasonOf(const base::Status& status) {
    return status ? "" : status.error().reason;
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  testing::TestServer& world_ = cast_.world;
  Domains domains_{{*world_.store, world_.clock, world_.entropy}};
  Organizations organizations_{{*world_.store, world_.clock, world_.entropy}, domains_};
};

TEST_F(OrganizationsTest, DisablingIsForTheKeyOfTheEnvironmentOnly) {
  EXPECT_EQ(ReasonOf(organizations_.SetEnabled(cast_.As(cast_.admin), cast_.acme, false)),
            "not_the_environment");
  EXPECT_TRUE(Acme().enabled);
  const auto key = cast_.As(cast_.production);
  const std::int64_t last = cast_.LastEvent();
  Must(organizations_.SetEnabled(key, cast_.acme, false));
  EXPECT_FALSE(Acme().enabled);
  const auto events = cast_.EventsAfter(last);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kOrganizationUpdated);
  EXPECT_EQ(events[0].target, cast_.acme.text);
}

TEST_F(OrganizationsTest, RateLimitIsForTheKeyOfTheEnvironmentOnly) {
  EXPECT_EQ(ReasonOf(organizations_.SetRateLimit(cast_.As(cast_.admin), cast_.acme, kLimit)),
            "not_the_environment");
  const auto key = cast_.As(cast_.production);
  const std::int64_t last = cast_.LastEvent();
  Must(organizations_.SetRateLimit(key, cast_.acme, kLimit));
  EXPECT_EQ(Acme().rate_limit, kLimit);
  Must(organizations_.SetRateLimit(key, cast_.acme, kLimit));
  EXPECT_EQ(cast_.EventsAfter(last).size(), 1U) << "an equal limit is no change";
  Must(organizations_.SetRateLimit(key, cast_.acme, {}));
  EXPECT_FALSE(Acme().rate_limit);
}

TEST_F(OrganizationsTest, AMemberWithThePermissionReadsItsOwnOrganizationOnly) {
  cast_.world.AddRole(cast_.production, "reader", {std::string(kReadOrganization)});
  const auto reader =
      cast_.As(cast_.world.AddUser(cast_.production, {cast_.acme, "reader", {"reader"}}));
  EXPECT_EQ(Must(organizations_.Read(reader, cast_.acme.text)).id, cast_.acme);
  for (const model::OrganizationId& id : {cast_.globex, cast_.initech}) {
    const auto foreign = organizations_.Read(reader, id.text);
    ASSERT_FALSE(foreign) << id.text;
    EXPECT_EQ(foreign.error().reason, "organization_not_found");
  }
  const auto without = organizations_.Read(cast_.As(cast_.admin), cast_.acme.text);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().reason, "missing_permission");
  EXPECT_EQ(Must(organizations_.Read(cast_.As(cast_.production), cast_.globex.text)).id,
            cast_.globex);
}

TEST_F(OrganizationsTest, UnknownOrganizationsAndThoseOfAnotherEnvironmentAreNotFound) {
  const auto key = cast_.As(cast_.production);
  for (const model::OrganizationId& id : {cast_.initech, model::OrganizationId{"org_none"}}) {
    EXPECT_EQ(ReasonOf(organizations_.SetEnabled(key, id, false)), "organization_not_found");
    EXPECT_EQ(ReasonOf(organizations_.SetRateLimit(key, id, kLimit)), "organization_not_found");
  }
  EXPECT_TRUE(organizations_.SetEnabled(cast_.As(cast_.sandbox), cast_.initech, false));
}

TEST_F(OrganizationsTest, AFaultAtAnyCallChangesNothing) {
  const auto key = cast_.As(cast_.production);
  const std::int64_t last = cast_.LastEvent();
  base::Status result;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { result = organizations_.SetEnabled(key, cast_.acme, false); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_TRUE(Acme().enabled) << n;
        EXPECT_EQ(cast_.LastEvent(), last) << n;
      });
  EXPECT_GE(faults, 3);
  EXPECT_TRUE(result);
  EXPECT_FALSE(Acme().enabled);
}

TEST_F(OrganizationsTest, AFaultAtAnyCallMakesNoOrganizationForAnIdempotencyKey) {
  const auto key = cast_.As(cast_.production);
  const std::int64_t last = cast_.LastEvent();
  model::Organization wanted;
  wanted.name = "Once";
  const auto row = std::make_shared<model::Organization>(wanted);
  const IdempotentRequest request{"key", "body"};
  const auto also = Must(organizations_.WithDomains(key, "", {{.domain = "once.example"}}));
  base::Result<model::AnyRow> result;
  const int faults = testing::ForEveryFault(
      *faulty_.plan, [&] { result = organizations_.CreateOnce(key, row, also, request); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(cast_.LastEvent(), last) << n;
      });
  EXPECT_GE(faults, 6);
  const auto id = [](const model::AnyRow& made) {
    return static_cast<const model::Organization*>(made.get())->id;
  };
  const std::int64_t made = cast_.LastEvent();
  EXPECT_EQ(id(Must(organizations_.CreateOnce(key, row, also, request))), id(Must(result)));
  EXPECT_EQ(cast_.LastEvent(), made);
}

TEST_F(OrganizationsTest, AMemberMakesNoOrganizationWithAnIdempotencyKey) {
  const auto row = std::make_shared<model::Organization>(Acme());
  const auto refused = organizations_.CreateOnce(cast_.As(cast_.admin), row, nullptr, {"k", "b"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "not_the_environment");
}

}  // namespace
}  // namespace bearward::organizations
