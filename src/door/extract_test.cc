#include "door/extract.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "testing/vendor_forms.h"

namespace bearward::door {
namespace {

using testing::kAllForms;
using testing::kIntegrator;
using testing::kSecondHeader;

constexpr std::string_view kGuid = "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44";

// Describe returns the reason of a refusal, or a description of the credential found.
std::string Describe(std::vector<http::Header> headers, CredentialForms accepted = kAllForms) {
  const auto found = ExtractCredential(headers, CredentialHeaders(kAllForms), accepted);
  if (!found) {
    EXPECT_EQ(found.error().code, base::Code::kUnauthenticated);
    return found.error().reason;
  }
  switch (found->scheme) {
    case verify::Scheme::kBearer:
      return "bearer " + std::string(found->token);
    case verify::Scheme::kApiKey:
      return "key " + std::string(found->token);
    case verify::Scheme::kBasic:
      return "basic " + found->login + "|" + std::string(found->password.Reveal());
    case verify::Scheme::kIntegrator:
      return "integrator " + found->login + "|" + std::string(found->password.Reveal());
    case verify::Scheme::kClientSecret:
    case verify::Scheme::kClientAssertion:
      break;  // a header alone never has this scheme
  }
  return "?";
}

TEST(Extract, EachWayIsFound) {
  EXPECT_EQ(Describe({{"Authorization", "Bearer a.b-c_d~e+f/g=="}}), "bearer a.b-c_d~e+f/g==");
  EXPECT_EQ(Describe({{"Authentication", "Bearer abc"}}), "bearer abc");
  EXPECT_EQ(Describe({{"X-Api-Key", kGuid}}), "key " + std::string(kGuid));
  EXPECT_EQ(Describe({{"Authorization", "Basic YW5uOnA6dw=="}}), "basic ann|p:w");
  EXPECT_EQ(Describe({{"Authorization", "Integrator YW5uOnB3"}}), "integrator ann|pw");
  EXPECT_EQ(Describe({{"Authorization", "Basic YW5uOg=="}}), "basic ann|");
}

TEST(Extract, NamesAndSchemeWordsIgnoreCase) {
  EXPECT_EQ(Describe({{"authorization", "bEARER abc"}}), "bearer abc");
  EXPECT_EQ(Describe({{"AUTHENTICATION", "BEARER abc"}}), "bearer abc");
  EXPECT_EQ(Describe({{"x-api-KEY", "k"}}), "key k");
  EXPECT_EQ(Describe({{"Authorization", "basic YW5uOnB3"}}), "basic ann|pw");
  EXPECT_EQ(Describe({{"Authorization", "INTEGRATOR YW5uOnB3"}}), "integrator ann|pw");
}

// RFC 9110 section 11.4: one or more spaces follow the scheme.
TEST(Extract, AnyNumberOfSpacesFollowsTheScheme) {
  for (const std::string spaces : {" ", "  ", "      "}) {
    EXPECT_EQ(Describe({{"Authorization", "Bearer" + spaces + "abc"}}), "bearer abc");
    EXPECT_EQ(Describe({{"Authentication", "Bearer" + spaces + "abc"}}), "bearer abc");
    EXPECT_EQ(Describe({{"Authorization", "Basic" + spaces + "YW5uOnB3"}}), "basic ann|pw");
    EXPECT_EQ(Describe({{"Authorization", "Bearer" + spaces}}), "missing_credential");
  }
  EXPECT_EQ(Describe({{"Authorization", "Bearer a b"}}), "malformed_credential");
  EXPECT_EQ(Describe({{"Authorization", "Bearer\tabc"}}), "missing_credential");
  // One credential in two spellings is not ambiguous.
  EXPECT_EQ(Describe({{"Authorization", "Bearer abc"}, {"Authentication", "Bearer  abc"}}),
            "bearer abc");
}

TEST(Extract, NothingOrNothingInsideIsMissing) {
  EXPECT_EQ(Describe({}), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", ""}}), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Bearer"}}), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Basic"}}), "missing_credential");
  EXPECT_EQ(Describe({{"X-Api-Key", ""}}), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Digest abc"}}), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", std::string_view(kGuid)}}), "missing_credential");
  EXPECT_EQ(Describe({{"Authentication", "Basic YW5uOnB3"}}), "missing_credential");
  EXPECT_EQ(Describe({{"X_Api_Key", kGuid}}), "missing_credential");
}

