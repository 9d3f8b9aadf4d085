#include "crypto/sign.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/encode.h"
#include "testing/fake_entropy.h"
#include "testing/source_dir.h"
#include "testing/vectors.h"

namespace bearward::crypto {
namespace {

constexpr std::array<Algorithm, 3> kAll = {Algorithm::kHs256, Algorithm::kRs256, Algorithm::kEs256};

// KeyOf creates one key per algorithm and reuses it, because RSA keys are slow to generate.
const SigningKey& KeyOf(Algorithm algorithm) {
  static testing::FakeEntropy entropy;
  static const std::array<SigningKey, 3> keys = {
      SigningKey::Generate(Algorithm::kHs256, entropy).value(),
      SigningKey::Generate(Algorithm::kRs256, entropy).value(),
      SigningKey::Generate(Algorithm::kEs256, entropy).value()};
  return keys[static_cast<std::size_t>(algorithm)];
}

std::string ReasonOf(const base::Result<SigningKey>& key) {
  return key ? "accepted" : key.error().reason;
}
std::string ReasonOf(const base::Result<VerifyKey>& key) {
  return key ? "accepted" : key.error().reason;
}

base::Result<VerifyKey> KeyOfVector(const testing::Vector& vector) {
  const auto bytes = [&vector](const std::string& name) {
    return base::Base64UrlDecode(vector.at(name)).value();
  };
  if (vector.contains("k")) return VerifyKey::FromSecret(base::Secret(bytes("k")));
  if (vector.contains("n")) return VerifyKey::FromRsa(bytes("n"), bytes("e"));
  return VerifyKey::FromEc(bytes("x"), bytes("y"));
}

TEST(Sign, KnownSignaturesOfJwsVerify) {
  const auto vectors = testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/jws.txt");
  ASSERT_EQ(vectors.size(), 3U);
  for (const auto& vector : vectors) {
    const auto key = KeyOfVector(vector);
    ASSERT_TRUE(key.has_value()) << vector.at("algorithm");
    EXPECT_EQ(base::Word(key->algorithm()), vector.at("algorithm"));
    const std::string signature = base::Base64UrlDecode(vector.at("signature")).value();
    EXPECT_TRUE(key->Verify(vector.at("input"), signature)) << vector.at("algorithm");
    EXPECT_FALSE(key->Verify(vector.at("input") + "x", signature));
  }
}

TEST(Sign, NamesReadBackAndNoneIsNotAmongThem) {
  for (const Algorithm algorithm : kAll) {
    EXPECT_EQ(base::ParseWord<Algorithm>(base::Word(algorithm)), algorithm);
  }
  for (const std::string_view name : {"none", "None", "", "hs256", "HS384", "RS512", "HS256 "}) {
    EXPECT_EQ(base::ParseWord<Algorithm>(name), std::nullopt) << name;
  }
}

TEST(Sign, EveryAlgorithmVerifiesItsOwnAndOnlyItsOwn) {
  for (const Algorithm algorithm : kAll) {
    const SigningKey& key = KeyOf(algorithm);
    EXPECT_EQ(key.algorithm(), algorithm);
    const auto signature = key.Sign("data");
    ASSERT_TRUE(signature.has_value());
    for (const Algorithm other : kAll) {
      EXPECT_EQ(KeyOf(other).verify_key().Verify("data", *signature), other == algorithm);
    }
    EXPECT_FALSE(key.verify_key().Verify("Data", *signature));
    EXPECT_FALSE(key.verify_key().Verify("", *signature));
  }
}

TEST(Sign, EveryFlippedBitOfASignatureIsRefused) {
  for (const Algorithm algorithm : kAll) {
    const VerifyKey key = KeyOf(algorithm).verify_key();
    const std::string good = KeyOf(algorithm).Sign("data").value();
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      std::string bad = good;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
      ASSERT_FALSE(key.Verify("data", bad)) << base::Word(algorithm) << " bit " << bit;
    }
    EXPECT_TRUE(key.Verify("data", good));
  }
}

TEST(Sign, ASignatureOfAnotherLengthIsRefused) {
  for (const Algorithm algorithm : kAll) {
    const VerifyKey key = KeyOf(algorithm).verify_key();
    const std::string good = KeyOf(algorithm).Sign("data").value();
    EXPECT_FALSE(key.Verify("data", ""));
    EXPECT_FALSE(key.Verify("data", good.substr(0, good.size() - 1)));
    EXPECT_FALSE(key.Verify("data", good.substr(1)));
    EXPECT_FALSE(key.Verify("data", good + std::string(1, '\0')));
    EXPECT_FALSE(key.Verify("data", std::string(1, '\0') + good));
    EXPECT_FALSE(key.Verify("data", std::string(good.size(), '\0')));
    EXPECT_FALSE(key.Verify("data", std::string(good.size(), '\xff')));
  }
}

TEST(Sign, EcSignaturesAreAlways64Bytes) {
  for (int i = 0; i < 600; ++i) {
    const auto signature = KeyOf(Algorithm::kEs256).Sign(std::to_string(i));
    ASSERT_TRUE(signature.has_value());
    ASSERT_EQ(signature->size(), 64U);
  }
}

TEST(Sign, ASerializedKeyIsTheSameKey) {
  for (const Algorithm algorithm : kAll) {
    const base::Secret serialized = KeyOf(algorithm).Serialize();
    const auto loaded = SigningKey::Load(algorithm, serialized);
    ASSERT_TRUE(loaded.has_value()) << base::Word(algorithm);
    EXPECT_TRUE(loaded->Serialize().Equals(serialized));
    EXPECT_TRUE(KeyOf(algorithm).verify_key().Verify("data", loaded->Sign("data").value()));
  }
}

TEST(Sign, DamagedOrForeignKeysAreRefused) {
  const base::Secret ec = KeyOf(Algorithm::kEs256).Serialize();
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kRs256, ec)), "invalid_key");
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kEs256, base::Secret("junk"))), "invalid_key");
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kEs256, base::Secret())), "invalid_key");
  const std::string bytes(ec.Reveal());
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kEs256, base::Secret(bytes + "x"))),
            "invalid_key");
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kEs256, base::Secret(bytes.substr(0, 60)))),
            "invalid_key");
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kHs256, base::Secret(std::string(31, 'k')))),
            "weak_key");
}

