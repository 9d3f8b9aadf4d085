#include "crypto/password_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/password.h"
#include "testing/source_dir.h"
#include "testing/vectors.h"

namespace bearward::crypto {
namespace {

using Type = PasswordHashType;

constexpr std::string_view kBcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
constexpr std::string_view kSalt = "c29tZXNhbHQ";
constexpr std::string_view kHash = "JUCRBaOCC+wrAxkquSy7t4ea2J9jpQFvQ5EGGIs6ySw";

std::vector<testing::Vector> Vectors() {
  return testing::ReadVectors(testing::kSourceDir, "src/crypto/testdata/password_hashes.txt");
}

ForeignPasswordHash Foreign(const testing::Vector& vector, bool typed) {
  ForeignPasswordHash foreign;
  foreign.text = vector.at("text");
  if (typed) foreign.type = base::ParseWord<PasswordHashType>(vector.at("type"));
  if (vector.contains("position"))
    foreign.salt_position = base::ParseWord<SaltPosition>(vector.at("position"));
  return foreign;
}

std::string Scheme(std::string_view name, std::string_view parameters,
                   std::string_view hash = kHash) {
  std::string text = "$" + std::string(name) + "$";
  if (!parameters.empty()) text.append(parameters).append("$");
  return text.append(kSalt).append("$").append(hash);
}

TEST(PasswordImport, HashesOfOtherImplementationsMatchTheirPasswordOnly) {
  const auto vectors = Vectors();
  ASSERT_EQ(vectors.size(), 27U);
  for (const auto& vector : vectors) {
    const std::string& text = vector.at("text");
    const auto stored = ImportPasswordHash(Foreign(vector, true));
    ASSERT_TRUE(stored) << text << ": " << stored.error().public_text;
    EXPECT_EQ(*stored, vector.contains("stored") ? vector.at("stored") : text);
    EXPECT_TRUE(IsPasswordHash(*stored)) << text;
    EXPECT_EQ(VerifyPassword(base::Secret(vector.at("password")), *stored), true) << text;
    for (const std::string_view wrong :
         {"", "correct hors", "Correct horse", "user1passwor", "U*"}) {
      EXPECT_EQ(VerifyPassword(base::Secret(wrong), *stored), false) << text;
    }
  }
}

TEST(PasswordImport, EveryTypeOfTheContractIsTestedAndTheTextTellsItsType) {
  std::vector<int> seen(7);
  for (const auto& vector : Vectors()) {
    const auto type = base::ParseWord<PasswordHashType>(vector.at("type"));
    ASSERT_TRUE(type) << vector.at("type");
    ++seen.at(static_cast<std::size_t>(*type));
    EXPECT_EQ(base::Word(*type), vector.at("type"));
    const bool bare = !vector.at("text").starts_with('$') && !vector.at("text").starts_with('{') &&
                      !vector.at("text").starts_with("pbkdf2");
    EXPECT_EQ(ImportPasswordHash(Foreign(vector, false)).has_value(), !bare) << vector.at("text");
  }
  EXPECT_THAT(seen, ::testing::Each(::testing::Gt(0)));
  EXPECT_EQ(base::ParseWord<PasswordHashType>("md5"), std::nullopt);
}

// Base64 without a prefix does not determine its type, so the given type is used: skipped here.
TEST(PasswordImport, AnotherTypeThanTheOneNamedIsRefused) {
  for (const auto& vector : Vectors()) {
    if (vector.at("text").starts_with("KS/5")) continue;
    for (int i = 0; i < 7; ++i) {
      ForeignPasswordHash foreign = Foreign(vector, true);
      if (foreign.type == static_cast<Type>(i)) continue;
      foreign.type = static_cast<Type>(i);
      EXPECT_FALSE(ImportPasswordHash(foreign)) << vector.at("text") << " as " << i;
    }
  }
  EXPECT_EQ(ImportPasswordHash({kBcrypt, Type::kArgon2, {}}).error().public_text,
            "`password_hash` is of the type bcrypt, but `password_hash_type` says argon2.");
}

TEST(PasswordImport, ASaltPositionIsForSsha256Only) {
  EXPECT_FALSE(ImportPasswordHash({kBcrypt, {}, SaltPosition::kPrefix}));
  EXPECT_FALSE(ImportPasswordHash(
      {Scheme("ssha", "", "DKF3W8f/UoOXC2RVuUX1Hp6+WLU"), {}, SaltPosition::kSuffix}));
  const std::string stored = Scheme("ssha256", "");
  EXPECT_TRUE(ImportPasswordHash({stored, {}, SaltPosition::kSuffix}));
  EXPECT_FALSE(ImportPasswordHash({stored, {}, SaltPosition::kPrefix}));
  EXPECT_EQ(base::ParseWord<SaltPosition>("before"), std::nullopt);
}

struct Cost {
  std::string text;
  std::string_view fault;  // empty: accepted
};

TEST(PasswordImport, CostsAreBoundedAndTheRefusalNamesTheLimit) {
  const auto bcrypt = [](std::string_view cost) {
    return std::string(kBcrypt).replace(4, 2, cost);
  };
  for (const Cost& row :
       {Cost{bcrypt("13"), ""},
        {bcrypt("14"), "needs about 1146 ms for each sign-in; at most 600 ms are accepted."},
        {bcrypt("31"), "at most 600 ms"},
        {Scheme("argon2id", "v=19$m=65536,t=3,p=4"), ""},
        {Scheme("argon2id", "v=19$m=262144,t=2,p=1"), ""},
        {Scheme("argon2id", "v=19$m=262144,t=3,p=1"), "at most 600 ms"},
        {Scheme("argon2id", "v=19$m=262145,t=1,p=1"), "at most 256 MiB"},
        {Scheme("scrypt", "ln=17,r=8,p=1"), ""},
        {Scheme("scrypt", "ln=17,r=8,p=2"), "at most 600 ms"},
        {Scheme("scrypt", "ln=20,r=8,p=1"), "needs 1024 MiB for each sign-in; at most 256 MiB"},
        {Scheme("scrypt", "ln=31,r=64,p=64"), "at most 256 MiB"},
        {Scheme("pbkdf2-sha256", "i=2000000"), ""},
        {Scheme("pbkdf2-sha256", "i=4294967295"), "at most 600 ms"},
        {Scheme("pbkdf2-sha512", "i=1000000"), ""},
        {Scheme("pbkdf2-sha512", "i=1100000"), "at most 600 ms"}}) {
    const auto stored = ImportPasswordHash({row.text, {}, {}});
    EXPECT_EQ(stored.has_value(), row.fault.empty()) << row.text;
    if (stored) {
      EXPECT_LE(*EstimatedMatchTime(*stored), kLongestImportedMatch) << row.text;
    } else {
      EXPECT_EQ(stored.error().reason, "invalid_password_hash");
      EXPECT_TRUE(stored.error().public_text.contains(row.fault)) << stored.error().public_text;
    }
  }
}

TEST(PasswordImport, MalformedHashesAreRefused) {
  const std::string firebase = "$firebase-scrypt$r=8,m=14,sk=" + std::string(kHash) + ",ss=Bw$" +
                               std::string(kSalt) + "$" + std::string(kHash);
  ASSERT_TRUE(ImportPasswordHash({firebase, {}, {}}));
  for (const std::string& text : {std::string(),
                                  std::string("password"),
                                  std::string("$"),
                                  std::string("$1$ab$cd"),
                                  std::string("$2x") + std::string(kBcrypt.substr(3)),
                                  std::string(kBcrypt.substr(0, kBcrypt.size() - 1)),
                                  std::string(kBcrypt) + "x",
                                  std::string(kBcrypt).replace(4, 2, "03"),
                                  std::string(kBcrypt).replace(4, 2, "+5"),
                                  std::string(kBcrypt).replace(20, 1, "$"),
                                  Scheme("argon2id", "v=18$m=64,t=1,p=1"),
                                  Scheme("argon2id", "v=19$m=31,t=1,p=4"),
                                  Scheme("argon2id", "v=19$m=64,t=1,p=0"),
                                  Scheme("argon2x", "v=19$m=64,t=1,p=1"),
                                  Scheme("argon2id", "v=19$m=64,t=1,p=1", "AAAA"),
                                  Scheme("scrypt", "ln=0,r=8,p=1"),
                                  Scheme("scrypt", "n=1000,r=8,p=1"),
                                  Scheme("scrypt", "n=0,r=8,p=1"),
                                  Scheme("scrypt", "n=1024,ln=10,r=8,p=1"),
                                  Scheme("scrypt", "ln=10,r=8"),
                                  Scheme("scrypt", "ln=10,r=8,p=1,p=1"),
                                  Scheme("pbkdf2-sha256", "i=0"),
                                  Scheme("pbkdf2-sha256", "0"),
                                  Scheme("pbkdf2-sha256", "i=1000,l=20"),
                                  Scheme("pbkdf2-sha256", "i=1000,x=1"),
                                  Scheme("pbkdf2-md5", "i=1000"),
                                  std::string("pbkdf2_sha256$1000$salt"),
                                  std::string("pbkdf2_md5$1000$salt$") + std::string(kHash),
                                  std::string("{SSHA}"),
                                  std::string("{SSHA}AAAA"),
                                  std::string("{SHA}") + std::string(kHash),
                                  Scheme("ssha", "", kHash),
                                  firebase + "=x",
                                  std::string(firebase).replace(17, 1, "x"),
                                  firebase.substr(0, firebase.size() - 4),
                                  std::string(1100, '$')}) {
    const auto stored = ImportPasswordHash({text, {}, {}});
    EXPECT_FALSE(stored) << text;
    if (stored) continue;
    EXPECT_TRUE(stored.error().public_text.starts_with("`password_hash` has an unknown format"));
    EXPECT_EQ(VerifyPassword(base::Secret("p"), text).error().reason, "invalid_password_hash");
    EXPECT_EQ(EstimatedMatchTime(text), std::nullopt) << text;
  }
}

// bcrypt stops at a NUL: the password "U*U" followed by NUL and another character.
TEST(PasswordImport, BcryptDoesNotTakeAPasswordThatGoesOnBehindANul) {
  EXPECT_EQ(VerifyPassword(base::Secret(std::string("U*U\0x", 5)), kBcrypt), false);
  EXPECT_EQ(VerifyPassword(base::Secret(std::string("U*U\0", 4)), kBcrypt), false);
}

TEST(PasswordImport, OnlyOurOwnFormHasACostThatStays) {
  for (const auto& vector : Vectors()) {
    EXPECT_EQ(CostOfPasswordHash(vector.at("text")), std::nullopt) << vector.at("text");
  }
}

}  // namespace
}  // namespace bearward::crypto
