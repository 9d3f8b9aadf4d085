// Storage failures: whichever database call fails, the answer is "unknown", never "no" and never
// "yes".
#include <gtest/gtest.h>

#include "testing/credential_set.h"
#include "testing/faulty_engine.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::TestServer;

TEST(VerifierFault, StorageFailureIsUnknownForEveryCredential) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  TestServer world({.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  for (const auto& hung : credentials.all()) {
    const int faults = testing::ForEveryFault(
        *plan,
        [&] {
          const Decision decision = world.verifier.Verify(hung->credential, {need}, "192.0.2.1");
          EXPECT_EQ(decision.unknown(), plan->fired()) << hung->name;
          EXPECT_EQ(decision.allowed(), !plan->fired()) << hung->name;
        },
        [&](int n) {
          EXPECT_FALSE(world.verifier.TryCached(hung->credential, {need})) << hung->name << n;
        });
    EXPECT_GE(faults, 3) << hung->name;
  }
}

TEST(VerifierFault, RememberedVerdictsAnswerWhileTheStoreIsDown) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  TestServer world({.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  for (const auto& hung : credentials.all()) {
    ASSERT_TRUE(world.verifier.Verify(hung->credential, {need}, "192.0.2.1").allowed());
  }
  plan->FailCall(1, 1'000'000);
  for (const auto& hung : credentials.all()) {
    EXPECT_TRUE(world.verifier.Verify(hung->credential, {need}, "192.0.2.1").allowed());
  }
  // During a failure an unknown credential is "unknown", not refused.
  const std::string stranger = "00000000-0000-4000-8000-000000000000";
  EXPECT_TRUE(world.verifier.Verify(testing::BearerOf(stranger), {need}, "192.0.2.1").unknown());
}

}  // namespace
}  // namespace bearward::verify
