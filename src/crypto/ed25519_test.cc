#include "crypto/ed25519.h"

#include <gtest/gtest.h>

#include "base/encode.h"

namespace bearward::crypto {
namespace {

TEST(Ed25519, ASignatureIsOfItsDataAndItsKeyOnly) {
  const Ed25519Key key(base::Secret("one"));
  const Ed25519Key other(base::Secret("two"));
  const std::string signature = key.Sign("data");
  EXPECT_EQ(signature.size(), 64U);
  EXPECT_TRUE(key.Verify("data", signature));
  EXPECT_FALSE(key.Verify("datA", signature));
  EXPECT_FALSE(other.Verify("data", signature));
  EXPECT_FALSE(key.Verify("data", signature.substr(1)));
  EXPECT_FALSE(key.Verify("data", ""));
  std::string altered = signature;
  altered[40] = static_cast<char>(altered[40] ^ 1);
  EXPECT_FALSE(key.Verify("data", altered));
}

TEST(Ed25519, EqualSecretsMakeEqualKeys) {
  EXPECT_EQ(Ed25519Key(base::Secret("one")).public_key(),
            Ed25519Key(base::Secret("one")).public_key());
  EXPECT_NE(Ed25519Key(base::Secret("one")).public_key(),
            Ed25519Key(base::Secret("two")).public_key());
  EXPECT_EQ(Ed25519Key(base::Secret("")).Sign("data"), Ed25519Key(base::Secret("")).Sign("data"));
}

}  // namespace
}  // namespace bearward::crypto
