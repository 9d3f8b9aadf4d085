#include "crypto/password.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>

#include "testing/fake_entropy.h"
#include "testing/source_dir.h"
#include "testing/vectors.h"

namespace bearward::crypto {
namespace {

constexpr PasswordCost kCheap = {.memory_kib = 64, .passes = 1};

std::string Phc(std::string_view parameters) {
  return "$argon2id$v=19$" + std::string(parameters) +
         "$c2l4dGVlbiBieXRlcyBvaw$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
}

TEST(Password, KnownAnswersOfArgon2id) {
  const auto vectors =
      testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/argon2id.txt");
  ASSERT_EQ(vectors.size(), 5U);
  for (const auto& vector : vectors) {
    const auto good = VerifyPassword(base::Secret("password"), vector.at("phc"));
    ASSERT_TRUE(good.has_value()) << vector.at("phc");
    EXPECT_EQ(*good, vector.at("good") == "yes") << vector.at("phc");
    EXPECT_EQ(VerifyPassword(base::Secret("Password"), vector.at("phc")), false);
  }
}

TEST(Password, OnlyTheSamePasswordMatches) {
  testing::FakeEntropy entropy;
  const auto phc = HashPassword(base::Secret("correct horse"), kCheap, entropy);
  ASSERT_TRUE(phc.has_value());
  EXPECT_EQ(VerifyPassword(base::Secret("correct horse"), *phc), true);
  for (const std::string_view other : {"", "correct hors", "correct horse ", "Correct horse"}) {
    EXPECT_EQ(VerifyPassword(base::Secret(other), *phc), false) << other;
  }
}

TEST(Password, BytesBehindANulCount) {
  testing::FakeEntropy entropy;
  const std::string with_nul("a\0b", 3);
  const auto phc = HashPassword(base::Secret(with_nul), kCheap, entropy);
  EXPECT_EQ(VerifyPassword(base::Secret(with_nul), *phc), true);
  EXPECT_EQ(VerifyPassword(base::Secret("a"), *phc), false);
}

TEST(Password, TheHashNamesItsCostAndIsSaltedEachTime) {
  testing::FakeEntropy entropy;
  const auto one = HashPassword(base::Secret("p"), kCheap, entropy);
  const auto two = HashPassword(base::Secret("p"), kCheap, entropy);
  EXPECT_TRUE(one->starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << *one;
  EXPECT_NE(*one, *two);
  EXPECT_EQ(CostOfPasswordHash(*one), kCheap);
  EXPECT_EQ(CostOfPasswordHash("plain"), std::nullopt);
}

TEST(Password, TheDefaultCostIsTheRecommendedOne) {
  testing::FakeEntropy entropy;
  const auto phc = HashPassword(base::Secret("p"), {}, entropy);
  EXPECT_TRUE(phc->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *phc;
  EXPECT_EQ(VerifyPassword(base::Secret("p"), *phc), true);
}

TEST(Password, CostsOutOfRangeAreRefusedBeforeComputing) {
  testing::FakeEntropy entropy;
  for (const PasswordCost cost : {PasswordCost{7, 1}, PasswordCost{64, 0}, PasswordCost{64, 65},
                                  PasswordCost{(1U << 20) + 1, 1}}) {
    const auto phc = HashPassword(base::Secret("p"), cost, entropy);
    ASSERT_FALSE(phc.has_value());
    EXPECT_EQ(phc.error().reason, "invalid_password_cost");
  }
}

TEST(Password, AnEndlessPasswordIsRefused) {
  testing::FakeEntropy entropy;
  const base::Secret endless(std::string(4097, 'p'));
  EXPECT_EQ(HashPassword(endless, kCheap, entropy).error().reason, "password_too_long");
  const auto phc = HashPassword(base::Secret("p"), kCheap, entropy);
  EXPECT_EQ(VerifyPassword(endless, *phc), false);
}

TEST(Password, OnlyHashesInRangeAreAccepted) {
  EXPECT_TRUE(IsPasswordHash(Phc("m=256,t=2,p=1")));
  EXPECT_TRUE(IsPasswordHash(Phc("m=1048576,t=64,p=1")));
  for (const std::string_view parameters :
       {"m=1048577,t=2,p=1", "m=4294967296,t=2,p=1", "m=256,t=65,p=1", "m=256,t=2,p=65",
        "m=7,t=1,p=1", "m=15,t=2,p=2", "m=0,t=1,p=1", "m=256,t=0,p=1", "m=256,t=2,p=0",
        "m=0256,t=2,p=1", "m=-256,t=2,p=1", "m=+256,t=2,p=1", "m= 256,t=2,p=1", "m=256,t=2",
        "t=2,m=256,p=1", "m=256,t=2,p=1,data=x", "m=256,t=2,p=1 ", ""}) {
    EXPECT_FALSE(IsPasswordHash(Phc(parameters))) << parameters;
  }
  const std::string good = Phc("m=256,t=2,p=1");
  for (const std::string& text :
       {std::string(), std::string("password"), good + "==", good + "$", good + " ",
        good.substr(0, good.rfind('$') + 20), Phc("m=256,t=2,p=1$c29tZXNhbHQ"),
        Phc("m=256,t=2,p=1").replace(29, 22, "c29tZXNh"), good.substr(0, good.rfind('$')),
        good.substr(0, good.rfind('$') + 1), good + std::string(1, '\0'),
        "$argon2x" + good.substr(9), "$argon2id$v=18" + good.substr(14),
        "$argon2id$v=19" + good.substr(14, 6), std::string("$2b$10$abcdefghijklmnopqrstuv"),
        std::string(good).replace(good.find("c2l4"), 1, "*"), good + std::string(80, 'A')}) {
    EXPECT_FALSE(IsPasswordHash(text)) << text;
    const auto verified = VerifyPassword(base::Secret("p"), text);
    ASSERT_FALSE(verified.has_value()) << text;
    EXPECT_EQ(verified.error().reason, "invalid_password_hash");
  }
}

// Sanitizers need more address space than this test allows; clang reports them by __has_feature.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BEARWARD_SANITIZED
#endif
#endif

#if !defined(BEARWARD_SANITIZED)
// libsodium returns the same code for a wrong password and for a lack of memory. If it counted as a
// wrong password, a machine without free memory would lock out its users.
TEST(PasswordDeathTest, WantOfMemoryIsUnavailableNotAWrongPassword) {
  const auto starve = [] {
    const rlimit limit{256U << 20, 256U << 20};
    if (setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(3);
    testing::FakeEntropy entropy;
    const auto verified = VerifyPassword(base::Secret("p"), Phc("m=1048576,t=1,p=1"));
    const auto hashed = HashPassword(base::Secret("p"), {1U << 20, 1}, entropy);
    const bool right = !verified && verified.error().code == base::Code::kUnavailable && !hashed &&
                       hashed.error().code == base::Code::kUnavailable;
    std::_Exit(right ? 0 : 1);
  };
  EXPECT_EXIT(starve(), ::testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace bearward::crypto
