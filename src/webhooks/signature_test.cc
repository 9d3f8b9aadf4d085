// The headers by which a receiver verifies a delivery.
#include "webhooks/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::webhooks {
namespace {

using ::testing::ElementsAre;
using testing::Must;

// The expected values were computed with openssl from the rule of each form.
TEST(Signature, TheHeadersHaveTheFormsOfWorkOsAndOfStandardWebhooks) {
  const Secrets secrets{.present = base::Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"),
                        .previous = {}};
  EXPECT_THAT(Must(SignatureHeaders(secrets, "event_1", R"({"a":1})",
                                    base::FromMillis(1935817689123), true)),
              ElementsAre("WorkOS-Signature: t=1935817689123, "
                          "v1=4d31cfb36fab3f6248665488a906b81db4ed71cc9c8ef494ef3a58689b09deb5",
                          "webhook-id: event_1", "webhook-timestamp: 1935817689",
                          "webhook-signature: v1,GxG2JDp/0xmyOV5FFPZDb/DVZdl4AIUF1vhPfG1/XT0="));
}

// Two signatures let a receiver replace the secret without a gap.
TEST(Signature, DuringAnOverlapStandardWebhooksAreSignedWithBothSecrets) {
  const Secrets secrets{.present = base::Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"),
                        .previous = base::Secret("whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4")};
  EXPECT_EQ(Must(SignatureHeaders(secrets, "event_1", R"({"a":1})", base::FromMillis(1935817689123),
                                  true))
                .back(),
            "webhook-signature: v1,GxG2JDp/0xmyOV5FFPZDb/DVZdl4AIUF1vhPfG1/XT0= "
            "v1,qQZPxmmoTCD+bC9S+kQSGRiup1JHaU6yYz7EanFkfqw=");
}

TEST(Signature, AMalformedSecretSignsNothing) {
  for (const char* secret : {"", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "whsec_?"}) {
    EXPECT_FALSE(SignatureHeaders({.present = base::Secret(secret), .previous = {}}, "event_1",
                                  "{}", base::FromMillis(0), true))
        << secret;
  }
}

}  // namespace
}  // namespace bearward::webhooks