TEST(Extract, AWayThatTheRowDoesNotAcceptIsNotRead) {
  EXPECT_EQ(Describe({{"Authorization", "Bearer abc"}},
                     kForms<kSecondHeader, kApiKey, kBasic, kIntegrator>),
            "missing_credential");
  EXPECT_EQ(Describe({{"Authentication", "Bearer abc"}}, kForms<kBearer>), "missing_credential");
  EXPECT_EQ(Describe({{"X-Api-Key", "k"}}, kForms<kBearer, kBasic>), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Basic YW5uOnB3"}}, kForms<kBearer>), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Basic !"}}, kForms<kBearer>), "missing_credential");
  EXPECT_EQ(Describe({{"Authorization", "Integrator YW5uOnB3"}}, kForms<kBasic>),
            "missing_credential");
  EXPECT_EQ(Describe({{"Authentication", "Bearer abc"}}, kForms<kSecondHeader>), "bearer abc");
}

TEST(Extract, TwoDifferentCredentialsAreAmbiguousEvenIfOneIsNotAccepted) {
  const std::vector<std::vector<http::Header>> cases = {
      {{"Authorization", "Bearer a"}, {"X-Api-Key", "k"}},
      {{"X-Api-Key", "a"}, {"Authorization", "Bearer a"}},
      {{"Authentication", "Bearer a"}, {"X-Api-Key", "k"}},
      {{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}},
      {{"Authorization", "Bearer a"}, {"authorization", "Basic YW5uOnB3"}},
      {{"Authorization", "Bearer a"}, {"Authentication", "Bearer b"}},
      {{"Authorization", "Basic YW5uOnB3"}, {"Authentication", "Bearer a"}},
      {{"X-Api-Key", "k"}, {"X-Api-Key", "l"}},
      {{"Authorization", "Bearer a"}, {"Authorization", "Digest a"}},
  };
  for (const auto& headers : cases) {
    EXPECT_EQ(Describe(headers), "ambiguous_credentials") << headers[0].value << headers[1].value;
    EXPECT_EQ(Describe(headers, kForms<kBearer>), "ambiguous_credentials");
    EXPECT_EQ(Describe(headers, kForms<kApiKey>), "ambiguous_credentials");
  }
}

TEST(Extract, TheSameCredentialTwiceIsOne) {
  EXPECT_EQ(Describe({{"Authorization", "Bearer a"}, {"Authentication", "bearer a"}}), "bearer a");
  EXPECT_EQ(
      Describe({{"Authorization", "Bearer a"}, {"Authentication", "Bearer a"}}, kForms<kBearer>),
      "bearer a");
  EXPECT_EQ(Describe({{"Authorization", "Bearer a"}, {"Authentication", "Bearer a"}},
                     kForms<kSecondHeader>),
            "bearer a");
  EXPECT_EQ(Describe({{"Authorization", "Bearer a"}, {"Authorization", "Bearer a"}}), "bearer a");
  EXPECT_EQ(Describe({{"X-Api-Key", "k"}, {"X-Api-Key", "k"}}), "key k");
  EXPECT_EQ(Describe({{"X-Api-Key", ""}, {"Authorization", "Bearer a"}}), "bearer a");
}

TEST(Extract, ABearerTokenIsOneToken68BehindOneSpace) {
  for (const std::string_view value :
       {"Bearer a b", "Bearer a,b", "Bearer a, Bearer b", "Bearer \"abc\"", "Bearer a=b",
        "Bearer ====", "Bearer ab\tc", "Bearer caf\xc3\xa9", "Bearer a%20b"}) {
    EXPECT_EQ(Describe({{"Authorization", value}}), "malformed_credential") << value;
  }
  EXPECT_EQ(Describe({{"Authorization", "Bearer\tabc"}}), "missing_credential");
}

TEST(Extract, AnApiKeyHasNoWhiteSpace) {
  EXPECT_EQ(Describe({{"X-Api-Key", "a b"}}), "malformed_credential");
  EXPECT_EQ(Describe({{"X-Api-Key", "a\tb"}}), "malformed_credential");
}

TEST(Extract, APasswordIsCanonicalBase64OfUtf8WithoutControlCharacters) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"Basic YW5uOnB3Cg", "padding is missing"},
      {"Basic YW5uOnB3=", "padding where none belongs"},
      {"Basic YW5uOnB4OR==", "bits behind the end"},
      {"Basic YW5uOn_3", "the URL alphabet"},
      {"Basic YW5u OnB3", "a space inside"},
      {"Basic YW5ucHc=", "no colon"},
      {"Basic OnB3", "no user"},
      {"Basic YW5uOnAAdw==", "NUL"},
      {"Basic YW5uOnAKdw==", "line feed"},
      {"Basic YW5uOnB/", "DEL"},
      {"Basic YQk6cHc=", "tab in the name"},
      {"Basic YW5uOv8=", "not UTF-8"},
  };
  for (const auto& [value, why] : cases) {
    EXPECT_EQ(Describe({{"Authorization", value}}), "malformed_credential") << why;
  }
  EXPECT_EQ(Describe({{"Authorization", "Basic w6FubjrDqQ=="}}), "basic \xc3\xa1nn|\xc3\xa9");
}

}  // namespace
}  // namespace bearward::door
