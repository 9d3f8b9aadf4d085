#include "crypto/key_ring.h"

#include <gtest/gtest.h>

#include "base/encode.h"
#include "crypto/aead.h"
#include "testing/fake_entropy.h"
#include "testing/source_dir.h"
#include "testing/vectors.h"

namespace bearward::crypto {
namespace {

std::string Line(const std::string& id, char digit) {
  return id + ":" + std::string(64, digit) + "\n";
}

std::string ReasonOf(const base::Result<base::Secret>& opened) {
  return opened ? "opened" : opened.error().reason;
}

TEST(Aead, KnownAnswersOfAes256GcmOpen) {
  const auto vectors =
      testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/aes_256_gcm.txt");
  ASSERT_EQ(vectors.size(), 3U);
  for (const auto& vector : vectors) {
    const std::string sealed = testing::Hex(vector, "nonce") + testing::Hex(vector, "ciphertext") +
                               testing::Hex(vector, "tag");
    const auto opened =
        Open(base::Secret(testing::Hex(vector, "key")), sealed, testing::Hex(vector, "context"));
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->Reveal(), testing::Hex(vector, "plaintext"));
  }
}

TEST(Aead, SealedTextOpensOnlyWithItsKeyAndContextAndUnchanged) {
  testing::FakeEntropy entropy;
  const base::Secret key(std::string(32, 'k'));
  const std::string sealed = Seal(key, "plain", "context", entropy).value();
  EXPECT_EQ(sealed.size(), 12U + 5U + 16U);
  EXPECT_EQ(Open(key, sealed, "context")->Reveal(), "plain");
  EXPECT_EQ(ReasonOf(Open(key, sealed, "Context")), "not_sealed");
  EXPECT_EQ(ReasonOf(Open(base::Secret(std::string(32, 'K')), sealed, "context")), "not_sealed");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string bad = sealed;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_EQ(ReasonOf(Open(key, bad, "context")), "not_sealed") << bit;
  }
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    ASSERT_EQ(ReasonOf(Open(key, sealed.substr(0, length), "context")), "not_sealed") << length;
  }
}

TEST(Aead, TwoSealsOfOneTextDiffer) {
  testing::FakeEntropy entropy;
  const base::Secret key(std::string(32, 'k'));
  EXPECT_NE(Seal(key, "", "", entropy).value(), Seal(key, "", "", entropy).value());
}

TEST(Aead, AKeyOfAnotherLengthIsADefect) {
  testing::FakeEntropy entropy;
  const base::Secret key(std::string(16, 'k'));
  EXPECT_EQ(Seal(key, "", "", entropy).error().code, base::Code::kInternal);
  EXPECT_EQ(Open(key, std::string(40, 'x'), "").error().code, base::Code::kInternal);
}

TEST(KeyRing, WhatWasGeneratedParses) {
  testing::FakeEntropy entropy;
  const base::Secret text = KeyRing::Generate(entropy);
  const auto ring = KeyRing::Parse(text, entropy);
  ASSERT_TRUE(ring.has_value());
  EXPECT_EQ(ring->active_id().size(), 9U);
  EXPECT_FALSE(KeyRing::Generate(entropy).Equals(text));
}

TEST(KeyRing, MalformedTextsAreRefused) {
  testing::FakeEntropy entropy;
  for (const std::string& text :
       {std::string(), std::string("\n# only a comment\n"), std::string("a\n"), Line("", '0'),
        Line("a b", '0'), Line(std::string(33, 'a'), '0'), "a:" + std::string(62, '0'),
        "a:" + std::string(66, '0'), "a:" + std::string(64, 'g'), Line("a", '0') + Line("a", '1'),
        Line("a", '0') + "junk", " " + Line("a", '0'), "a: " + std::string(64, '0')}) {
    const auto ring = KeyRing::Parse(base::Secret(text), entropy);
    ASSERT_FALSE(ring.has_value()) << text;
    EXPECT_EQ(ring.error().reason, "invalid_key_ring");
  }
  EXPECT_TRUE(KeyRing::Parse(base::Secret("# c\r\n\r\na:" + std::string(64, 'F')), entropy));
}

