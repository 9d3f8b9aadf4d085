#include "crypto/password_strength.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <vector>

namespace bearward::crypto {
namespace {

using enum PasswordWeakness;

// Row is a password with the lowest and the highest score that fit it.
struct Row {
  std::string_view password;
  int least;
  int most;
};

const std::vector<std::string> kAnn = {"ann.lovelace@acme.example", "ann", "lovelace", "acme",
                                       "example"};

constexpr Row kRows[] = {
    // common passwords, as they are and with the usual changes
    {"", 0, 0},
    {"password", 0, 0},
    {"123456", 0, 0},
    {"12345678", 0, 0},
    {"letmein", 0, 0},
    {"iloveyou", 0, 0},
    {"dragon", 0, 0},
    {"monkey", 0, 0},
    {"football7", 0, 1},
    {"charlie", 0, 0},
    {"jennifer1", 0, 1},
    {"trustno1", 0, 0},
    {"superman99", 0, 1},
    {"baseball", 0, 0},
    {"sunshine!", 0, 1},
    {"welcome1", 0, 1},
    {"administrator", 0, 1},
    {"changeme", 0, 0},
    {"ncc1701", 0, 0},
    {"thx1138", 0, 0},
    {"Password1", 0, 0},
    {"password123", 0, 1},
    {"Password123!", 0, 1},
    {"P@ssw0rd", 0, 0},
    {"Passw0rd!", 0, 1},
    {"p4ssw0rd", 0, 0},
    {"drowssap", 0, 1},
    {"ThisIsMyPassword", 0, 3},
    // rows of keys
    {"qwerty", 0, 0},
    {"qwertyuiop", 0, 1},
    {"asdfghjkl", 0, 1},
    {"1qaz2wsx", 0, 1},
    {"zxcvbnm", 0, 0},
    {"qwerty123", 0, 1},
    // repeats and sequences
    {"aaaaaaaa", 0, 0},
    {"11111111", 0, 0},
    {"abababab", 0, 1},
    {"abcabcabcabc", 0, 1},
    {"D0g..................", 0, 2},
    {"abcdefgh", 0, 0},
    {"abcdefghijklmnop", 0, 1},
    {"87654321", 0, 0},
    {"zyxwvuts", 0, 1},
    {"2468013579", 0, 1},
    // dates and years
    {"1990-05-17", 0, 1},
    {"17051990", 0, 1},
    {"12/25/2001", 0, 1},
    {"19841984", 0, 1},
    {"summer2024", 0, 2},
    {"Winter2025!", 0, 2},
    // the user
    {"ann", 0, 0},
    {"annlovelace", 0, 1},
    {"AnnLovelace1", 0, 2},
    {"lovelace2024", 0, 1},
    {"Ann.Lovelace@acme.example", 0, 1},
    {"ecalevol", 0, 1},
    // several common words
    {"correcthorse", 1, 3},
    {"purple elephant", 1, 3},
    {"another long password", 2, 4},
    // strong ones
    {"correct horse battery staple", 4, 4},
    {"CorrectHorseBatteryStaple", 4, 4},
    {"mauve-trombone-gravel-17", 4, 4},
    {"Tr0ub4dor&3", 3, 4},
    {"x7#Qv9!mLp2", 4, 4},
    {"5T7hq9Zd2Wp4", 4, 4},
    {"i8uv6g34kd490s", 4, 4},
    {"kfpqzmvbxw", 3, 4},
    {"\xd0\xba\xd1\x83\xd0\xb4\xd0\xb0-\xd0\xbb\xd0\xb8\xd1\x81\xd0\xb0 7", 3, 4},
};

TEST(PasswordStrength, EveryPasswordOfTheTableHasAScoreThatFits) {
  EXPECT_GE(std::size(kRows), 60U);
  for (const Row& row : kRows) {
    const int score = EstimateStrength(row.password, kAnn).score;
    EXPECT_GE(score, row.least) << row.password;
    EXPECT_LE(score, row.most) << row.password;
  }
}

TEST(PasswordStrength, TheWeaknessIsThatOfTheLongestWeakPart) {
  EXPECT_EQ(EstimateStrength("password1").weakness, kCommon);
  EXPECT_EQ(EstimateStrength("annlovelace", kAnn).weakness, kPersonal);
  EXPECT_EQ(EstimateStrength("D0g..................").weakness, kRepeat);
  EXPECT_EQ(EstimateStrength("abcdefghijklmnop").weakness, kSequence);
  EXPECT_EQ(EstimateStrength("1990-05-17").weakness, kDate);
  EXPECT_EQ(EstimateStrength("kfpqzmvb").weakness, kNone);
}

TEST(PasswordStrength, AWordOfTheUserLowersTheScore) {
  const std::vector<std::string> personal = {"kfpqzmvb"};
  EXPECT_GE(EstimateStrength("Kfpqzmvb1").score, 3);
  EXPECT_LE(EstimateStrength("Kfpqzmvb1", personal).score, 1);
}

// Repeats must not make a long password strong.
TEST(PasswordStrength, BytesBeyondTheFirst256DoNotCount) {
  const std::string weak(256, 'a');
  EXPECT_EQ(EstimateStrength(weak + "x7#Qv9!mLp2").score, EstimateStrength(weak).score);
}

// CpuMillis returns the processor time of one estimate, which does not depend on other programs.
double CpuMillis(const std::string& password) {
  const std::clock_t begin = std::clock();
  EstimateStrength(password, kAnn);
  return static_cast<double>(std::clock() - begin) * 1e3 / CLOCKS_PER_SEC;
}

// Code with sanitizers is several times slower.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BEARWARD_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define BEARWARD_SANITIZED
#endif
#if defined(BEARWARD_SANITIZED)
constexpr double kMostMillis = 50;
#else
constexpr double kMostMillis = 5;
#endif

TEST(PasswordStrength, TheLongestTextsTakeLessThanFiveMilliseconds) {
  for (const std::string_view part :
       {"a", "ab", "password", "p@$$w0rd1l|!3", "41@8({[<369", "2001-01-01", "qwertyuiop",
        "abcdefghijklmnopqrstuvwxyz", "lovelace", "\xff\xfe", "1", "e3", "89", "45", "56", "p0p"}) {
    std::string text;
    while (text.size() < 1024) text += part;
    double least = CpuMillis(text);
    for (int i = 0; i < 4; ++i) least = std::min(least, CpuMillis(text));
    EXPECT_LT(least, kMostMillis) << part;
  }
}

}  // namespace
}  // namespace bearward::crypto
