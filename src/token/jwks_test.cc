#include "token/jwks.h"

#include <gtest/gtest.h>

#include "base/encode.h"
#include "crypto/hash.h"
#include "json/reader.h"
#include "testing/test_server.h"

namespace bearward::token {
namespace {

using testing::Must;

std::shared_ptr<const SigningKeyEntry> EntryOf(crypto::Algorithm algorithm,
                                               base::Entropy& entropy) {
  return std::make_shared<const SigningKeyEntry>(
      SigningKeyEntry{.environment = {"env_a"},
                      .kid = "kid_1",
                      .profile = kWorkOsClient,
                      .key = Must(crypto::SigningKey::Generate(algorithm, entropy)),
                      .certificate = {},
                      .active_from = {},
                      .retire_at = {},
                      .forget_at = {}});
}

std::vector<std::string> KeysOf(const json::Value& object) {
  std::vector<std::string> keys;
  for (const json::Member& member : *object.AsObject()) keys.push_back(member.key);
  return keys;
}

TEST(Jwks, RsaKeyHasTheDocumentedMembers) {
  testing::TestServer world;
  const auto environment = world.AddEnvironment("production");
  const json::Value set =
      Must(json::Parse(WriteJwks(Must(world.keys.Published(environment, "workos.")))));
  ASSERT_EQ(set.Find("keys")->AsArray()->size(), 1U);
  const json::Value& key = set.Find("keys")->AsArray()->front();
  EXPECT_EQ(KeysOf(key),
            (std::vector<std::string>{"alg", "kty", "use", "n", "e", "kid", "x5c", "x5t#S256"}));
  EXPECT_EQ(*key.Find("alg")->AsString(), "RS256");
  EXPECT_EQ(*key.Find("kty")->AsString(), "RSA");
  EXPECT_EQ(*key.Find("use")->AsString(), "sig");
  EXPECT_EQ(*key.Find("e")->AsString(), "AQAB");
  const auto certificate = base::Base64Decode(*key.Find("x5c")->AsArray()->front().AsString());
  ASSERT_TRUE(certificate);
  EXPECT_EQ(base::Base64UrlDecode(*key.Find("x5t#S256")->AsString()),
            base::AsBytes(crypto::Sha256(*certificate)));
}

TEST(Jwks, PublishedNumbersVerifyWhatTheKeySigned) {
  testing::TestServer world;
  const auto environment = world.AddEnvironment("production");
  const json::Value set =
      Must(json::Parse(WriteJwks(Must(world.keys.Published(environment, "workos.")))));
  const json::Value& key = set.Find("keys")->AsArray()->front();
  const auto verify =
      Must(crypto::VerifyKey::FromRsa(*base::Base64UrlDecode(*key.Find("n")->AsString()),
                                      *base::Base64UrlDecode(*key.Find("e")->AsString())));
  const auto signer = Must(world.keys.ForSigning(environment, kWorkOsClient));
  EXPECT_TRUE(verify.Verify("text", Must(signer->key.Sign("text"))));
}

TEST(Jwks, CurveKeyHasItsCoordinates) {
  testing::FakeEntropy entropy;
  const std::vector keys = {EntryOf(crypto::Algorithm::kEs256, entropy)};
  const json::Value set = Must(json::Parse(WriteJwks(keys)));
  const json::Value& key = set.Find("keys")->AsArray()->front();
  EXPECT_EQ(KeysOf(key), (std::vector<std::string>{"alg", "kty", "use", "crv", "x", "y", "kid"}));
  EXPECT_TRUE(crypto::VerifyKey::FromEc(*base::Base64UrlDecode(*key.Find("x")->AsString()),
                                        *base::Base64UrlDecode(*key.Find("y")->AsString())));
}

TEST(Jwks, SharedSecretsAreNeverWritten) {
  testing::FakeEntropy entropy;
  const std::vector keys = {EntryOf(crypto::Algorithm::kHs256, entropy)};
  EXPECT_EQ(WriteJwks(keys), R"({"keys":[]})");
}

TEST(Jwks, NoKeysAreAnEmptySet) { EXPECT_EQ(WriteJwks({}), R"({"keys":[]})"); }

}  // namespace
}  // namespace bearward::token
