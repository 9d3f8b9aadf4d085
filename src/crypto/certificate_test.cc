#include "crypto/certificate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "crypto/openssl.h"
#include "testing/fake_entropy.h"

namespace bearward::crypto {
namespace {

constexpr std::string_view kStart = "2031-05-06T07:08:09Z";

SelfSignedRequest Localhost() {
  return {.common_name = "localhost",
          .dns_names = {"localhost", "*.example.org"},
          .ip_addresses = {"127.0.0.1", "::1"},
          .not_before = base::ParseIso(kStart).value(),
          .lifetime = std::chrono::days(10)};
}

X509Ptr ReadPem(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return X509Ptr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

X509Ptr ReadDer(const std::string& der) {
  const unsigned char* at = Bytes(der);
  return X509Ptr(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

std::string Text(const ASN1_TIME* time) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  ASN1_TIME_print(bio.get(), time);
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

TEST(Certificate, TheServerCertificateNamesItsHosts) {
  testing::FakeEntropy entropy;
  const auto made = MakeSelfSigned(Localhost(), entropy);
  ASSERT_TRUE(made.has_value());
  const X509Ptr certificate = ReadPem(made->certificate_pem);
  ASSERT_TRUE(certificate);
  EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "api.example.org", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "example.net", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "10.0.0.1", 0), 0);
  EXPECT_EQ(Text(X509_get0_notBefore(certificate.get())), "May  6 07:08:09 2031 GMT");
  EXPECT_EQ(Text(X509_get0_notAfter(certificate.get())), "May 16 07:08:09 2031 GMT");
  EXPECT_EQ(X509_check_ca(certificate.get()), 0);
}

TEST(Certificate, TheKeyBelongsToTheServerCertificate) {
  testing::FakeEntropy entropy;
  const auto made = MakeSelfSigned(Localhost(), entropy);
  const std::string pem(made->key_pem.Reveal());
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  const X509Ptr certificate = ReadPem(made->certificate_pem);
  ASSERT_TRUE(key && certificate);
  EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);
  EXPECT_EQ(X509_verify(certificate.get(), key.get()), 1);
}

TEST(Certificate, NamesThatCannotBeWrittenAreRefused) {
  testing::FakeEntropy entropy;
  const auto reason = [&entropy](const SelfSignedRequest& request) {
    const auto made = MakeSelfSigned(request, entropy);
    return made ? "made" : made.error().reason;
  };
  SelfSignedRequest request = Localhost();
  request.dns_names = {"host name"};
  EXPECT_EQ(reason(request), "invalid_certificate_name");
  request.dns_names = {std::string("a\0b", 3)};
  EXPECT_EQ(reason(request), "invalid_certificate_name");
  request = Localhost();
  request.ip_addresses = {"localhost"};
  EXPECT_EQ(reason(request), "invalid_certificate_name");
  request = Localhost();
  request.common_name = std::string(65, 'x');
  EXPECT_EQ(reason(request), "invalid_certificate_name");
  request.common_name = "";
  EXPECT_EQ(reason(request), "invalid_certificate_name");
}

TEST(Certificate, AKeysCertificateHoldsThatKeyAndIsTheSameEachTime) {
  testing::FakeEntropy entropy;
  const auto key = SigningKey::Generate(Algorithm::kRs256, entropy);
  const base::Time start = base::ParseIso(kStart).value();
  const auto der = MakeKeyCertificate(*key, "bearward", start, std::chrono::days(365));
  ASSERT_TRUE(der.has_value());
  EXPECT_EQ(MakeKeyCertificate(*key, "bearward", start, std::chrono::days(365)), *der);
  const X509Ptr certificate = ReadDer(*der);
  ASSERT_TRUE(certificate);
  const std::string public_der = key->verify_key().public_der();
  const unsigned char* at = Bytes(public_der);
  const PkeyPtr expected(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_der.size())));
  EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(certificate.get()), expected.get()), 1);
  EXPECT_EQ(X509_verify(certificate.get(), expected.get()), 1);
}

TEST(Certificate, ASharedSecretHasNoCertificate) {
  testing::FakeEntropy entropy;
  const auto key = SigningKey::Generate(Algorithm::kHs256, entropy);
  const auto der = MakeKeyCertificate(*key, "x", base::FromMillis(0), std::chrono::days(1));
  ASSERT_FALSE(der.has_value());
  EXPECT_EQ(der.error().code, base::Code::kInternal);
}

}  // namespace
}  // namespace bearward::crypto
