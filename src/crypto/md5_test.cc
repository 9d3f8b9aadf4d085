#include "crypto/md5.h"

#include <gtest/gtest.h>

#include "base/encode.h"

namespace bearward::crypto {
namespace {

// RFC 1321 section A.5.
TEST(Md5, KnownAnswers) {
  EXPECT_EQ(base::HexEncode(Md5("")), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(base::HexEncode(Md5("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
}

}  // namespace
}  // namespace bearward::crypto