TEST(Sign, APrivateHalfWithAnotherPublicHalfIsRefused) {
  testing::FakeEntropy entropy;
  const SigningKey other = SigningKey::Generate(Algorithm::kEs256, entropy).value();
  std::string mixed(KeyOf(Algorithm::kEs256).Serialize().Reveal());
  const std::string foreign(other.Serialize().Reveal());
  ASSERT_EQ(mixed.size(), foreign.size());
  // The PKCS#8 form of a P-256 key ends with the public point.
  mixed.replace(mixed.size() - 64, 64, foreign.substr(foreign.size() - 64));
  EXPECT_EQ(ReasonOf(SigningKey::Load(Algorithm::kEs256, base::Secret(mixed))), "invalid_key");
}

TEST(Sign, WeakOrImpossiblePublicKeysAreRefused) {
  const std::string exponent("\x01\x00\x01", 3);
  const std::string short_modulus(128, '\xff');
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa(short_modulus, exponent)), "weak_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa("", exponent)), "weak_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa(std::string(1025, '\xff'), exponent)), "invalid_key");
  const VerifyKey rsa = KeyOf(Algorithm::kRs256).verify_key();
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa(rsa.modulus(), std::string("\x01", 1))), "invalid_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa(rsa.modulus(), std::string("\x04", 1))), "invalid_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromRsa(rsa.modulus(), "")), "invalid_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromEc(std::string(32, '\x01'), std::string(32, '\x01'))),
            "invalid_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromEc("", "")), "invalid_key");
  EXPECT_EQ(ReasonOf(VerifyKey::FromSecret(base::Secret("short"))), "weak_key");
}

TEST(Sign, PublicNumbersMakeTheSameVerifyKey) {
  const VerifyKey rsa = KeyOf(Algorithm::kRs256).verify_key();
  EXPECT_EQ(rsa.modulus().size(), 256U);
  EXPECT_EQ(rsa.exponent(), std::string("\x01\x00\x01", 3));
  EXPECT_EQ(rsa.x(), "");
  const std::string rsa_signature = KeyOf(Algorithm::kRs256).Sign("d").value();
  const auto rsa_again = VerifyKey::FromRsa(rsa.modulus(), rsa.exponent());
  ASSERT_TRUE(rsa_again.has_value());
  EXPECT_TRUE(rsa_again->Verify("d", rsa_signature));
  EXPECT_EQ(rsa_again->public_der(), rsa.public_der());

  const VerifyKey ec = KeyOf(Algorithm::kEs256).verify_key();
  EXPECT_EQ(ec.x().size(), 32U);
  EXPECT_EQ(ec.modulus(), "");
  const auto ec_again = VerifyKey::FromEc(ec.x(), ec.y());
  ASSERT_TRUE(ec_again.has_value());
  EXPECT_TRUE(ec_again->Verify("d", KeyOf(Algorithm::kEs256).Sign("d").value()));
  EXPECT_EQ(ec_again->public_der(), ec.public_der());

  const VerifyKey mac = KeyOf(Algorithm::kHs256).verify_key();
  EXPECT_EQ(mac.public_der() + mac.modulus() + mac.exponent() + mac.x() + mac.y(), "");
}

TEST(Sign, GeneratedSecretsComeFromTheGivenEntropy) {
  testing::FakeEntropy one(7);
  testing::FakeEntropy same(7);
  const auto a = SigningKey::Generate(Algorithm::kHs256, one);
  const auto b = SigningKey::Generate(Algorithm::kHs256, same);
  const auto c = SigningKey::Generate(Algorithm::kHs256, one);
  EXPECT_TRUE(a->Serialize().Equals(b->Serialize()));
  EXPECT_FALSE(a->Serialize().Equals(c->Serialize()));
  EXPECT_EQ(a->Serialize().Reveal().size(), 32U);
}

TEST(SignConcurrency, OneKeyServesManyThreads) {
  for (const Algorithm algorithm : kAll) {
    const SigningKey& key = KeyOf(algorithm);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&, i] {
        const VerifyKey verify = key.verify_key();
        for (int n = 0; n < 20; ++n) {
          const std::string data = std::to_string(i) + "/" + std::to_string(n);
          const auto signature = key.Sign(data);
          if (!signature || !verify.Verify(data, *signature) || verify.Verify("x", *signature)) {
            ++wrong;
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0) << base::Word(algorithm);
  }
}

}  // namespace
}  // namespace bearward::crypto
