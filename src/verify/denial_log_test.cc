#include "verify/denial_log.h"

#include <gtest/gtest.h>

namespace bearward::verify {
namespace {

Denial Of(const std::string& environment, const std::string& organization,
          const std::string& request, const std::string& reason = "missing_permission") {
  Denial denial{.environment = {environment}};
  if (!organization.empty()) denial.organization = model::OrganizationId{organization};
  denial.actor.origin.request_id = request;
  denial.reason = reason;
  return denial;
}

// I2: the id of a request may repeat, and belongs to its environment and organization only.
TEST(DenialLog, ADenialIsFoundInItsEnvironmentAndOrganizationOnly) {
  DenialLog log;
  log.Note(Of("env_1", "org_1", "a", "first"));
  log.Note(Of("env_1", "org_1", "a", "second"));
  log.Note(Of("env_2", "org_2", "a", "foreign"));
  EXPECT_EQ(log.Find({"env_1"}, std::nullopt, "a")->reason, "second");
  EXPECT_EQ(log.Find({"env_1"}, model::OrganizationId{"org_1"}, "a")->reason, "second");
  EXPECT_FALSE(log.Find({"env_1"}, model::OrganizationId{"org_2"}, "a"));
  EXPECT_FALSE(log.Find({"env_1"}, std::nullopt, "b"));
  EXPECT_EQ(log.Find({"env_2"}, std::nullopt, "a")->reason, "foreign");
}

TEST(DenialLog, ADenialWithoutAnOrganizationIsOfNone) {
  DenialLog log;
  log.Note(Of("env_1", "", "a"));
  EXPECT_TRUE(log.Find({"env_1"}, std::nullopt, "a"));
  EXPECT_FALSE(log.Find({"env_1"}, model::OrganizationId{"org_1"}, "a"));
}

// J2: the log has a bound.
TEST(DenialLog, OnlyTheNewestAreKept) {
  DenialLog log;
  for (std::size_t i = 0; i <= DenialLog::kMostDenials; ++i) {
    log.Note(Of("env_1", "", std::to_string(i)));
  }
  EXPECT_FALSE(log.Find({"env_1"}, std::nullopt, "0"));
  EXPECT_TRUE(log.Find({"env_1"}, std::nullopt, "1"));
  EXPECT_TRUE(log.Find({"env_1"}, std::nullopt, std::to_string(DenialLog::kMostDenials)));
}

}  // namespace
}  // namespace bearward::verify
