// When a delivery is repeated.
#include "webhooks/retry.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/entropy.h"
#include "webhooks/audience.h"

namespace bearward::webhooks {
namespace {

egress::Response Status(long status) { return {.status = status}; }

TEST(Retry, TheVerdictOfEachResponse) {
  for (const long status : {200L, 201L, 202L, 204L, 299L}) {
    EXPECT_EQ(Judge(Status(status)), Verdict::kDelivered) << status;
  }
  EXPECT_EQ(Judge(Status(410)), Verdict::kGone);
  for (const long status : {429L, 502L, 503L, 504L}) {
    EXPECT_EQ(Judge(Status(status)), Verdict::kSlow) << status;
  }
  for (const long status : {0L, 100L, 301L, 302L, 307L, 308L, 400L, 401L, 404L, 500L, 501L}) {
    EXPECT_EQ(Judge(Status(status)), Verdict::kFailed) << status;
  }
}

TEST(Retry, TheVerdictOfEachFailure) {
  EXPECT_EQ(Judge(base::Fail(base::Unavailable("timed_out", ""))), Verdict::kSlow);
  EXPECT_EQ(Judge(base::Fail(base::Denied("address_refused", ""))), Verdict::kFailed);
  EXPECT_EQ(Judge(base::Fail(base::Invalid("invalid_url", ""))), Verdict::kFailed);
}

// The waits triple from five seconds to twelve hours, each with a fifth of jitter, and the last
// attempt is within three days.
TEST(Retry, TheWaitsGrowUntilThreeDaysHavePassed) {
  base::SystemEntropy entropy;
  const base::Time created = base::FromMillis(1'935'817'689'123);
  base::Time now = created;
  double expected = 5;
  std::int64_t attempts = 0;
  while (const auto at = RetryAt(++attempts, now, created + kEndpointRetryTime, entropy)) {
    const double wait = std::chrono::duration<double>(*at - now).count();
    EXPECT_GE(wait, expected * 0.79) << attempts;
    EXPECT_LE(wait, expected * 1.21) << attempts;
    EXPECT_LE(*at, created + kEndpointRetryTime);
    now = *at;
    expected = std::min(expected * 3, 12.0 * 3600);
    ASSERT_LT(attempts, 30);
  }
  EXPECT_GE(attempts, 12);
  EXPECT_GE(now, created + std::chrono::hours(56)) << "the last attempt is near the end";
}

}  // namespace
}  // namespace bearward::webhooks
