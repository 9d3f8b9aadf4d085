#include "verify/revocations.h"

#include <gtest/gtest.h>

#include <vector>

namespace bearward::verify {
namespace {

using model::EventType;

model::Event EventOf(EventType type, std::string target, std::string environment = "env_a") {
  model::Event event;
  event.type = type;
  event.target = std::move(target);
  event.environment = {std::move(environment)};
  return event;
}

void Apply(Revocations& revocations, const std::vector<model::Event>& events) {
  revocations.Apply(events);
}

constexpr std::string_view kSession = "session_1";

model::Principal Ann() {
  model::Principal ann;
  ann.environment = model::EnvironmentId{"env_a"};
  ann.organization = model::OrganizationId{"org_a"};
  ann.subject_id = "user_ann";
  return ann;
}

TEST(Revocations, NothingIsStaleWhileNothingChanges) {
  const Revocations revocations;
  EXPECT_FALSE(revocations.IsStale(Ann(), kSession, revocations.Now()));
}

TEST(Revocations, WhatAVerdictDependsOnMakesItStale) {
  for (const model::Event& event : {EventOf(EventType::kUserUpdated, "user_ann"),
                                    EventOf(EventType::kSessionEnded, "session_1"),
                                    EventOf(EventType::kOrganizationUpdated, "org_a"),
                                    EventOf(EventType::kEnvironmentUpdated, "env_a"),
                                    EventOf(EventType::kRoleUpdated, "planner"),
                                    EventOf(EventType::kAccessProfileUpdated, "ObjectRead"),
                                    EventOf(EventType::kSigningKeyRetired, "kid_1")}) {
    Revocations revocations;
    const std::uint64_t epoch = revocations.Now();
    Apply(revocations, {event});
    EXPECT_TRUE(revocations.IsStale(Ann(), kSession, epoch)) << model::EventName(event.type);
    EXPECT_FALSE(revocations.IsStale(Ann(), kSession, revocations.Now()));
  }
}

TEST(Revocations, WhatConcernsOthersDoesNot) {
  for (const model::Event& event : {EventOf(EventType::kUserUpdated, "user_bob"),
                                    EventOf(EventType::kSessionEnded, "session_2"),
                                    EventOf(EventType::kOrganizationUpdated, "org_b"),
                                    EventOf(EventType::kRoleUpdated, "planner", "env_b"),
                                    EventOf(EventType::kApiKeyRevoked, "key_1")}) {
    Revocations revocations;
    const std::uint64_t epoch = revocations.Now();
    Apply(revocations, {event});
    EXPECT_FALSE(revocations.IsStale(Ann(), kSession, epoch)) << model::EventName(event.type);
  }
}

TEST(Revocations, HarmlessEventsCostNoEpoch) {
  Revocations revocations;
  const std::uint64_t epoch = revocations.Now();
  Apply(revocations, {EventOf(EventType::kSessionCreated, "session_1"),
                      EventOf(EventType::kLoginFailed, "user_ann"),
                      EventOf(EventType::kObjectUpdated, "obj_1")});
  Apply(revocations, {});
  EXPECT_EQ(revocations.Now(), epoch);
}

TEST(Revocations, VerdictWithoutCredentialIdIsNotTouchedByEmptyTargets) {
  Revocations revocations;
  const std::uint64_t epoch = revocations.Now();
  Apply(revocations,
        {EventOf(EventType::kLoginLocked, ""), EventOf(EventType::kUserUpdated, "user_bob")});
  EXPECT_FALSE(revocations.IsStale(Ann(), "", epoch));
}

// The facts were read before the change; the verdict is checked after it.
TEST(Revocations, ChangeBetweenReadingAndRememberingIsNoticed) {
  Revocations revocations;
  const std::uint64_t before_facts = revocations.Now();
  Apply(revocations, {EventOf(EventType::kUserUpdated, "user_bob")});
  Apply(revocations, {EventOf(EventType::kUserUpdated, "user_ann")});
  Apply(revocations, {EventOf(EventType::kUserUpdated, "user_bob")});
  EXPECT_TRUE(revocations.IsStale(Ann(), kSession, before_facts));
}

TEST(Revocations, ForgottenChangesMakeEverythingOlderStale) {
  Revocations revocations;
  const std::uint64_t old = revocations.Now();
  std::vector<model::Event> many;
  for (int i = 0; i <= 200'000; ++i) {
    many.push_back(EventOf(EventType::kSessionEnded, "other_" + std::to_string(i)));
  }
  Apply(revocations, many);
  EXPECT_TRUE(revocations.IsStale(Ann(), kSession, old));
  const std::uint64_t later = revocations.Now();
  Apply(revocations, {EventOf(EventType::kSessionEnded, "other")});
  EXPECT_TRUE(revocations.IsStale(Ann(), kSession, old));
  EXPECT_FALSE(revocations.IsStale(Ann(), kSession, later));
}

}  // namespace
}  // namespace bearward::verify