TEST(KeyRing, TheFirstKeySealsAndEveryKeyOpens) {
  testing::FakeEntropy entropy;
  const auto old_ring = KeyRing::Parse(base::Secret(Line("old", '1')), entropy);
  const auto ring = KeyRing::Parse(base::Secret(Line("new", '2') + Line("old", '1')), entropy);
  const std::string by_old = old_ring->Seal(base::Secret("s"), "webhook").value();
  const std::string by_new = ring->Seal(base::Secret("s"), "webhook").value();
  EXPECT_TRUE(by_old.starts_with("v1.old."));
  EXPECT_TRUE(by_new.starts_with("v1.new."));
  EXPECT_EQ(ring->Open(by_old, "webhook")->Reveal(), "s");
  EXPECT_EQ(ring->Open(by_new, "webhook")->Reveal(), "s");
}

TEST(KeyRing, AMissingMasterKeyIsUnavailableNotWrong) {
  testing::FakeEntropy entropy;
  const auto one = KeyRing::Parse(base::Secret(Line("one", '1')), entropy);
  const auto two = KeyRing::Parse(base::Secret(Line("two", '1')), entropy);
  const auto opened = two->Open(one->Seal(base::Secret("s"), "p").value(), "p");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, base::Code::kUnavailable);
  EXPECT_EQ(opened.error().reason, "unknown_master_key");
}

TEST(KeyRing, PurposeAndKeyIdAreBound) {
  testing::FakeEntropy entropy;
  // Two ids for one key: a ciphertext of one id must not be accepted under the other.
  const auto ring = KeyRing::Parse(base::Secret(Line("a", '1') + Line("b", '1')), entropy);
  const std::string sealed = ring->Seal(base::Secret("s"), "signing key").value();
  EXPECT_EQ(ReasonOf(ring->Open(sealed, "signing key")), "opened");
  EXPECT_EQ(ReasonOf(ring->Open(sealed, "webhook")), "not_sealed");
  std::string renamed = sealed;
  renamed.replace(3, 1, "b");
  EXPECT_EQ(ReasonOf(ring->Open(renamed, "signing key")), "not_sealed");
  for (const std::string& bad : {std::string(), std::string("v1."), std::string("v1.a"),
                                 std::string("v1.a."), "v2" + sealed.substr(2), sealed + "=",
                                 sealed.substr(0, sealed.size() - 2), sealed + "AAAA"}) {
    EXPECT_EQ(ReasonOf(ring->Open(bad, "signing key")), "not_sealed") << bad;
  }
}

TEST(KeyRing, DerivedKeysStayWhenAKeyIsAddedInFront) {
  testing::FakeEntropy entropy;
  const auto before = KeyRing::Parse(base::Secret(Line("old", '1')), entropy);
  const auto after = KeyRing::Parse(base::Secret(Line("new", '2') + Line("old", '1')), entropy);
  const base::Secret derived = before->Derive("refresh");
  EXPECT_EQ(derived.Reveal().size(), 32U);
  EXPECT_TRUE(after->Derive("refresh").Equals(derived));
  EXPECT_FALSE(before->Derive("other").Equals(derived));
  // The result must not be the master key itself.
  EXPECT_FALSE(derived.Equals(base::Secret(std::string(32, '\x11'))));
}

TEST(KeyRing, YesterdaysSealsAndDerivationsComeOutEqual) {
  testing::FakeEntropy entropy;
  const auto ring = KeyRing::Parse(base::Secret(Line("k", '0')), entropy);
  EXPECT_EQ(base::HexEncode(ring->Derive("refresh").Reveal()),
            "f30fd78ec4e9a25c420e02bb1829561191894ac5b776885a04a64563fb28d07e");
  EXPECT_EQ(
      ring->Open("v1.k.5MIehvk8CUYLpJkdg6HKErEAUUwgsOx0_LLW93OtSEc5o0UtTD779c6ZV_qIrA", "purpose")
          ->Reveal(),
      "yesterday's secret");
}

}  // namespace
}  // namespace bearward::crypto
