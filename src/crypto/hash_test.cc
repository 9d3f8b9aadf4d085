#include "crypto/hash.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "crypto/mac.h"
#include "testing/source_dir.h"
#include "testing/vectors.h"

namespace bearward::crypto {
namespace {

std::string HexOf(const base::Digest& digest) { return base::HexEncode(base::AsBytes(digest)); }

TEST(Hash, KnownAnswersOfSha256) {
  const auto vectors = testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/sha256.txt");
  ASSERT_EQ(vectors.size(), 3U);
  for (const auto& vector : vectors) {
    EXPECT_EQ(HexOf(Sha256(testing::Hex(vector, "message"))), vector.at("digest"));
  }
  EXPECT_EQ(HexOf(Sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hash, PartsDoNotRunIntoEachOther) {
  const std::set<base::Digest> digests = {
      Sha256Parts({"ab", "c"}), Sha256Parts({"a", "bc"}), Sha256Parts({"abc"}),
      Sha256Parts({"abc", ""}), Sha256Parts({"", "abc"}), Sha256("abc"),
      Sha256Parts({}),          Sha256Parts({""}),        Sha256Parts({"", ""}),
  };
  EXPECT_EQ(digests.size(), 9U);
  EXPECT_EQ(Sha256Parts({"abc"}), Sha256(std::string_view("\0\0\0\0\0\0\0\x03"
                                                          "abc",
                                                          11)));
}

TEST(Mac, KnownAnswersOfHmacSha256) {
  const auto vectors =
      testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/hmac_sha256.txt");
  ASSERT_EQ(vectors.size(), 7U);
  for (const auto& vector : vectors) {
    EXPECT_EQ(HexOf(HmacSha256(testing::Hex(vector, "key"), testing::Hex(vector, "message"))),
              vector.at("mac"));
  }
}

// Regression: OpenSSL treats a null key pointer as "the key of the previous call".
TEST(Mac, AnEmptyKeyIsNotTheLastKey) {
  const base::Digest empty = HmacSha256("", "m");
  EXPECT_NE(HmacSha256("other", "m"), empty);
  EXPECT_EQ(HmacSha256(std::string_view(), "m"), empty);
}

TEST(HashConcurrency, ThreadsDoNotDisturbEachOther) {
  const base::Digest hash = Sha256("token");
  const base::Digest mac = HmacSha256("key", "token");
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 500; ++n) {
        if (Sha256("token") != hash || HmacSha256("key", "token") != mac) ++wrong;
        if (Sha256(std::to_string(i * 1000 + n)) == hash) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::crypto
