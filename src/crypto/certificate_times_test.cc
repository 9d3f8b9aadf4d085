#include "crypto/certificate_times.h"

#include <gtest/gtest.h>

#include "crypto/certificate.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"

namespace bearward::crypto {
namespace {

constexpr base::Time kFrom = base::Time(std::chrono::seconds(1'900'000'000));

std::string Made(testing::FakeEntropy& entropy) {
  const SelfSignedRequest request{
      .common_name = "localhost", .not_before = kFrom, .lifetime = std::chrono::days(3)};
  return testing::Must(MakeSelfSigned(request, entropy)).certificate_pem;
}

TEST(CertificateTimes, AreThoseOfTheFirstCertificate) {
  testing::FakeEntropy entropy;
  const CertificateTimes times =
      testing::Must(TimesOfCertificate(Made(entropy) + "-----BEGIN CERTIFICATE-----\n"));
  EXPECT_EQ(times.from, kFrom);
  EXPECT_EQ(times.until, kFrom + std::chrono::days(3));
}

TEST(CertificateTimes, TextWithoutACertificateIsRefused) {
  testing::FakeEntropy entropy;
  const std::string whole = Made(entropy);
  for (const std::string& text :
       {std::string(), std::string("no certificate"), whole.substr(0, whole.size() / 2)}) {
    const auto times = TimesOfCertificate(text);
    ASSERT_FALSE(times) << text;
    EXPECT_EQ(times.error().reason, "bad_certificate");
  }
}

}  // namespace
}  // namespace bearward::crypto
