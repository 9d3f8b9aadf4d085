#include "verify/client.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/cast.h"

namespace bearward::verify {
namespace {

using testing::CodeOf;

class ClientSecretsTest : public ::testing::Test {
 protected:
  base::Result<Client> Check(std::string_view id, std::string_view secret,
                             std::string_view address = "192.0.2.1") {
    const base::Secret presented(secret);
    return secrets_.Check({cast_.production, id, presented, address});
  }
  void Fail(std::string_view id, int times, std::string_view address = "192.0.2.1") {
    for (int i = 0; i < times; ++i) {
      EXPECT_EQ(CodeOf(Check(id, "wrong", address)), base::Code::kUnauthenticated) << i;
    }
  }

  testing::Cast cast_;
  ClientSecrets secrets_{*cast_.world.store, cast_.world.clock};
};

TEST_F(ClientSecretsTest, GuessesAreThrottledByClientAndAddress) {
  EXPECT_TRUE(Check("exporter", testing::kSecret)) << "positive control";
  Fail("exporter", 10);
  const auto throttled = Check("exporter", testing::kSecret);
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().reason, "too_many_failures");
  EXPECT_EQ(throttled.error().retry_after, std::chrono::seconds(60));
  EXPECT_TRUE(Check("exporter", testing::kSecret, "192.0.2.2")) << "by its address";
  EXPECT_TRUE(Check("collector", testing::kSecret));
  cast_.world.clock.Advance(std::chrono::seconds(60));
  EXPECT_TRUE(Check("exporter", testing::kSecret));
}

TEST_F(ClientSecretsTest, OneAddressOverManyClientIdsIsThrottled) {
  for (int i = 0; i < 100; ++i) Fail("client" + std::to_string(i), 1);
  EXPECT_EQ(CodeOf(Check("exporter", testing::kSecret)), base::Code::kLimited);
  EXPECT_TRUE(Check("exporter", testing::kSecret, "192.0.2.2"));
}

TEST_F(ClientSecretsTest, UnknownClientsAreThrottledLikeKnownOnes) {
  Fail("exporter", 10);
  Fail("nobody", 10);
  EXPECT_EQ(CodeOf(Check("exporter", "wrong")), base::Code::kLimited);
  EXPECT_EQ(CodeOf(Check("nobody", "wrong")), base::Code::kLimited);
  EXPECT_EQ(secrets_.failed(), 20U);
  EXPECT_EQ(secrets_.throttled(), 2U);
}

// The door writes the events of refusals (RefusalLog), so a guess causes no write.
TEST_F(ClientSecretsTest, AFailureNamesTheApplicationAndWritesNothing) {
  const std::int64_t before = cast_.LastEvent();
  const auto of_known = Check("exporter", "wrong");
  ASSERT_FALSE(of_known);
  EXPECT_EQ(of_known.error().claimed, cast_.exporter.text);
  const auto of_unknown = Check("a secret in the wrong field", "wrong");
  ASSERT_FALSE(of_unknown);
  EXPECT_EQ(of_unknown.error().claimed, "");
  EXPECT_TRUE(cast_.EventsAfter(before).empty());
}

TEST_F(ClientSecretsTest, ASuccessClearsTheCounterOfTheClient) {
  for (int round = 0; round < 3; ++round) {
    Fail("exporter", 9);
    EXPECT_TRUE(Check("exporter", testing::kSecret));
  }
}

TEST(ClientSecretsFaults, AStorageFailureIsNoRefusal) {
  testing::FaultyCast faulty;
  ClientSecrets secrets(*faulty.cast.world.store, faulty.cast.world.clock);
  const base::Secret wrong(std::string_view("wrong"));
  base::Result<Client> result = base::Fail(base::Internal("not run"));
  const int faults = testing::ForEveryFault(
      *faulty.plan,
      [&] { result = secrets.Check({faulty.cast.production, "exporter", wrong, "192.0.2.1"}); },
      [&](int n) { EXPECT_EQ(CodeOf(result), base::Code::kUnavailable) << n; });
  EXPECT_EQ(faults, 3);  // the transaction, the application and its secrets
  EXPECT_EQ(CodeOf(result), base::Code::kUnauthenticated);
}

}  // namespace
}  // namespace bearward::verify
