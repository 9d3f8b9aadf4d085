// Every credential is exactly its own characters: a truncated, extended, altered or differently
// encoded string is another credential, and unknown (incident class B3).
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/id.h"
#include "store/engine.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::TestCredential;
using testing::TestServer;

std::string UpperCased(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::set<std::string> Variants(const std::string& good) {
  std::set<std::string> variants = {UpperCased(good),
                                    base::Lower(good),
                                    "{" + good + "}",
                                    "(" + good + ")",
                                    "\"" + good + "\"",
                                    good + good,
                                    good + "=",
                                    good + "==",
                                    good + ".",
                                    "." + good,
                                    good + " ",
                                    " " + good,
                                    good + "\t",
                                    good + "\n",
                                    good + "\r\n",
                                    good + ",",
                                    good + std::string(1, '\0'),
                                    std::string(1, '\0') + good,
                                    "Bearer " + good,
                                    "urn:uuid:" + good,
                                    "%20" + good,
                                    base::PercentEncode(good) + "%",
                                    base::Base64Encode(good),
                                    base::Base64UrlEncode(good)};
  for (std::size_t i = 0; i < good.size(); ++i) {
    variants.insert(good.substr(0, i));
    variants.insert(good.substr(i + 1));
    variants.insert(good.substr(0, i) + good.substr(i + 1));
    variants.insert(good.substr(0, i) + good[i] + good.substr(i));
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = good;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      variants.insert(flipped);
    }
  }
  variants.erase(good);
  return variants;
}

bool MeansTheSame(const TestCredential& hung, const std::string& variant) {
  return hung.scheme == Scheme::kApiKey && base::CanonicalUuid(variant) == hung.text;
}

class Malleability : public ::testing::TestWithParam<std::string> {};

TEST_P(Malleability, OnlyTheExactCredentialIsAllowed) {
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  const TestCredential& hung = credentials.Get(GetParam());
  ASSERT_TRUE(world.verifier.Verify(hung.credential, {need}, "192.0.2.1").allowed());
  for (const std::string& variant : Variants(hung.text)) {
    Credential credential = hung.credential;
    credential.token = variant;
    const Decision decision = world.verifier.Verify(credential, {need}, "192.0.2.1");
    EXPECT_EQ(decision.allowed(), MeansTheSame(hung, variant)) << variant;
    EXPECT_FALSE(decision.unknown()) << variant;
  }
}

TEST_P(Malleability, AllowedNowhereElse) {
  // An API key is not accepted as a bearer token, and a bearer token not as an API key.
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  const TestCredential& hung = credentials.Get(GetParam());
  ASSERT_TRUE(world.verifier.Verify(hung.credential, {need}, "192.0.2.1").allowed());
  const Credential elsewhere =
      hung.scheme == Scheme::kApiKey ? testing::BearerOf(hung.text) : testing::ApiKeyOf(hung.text);
  const auto recalled = world.verifier.TryCached(elsewhere, {need});
  EXPECT_FALSE(recalled && recalled->allowed());
  EXPECT_FALSE(world.verifier.Verify(elsewhere, {need}, "192.0.2.1").allowed());
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) c = c == ' ' || c == '.' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Texts, Malleability,
                         ::testing::Values("workmobile", "workos.client", "workos.widget",
                                           "teletracker", "workspan", "oauth.jwt",
                                           "oauth.reference", "token", "user key",
                                           "environment key"),
                         NameOf);

TEST(MalformedToken, IsRefusedBeforeAnyLookup) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  TestServer world({.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  const std::string reference = credentials.Get("teletracker").text;
  plan->Heal();
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("a.b"), std::string("a.b.c.d"),
        UpperCased(reference), "{" + reference + "}", reference + "=", std::string("sk_"),
        std::string("sk_short"), std::string("sk_has-a-hyphen"), "sk_" + std::string(129, 'x'),
        std::string("SK_test_0000000000000000"), std::string(100'000, '.'),
        std::string(20'000, 'a') + "." + std::string(20'000, 'b') + ".c"}) {
    const Decision decision = world.verifier.Verify(testing::BearerOf(text), {need}, "192.0.2.1");
    EXPECT_EQ(decision.error().reason, "malformed_token") << text.substr(0, 60);
    EXPECT_EQ(decision.error().code, base::Code::kUnauthenticated);
  }
  for (const std::string& text : {std::string(), "{" + reference + "}", reference + " ",
                                  credentials.Get("environment key").text}) {
    const Decision decision = world.verifier.Verify(testing::ApiKeyOf(text), {need}, "192.0.2.1");
    EXPECT_EQ(decision.error().reason, "malformed_token") << text;
  }
  EXPECT_EQ(plan->calls(), 0);
}

// Imported keys may have any form that resembles none of ours.
TEST(ImportedKey, TextIsLookedUpOnlyInItsForm) {
  const auto form = [](std::string_view text, Scheme scheme = Scheme::kBearer) {
    Credential credential;
    credential.scheme = scheme;
    credential.token = text;
    return FormOf(credential);
  };
  const std::string shortest(20, 'a');
  EXPECT_EQ(form(shortest), Form::kOrganizationKey);
  EXPECT_EQ(form("acme_3ZvSVhQ8Jm-nT5xRkPqW7y"), Form::kOrganizationKey);
  EXPECT_EQ(form(std::string(128, 'a')), Form::kOrganizationKey);
  EXPECT_EQ(form(shortest, Scheme::kApiKey), Form::kOrganizationKey);
  for (const std::string& text :
       {std::string(19, 'a'), std::string(129, 'a'), shortest + " ", shortest + ".", shortest + "=",
        "bw_" + shortest, "BW_" + shortest, "SK_" + shortest, "sk_with-hyphen_" + shortest}) {
    EXPECT_EQ(form(text), Form::kMalformed) << text;
  }
  // A text with the length of a GUID would be found in any case there.
  EXPECT_EQ(form(std::string(36, 'a'), Scheme::kApiKey), Form::kMalformed);
  EXPECT_EQ(form(std::string(36, 'a')), Form::kOrganizationKey);
}

TEST(UserKey, IsTheSameInAnyCase) {
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  const std::string upper = UpperCased(credentials.Get("user key").text);
  EXPECT_TRUE(world.verifier.Verify(testing::ApiKeyOf(upper), {need}, "192.0.2.1").allowed());
  EXPECT_TRUE(world.verifier.TryCached(credentials.Get("user key").credential, {need}));
}

}  // namespace
}  // namespace bearward::verify
