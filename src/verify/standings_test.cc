#include "verify/standings.h"

#include <gtest/gtest.h>

#include <functional>

namespace bearward::verify {
namespace {

struct Facts {
  std::string environment = "env_1", kind = "client", subject = "exporter", organization = "org_1",
              profile = "oauth.jwt";
  model::CredentialKind credential = model::CredentialKind::kJwt;
  std::optional<std::vector<std::string>> scopes = {{"a", "b"}};
  std::vector<std::string> audiences = {"x"};

  StandingName name() const {
    return {
        environment, kind, subject, organization, profile, credential, scopes ? &*scopes : nullptr,
        audiences};
  }
};

class StandingsTest : public ::testing::Test {
 protected:
  static Standing Make() {
    model::Principal principal;
    principal.environment = model::EnvironmentId{"env_1"};
    principal.organization = model::OrganizationId{"org_1"};
    principal.subject_id = "app_1";
    return {std::make_shared<const model::Principal>(principal), 3};
  }
  void Touch(model::EventType type, const std::string& target) {
    model::Event event;
    event.environment.text = target.starts_with("env") ? target : "env_9";
    event.type = type;
    event.target = target;
    revocations_.Apply({&event, 1});
  }

  Revocations revocations_;
  Standings standings_{revocations_};
};

TEST_F(StandingsTest, GivesWhatWasPut) {
  const Facts facts;
  EXPECT_FALSE(standings_.Find(facts.name()));
  const Standing standing = Make();
  standings_.Put(facts.name(), standing, revocations_.Now());
  const auto found = standings_.Find(facts.name());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->principal, standing.principal);
  EXPECT_EQ(found->generation, 3);
}

// Names that differ in any single fact have different keys, and adjacent lists do not run together.
TEST_F(StandingsTest, OneFactApartIsAnother) {
  const std::vector<std::function<void(Facts&)>> changes = {
      [](auto& f) { f.environment = "env_2"; },
      [](auto& f) { f.kind = "user"; },
      [](auto& f) { f.subject = "other"; },
      [](auto& f) { f.organization = "org_2"; },
      [](auto& f) { f.profile = "x"; },
      [](auto& f) { f.credential = model::CredentialKind::kReference; },
      [](auto& f) { f.scopes = std::nullopt; },
      [](auto& f) { f.scopes = std::vector<std::string>{}; },
      [](auto& f) { f.scopes = {{"a"}}; },
      [](auto& f) { f.scopes = {{"ab"}}; },
      [](auto& f) {
        f.scopes = {{"a", "b", "x"}}, f.audiences = {};
      },
      [](auto& f) { f.audiences = {}; },
      [](auto& f) {
        f.audiences = {"x", "y"};
      },
      [](auto& f) { f.environment = "env_1client", f.kind = ""; },
  };
  standings_.Put(Facts().name(), Make(), revocations_.Now());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Facts other;
    changes[i](other);
    EXPECT_FALSE(standings_.Find(other.name())) << i;
  }
}

TEST_F(StandingsTest, EndsWithAnythingThatItDependsOn) {
  const Facts facts;
  const std::vector<std::pair<model::EventType, std::string>> ends = {
      {model::EventType::kEnvironmentUpdated, "env_1"},
      {model::EventType::kOrganizationUpdated, "org_1"},
      {model::EventType::kApplicationUpdated, "app_1"}};
  for (const auto& [type, target] : ends) {
    standings_.Put(facts.name(), Make(), revocations_.Now());
    Touch(model::EventType::kApplicationUpdated, "app_2");
    EXPECT_TRUE(standings_.Find(facts.name())) << "of another one";
    Touch(type, target);
    EXPECT_FALSE(standings_.Find(facts.name())) << target;
  }
}

// Facts that were read before a change never count as read after it.
TEST_F(StandingsTest, WhoReadBeforeTheChangeLeavesNothing) {
  const Facts facts;
  const std::uint64_t before = revocations_.Now();
  Touch(model::EventType::kApplicationUpdated, "app_1");
  standings_.Put(facts.name(), Make(), before);
  EXPECT_FALSE(standings_.Find(facts.name()));
  const Standing fresh = Make();
  standings_.Put(facts.name(), fresh, revocations_.Now());
  standings_.Put(facts.name(), Make(), before);
  ASSERT_TRUE(standings_.Find(facts.name()));
  EXPECT_EQ(standings_.Find(facts.name())->principal, fresh.principal);
}

TEST_F(StandingsTest, IsBounded) {
  for (std::size_t i = 0; i < 3 * Standings::kStripes * Standings::kMostInStripe; ++i) {
    Facts facts;
    facts.subject = std::to_string(i);
    standings_.Put(facts.name(), Make(), revocations_.Now());
    EXPECT_TRUE(standings_.Find(facts.name()));
  }
  EXPECT_LE(standings_.size(), Standings::kStripes * Standings::kMostInStripe);
}

}  // namespace
}  // namespace bearward::verify
