#include "verify/new_password.h"

#include <gtest/gtest.h>

namespace bearward::verify {
namespace {

using model::PolicyLevel;

const AboutUser kAnn{.emails = {"Ann.Lovelace@acme.example"}, .names = {"", "Ann", "Lovelace"}};

std::string FaultOf(std::string_view password, int minimum = 3, const AboutUser& about = kAnn,
                    PolicyLevel level = PolicyLevel::kMedium) {
  const base::Status status = CheckNewPassword(level, password, about, minimum);
  return status ? "" : status.error().reason;
}

TEST(NewPassword, AStrongOneIsAccepted) {
  for (const char* password : {"correct horse battery staple", "x7#Qv9!mLp2", "i8uv6g34kd490s"}) {
    EXPECT_EQ(FaultOf(password), "") << password;
  }
}

TEST(NewPassword, OneThatIsEasyToGuessIsRefused) {
  for (const char* password :
       {"password123", "P@ssw0rd!", "qwertyuiop", "aaaaaaaaaaaa", "abcdefghijkl", "1990-05-17"}) {
    EXPECT_EQ(FaultOf(password), "password_too_weak") << password;
  }
}

TEST(NewPassword, TheMinimumIsASetting) {
  EXPECT_EQ(FaultOf("password123", 0), "");
  EXPECT_EQ(FaultOf("1990-05-17", 1), "");
  EXPECT_EQ(FaultOf("1990-05-17", 2), "password_too_weak");
  EXPECT_EQ(FaultOf("purple elephant", 2), "");
  EXPECT_EQ(FaultOf("purple elephant", 3), "password_too_weak");
}

TEST(NewPassword, LengthIsCheckedFirst) {
  EXPECT_EQ(FaultOf("abc"), "password_too_short");
  EXPECT_EQ(FaultOf(std::string(2000, 'x')), "password_too_long");
  EXPECT_EQ(FaultOf("with a \t control character"), "password_not_allowed");
}

TEST(NewPassword, TheNameOfTheUserMakesItWeak) {
  const AboutUser about{.emails = {}, .names = {"kfpqzmvb wxtrgh"}};
  EXPECT_EQ(FaultOf("Kfpqzmvb1", 3, {}), "");
  EXPECT_EQ(FaultOf("Kfpqzmvb1", 3, about), "password_too_weak");
}

TEST(NewPassword, AnAddressInItIsRefusedInEverySpelling) {
  const AboutUser about{.emails = {"", "zoë.Quandt@acme.example"}, .names = {}};
  for (const char* password : {"zoë.quandt@acme.example", "xK9!zoë.quandt7Rw#2p",
                               "xK9!ZOË.QUANDT7Rw#2p", "xK9!zoe\xcc\x88.quandt7Rw#2p"}) {
    EXPECT_EQ(FaultOf(password, 1, about), "password_contains_email") << password;
  }
  EXPECT_EQ(FaultOf("xK9!zoe.quandt7Rw#2p", 1, about), "") << "another letter";
  EXPECT_EQ(FaultOf("xK9!ann7Rw#2p", 3, {.emails = {"ann@acme.example"}, .names = {}}), "")
      << "a short name occurs by chance";
  EXPECT_EQ(FaultOf("zoë.quandt@acme.example", 0, about), "") << "the rule can be switched off";
}

TEST(NewPassword, AnOrganizationWithALowPolicyHasNoMinimum) {
  EXPECT_EQ(FaultOf("ab", 4, kAnn, PolicyLevel::kLow), "");
  EXPECT_EQ(FaultOf("password123", 3, kAnn, PolicyLevel::kHigh), "password_too_weak");
}

TEST(NewPassword, TheMessageNamesTheWeakPartAndNotThePassword) {
  const auto text = [](std::string_view password) {
    return CheckNewPassword(PolicyLevel::kMedium, password, kAnn, 3).error().public_text;
  };
  EXPECT_EQ(text("password123"),
            "The password is too easy to guess. It contains a common password, name or word.");
  EXPECT_EQ(text("abcdefghijklmnop"),
            "The password is too easy to guess. It contains a sequence such as abc or 123.");
}

// Texts of a request are not validated yet when the password is.
TEST(NewPassword, LongTextsAboutTheUserAreIgnored) {
  const AboutUser about{.emails = {std::string(1 << 20, 'e') + "@x.example"},
                        .names = {std::string(1 << 20, 'n'), std::string(300, '-')}};
  EXPECT_EQ(FaultOf("correct horse battery staple", 3, about), "");
}

}  // namespace
}  // namespace bearward::verify
