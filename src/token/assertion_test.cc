#include "token/assertion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encode.h"
#include "json/writer.h"
#include "testing/client_key.h"
#include "testing/ecdsa_twin.h"
#include "testing/must.h"

namespace bearward::token {
namespace {

using std::chrono::seconds;
using testing::AssertionPayload;
using testing::Must;

const base::Time kNow = base::FromMillis(1'935'817'689'000);
const std::vector<std::string> kAudiences = {"https://door.example",
                                             "https://door.example/oauth2/token"};

class ClientAssertion : public ::testing::Test {
 protected:
  static AssertionPayload Payload() {
    return {"sync", "sync", "https://door.example", base::ToSeconds(kNow) + 60};
  }
  static bool Accepts(const std::string& text, const std::vector<ClientKey>& keys) {
    const auto assertion = ParseAssertion(text);
    return assertion && CheckAssertion(*assertion, keys, kAudiences, kNow);
  }
  bool Accepts(const std::string& text) const { return Accepts(text, keys_); }
  bool Accepts(const AssertionPayload& payload) const { return Accepts(key_.Sign(payload.Text())); }

  const testing::ClientKey key_;
  const std::vector<ClientKey> keys_ = Must(ReadClientKeys(key_.jwks()));
};

TEST_F(ClientAssertion, IsTakenForTheIssuerAndForTheTokenEndpoint) {
  AssertionPayload payload = Payload();
  for (const std::string& audience : kAudiences) {
    payload.audience = audience;
    const std::string text = key_.Sign(payload.Text());
    const auto assertion = Must(ParseAssertion(text));
    EXPECT_EQ(assertion.client_id, "sync");
    EXPECT_EQ(assertion.id, "jti-1");
    EXPECT_TRUE(CheckAssertion(assertion, keys_, kAudiences, kNow));
  }
}

TEST_F(ClientAssertion, IsTakenByRsaAsWell) {
  const testing::ClientKey rsa(crypto::Algorithm::kRs256);
  const auto keys = Must(ReadClientKeys(rsa.jwks()));
  EXPECT_TRUE(Accepts(rsa.Sign(Payload().Text()), keys));
}

// RFC 7523 section 3: iss and sub are the client, aud is the server, exp and, for us, jti must be.
// Incident class A3.
TEST_F(ClientAssertion, EveryClaimMatters) {
  AssertionPayload other = Payload();
  other.subject = "another";
  EXPECT_FALSE(Accepts(other));
  other = Payload();
  other.audience = "https://door.example/";
  EXPECT_FALSE(Accepts(other));
  other = Payload();
  other.id = "";
  EXPECT_FALSE(Accepts(other));
  other.id = std::string(257, 'x');
  EXPECT_FALSE(Accepts(other));
  for (
      const char* text :
      {R"({"sub":"sync","aud":"https://door.example","exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","aud":"https://door.example","exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":["https://other"],"exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":["https://door.example",1],"exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":[],"exp":1935817749,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1e300,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":-1.5,"jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":"1935817749","jti":"1"})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749})",
       R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749,"jti":7})",
       R"({"iss":"","sub":"","aud":"https://door.example","exp":1935817749,"jti":"1"})", "[]",
       "x"}) {
    EXPECT_FALSE(Accepts(key_.Sign(text))) << text;
  }
}

TEST_F(ClientAssertion, EndsToTheSecondAndLivesForAnHourAtTheMost) {
  AssertionPayload payload = Payload();
  const std::int64_t now = base::ToSeconds(kNow);
  for (const auto& [expires_at, accepted] :
       {std::pair(now, false), std::pair(now + 1, true), std::pair(now + 3660, true),
        std::pair(now + 3661, false), std::pair(INT64_MAX, false)}) {
    payload.expires_at = expires_at;
    EXPECT_EQ(Accepts(payload), accepted) << expires_at - now;
  }
}

TEST_F(ClientAssertion, IsNotFromTheFuture) {
  AssertionPayload payload = Payload();
  for (const char* claim : {"nbf", "iat"}) {
    for (const auto& [second, accepted] :
         {std::pair("1935817749", true), std::pair("1935817750", false),
          std::pair("\"x\"", false)}) {
      payload.more = std::string(",\"") + claim + "\":" + second;
      EXPECT_EQ(Accepts(payload), accepted) << payload.more;
    }
  }
}

// Incident class A1: the key says by which algorithm it verifies, and none is not among them.
TEST_F(ClientAssertion, HeadersThatAskForMoreAreRefused) {
  const std::string payload = Payload().Text();
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"RS256"})", R"({"alg":"ES384"})",
        R"({})", R"({"alg":"ES256","crit":["exp"]})", R"({"alg":"ES256","b64":true})",
        R"({"alg":"ES256","typ":"at+jwt"})", R"({"alg":"ES256","kid":""})",
        R"({"alg":"ES256","kid":7})", R"({"alg":"ES256","kid":"another"})",
        R"({"alg":"ES256","alg":"ES256"})"}) {
    EXPECT_FALSE(Accepts(key_.Sign(payload, header))) << header;
  }
  for (const char* header :
       {R"({"alg":"ES256"})", R"({"alg":"ES256","typ":"JWT"})",
        R"({"alg":"ES256","typ":"client-authentication+jwt"})", R"({"alg":"ES256","typ":"jwt"})",
        R"({"alg":"ES256","typ":"application/jwt"})",
        R"({"alg":"ES256","typ":"Client-Authentication+JWT"})",
        R"({"alg":"ES256","jku":"https://evil.example","x":1})"}) {
    EXPECT_TRUE(Accepts(key_.Sign(payload, header))) << header;
  }
}

// PHP's lcobucci/jwt and Python's time.time() write NumericDates with a fraction (RFC 7519 section
// 2), and many libraries write the audience as a list; all of these were refused.
TEST_F(ClientAssertion, DatesMayHaveFractionsAndTheAudienceMayBeAList) {
  for (const char* text :
       {R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749.25,"jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749.0,"jti":"1",)"
        R"("iat":1935817689.5,"nbf":1935817687.5})",
        R"({"iss":"sync","sub":"sync","aud":["https://door.example"],"exp":1935817749,"jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":["https://other","https://door.example/oauth2/token"],)"
        R"("exp":1935817749,"jti":"1"})"}) {
    EXPECT_TRUE(Accepts(key_.Sign(text))) << text;
  }
  EXPECT_FALSE(Accepts(key_.Sign(
      R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817688.9,"jti":"1"})")));
}

// A refusal looked like a wrong secret, to the client and in the log.
TEST_F(ClientAssertion, TheDetailOfARefusalNamesTheMember) {
  const auto detail = [&](const std::string& text) {
    const auto parsed = ParseAssertion(text);
    if (!parsed) return parsed.error().detail;
    const auto checked = CheckAssertion(*parsed, keys_, kAudiences, kNow);
    return checked ? std::string("accepted") : checked.error().detail;
  };
  AssertionPayload payload = Payload();
  payload.audience = "https://other";
  EXPECT_THAT(detail(key_.Sign(payload.Text())), ::testing::HasSubstr("aud"));
  payload = Payload();
  payload.expires_at = base::ToSeconds(kNow) - 1;
  EXPECT_THAT(detail(key_.Sign(payload.Text())), ::testing::HasSubstr("expired"));
  EXPECT_THAT(detail(testing::ClientKey().Sign(Payload().Text())), ::testing::HasSubstr("key"));
  EXPECT_THAT(detail(key_.Sign(Payload().Text(), R"({"alg":"ES256","typ":"at+jwt"})")),
              ::testing::HasSubstr("typ"));
  EXPECT_EQ(detail(key_.Sign(Payload().Text())), "accepted");
}

// OpenSSL and most libraries write either s; the jti, not the signature, tells a replay.
TEST_F(ClientAssertion, EitherSOfEcdsaIsTaken) {
  std::string text = key_.Sign(Payload().Text());
  ASSERT_TRUE(Accepts(text));
  const std::size_t dot = text.rfind('.');
  const std::string twin = testing::TwinOf(*base::Base64UrlDecode(text.substr(dot + 1)));
  EXPECT_FALSE(crypto::HasLowS(twin));
  EXPECT_TRUE(Accepts(text.substr(0, dot + 1) + base::Base64UrlEncode(twin)));
}

TEST_F(ClientAssertion, PublicKeyIsNoHmacSecret) {
  const auto forger = Must(crypto::SigningKey::Load(
      crypto::Algorithm::kHs256, base::Secret(key_.key().verify_key().public_der())));
  std::string text =
      base::Base64UrlEncode(R"({"alg":"HS256"})") + "." + base::Base64UrlEncode(Payload().Text());
  text += "." + base::Base64UrlEncode(Must(forger.Sign(text)));
  EXPECT_FALSE(Accepts(text));
}

TEST_F(ClientAssertion, OfAnotherKeyOrAlteredIsRefused) {
  const testing::ClientKey stranger;
  EXPECT_FALSE(Accepts(stranger.Sign(Payload().Text())));
  EXPECT_FALSE(Accepts(key_.Sign(Payload().Text()), {}));
  const std::string good = key_.Sign(Payload().Text());
  ASSERT_TRUE(Accepts(good));
  for (std::size_t i = 0; i < good.size(); i += 7) {
    std::string altered = good;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Accepts(altered)) << i;
  }
  EXPECT_FALSE(Accepts(good + "."));
  EXPECT_FALSE(Accepts(std::string(8193, 'a')));
}

TEST(ClientKeys, AreThoseOfTheSet) {
  const testing::ClientKey one;
  const testing::ClientKey two(crypto::Algorithm::kRs256, "");
  const auto keys =
      Must(ReadClientKeys("{\"keys\":[" + one.jwk() + "," + two.jwk() + "],\"x\":1}"));
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].kid, "client-key-1");
  EXPECT_EQ(keys[0].key.public_der(), one.key().verify_key().public_der());
  EXPECT_EQ(keys[1].kid, "");
  EXPECT_EQ(keys[1].key.algorithm(), crypto::Algorithm::kRs256);
}

TEST(ClientKeys, WhatCannotBeUsedIsAMistake) {
  const std::string good = testing::ClientKey().jwk();
  const std::string members = good.substr(1, good.size() - 2);
  const auto reason = [](const std::string& text) {
    const auto keys = ReadClientKeys(text);
    return keys ? std::string() : keys.error().reason;
  };
  ASSERT_EQ(reason("{\"keys\":[" + good + "]}"), "");
  for (const std::string& text :
       {std::string("x"), std::string("[]"), std::string("{}"), std::string(R"({"keys":[]})"),
        std::string(R"({"keys":{}})"), std::string(R"({"keys":[1]})"), "[" + good + "]", good,
        "{\"keys\":[{" + members + R"(,"d":"AAAA"}]})",
        "{\"keys\":[{" + members + R"(,"use":"enc"}]})",
        "{\"keys\":[{" + members + R"(,"alg":"ES384"}]})",
        "{\"keys\":[{" + members + R"(,"alg":"RS256"}]})",
        std::string(
            R"({"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})"),
        std::string(R"({"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}]})"),
        std::string(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})"),
        std::string(R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})"),
        std::string(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]})")}) {
    EXPECT_EQ(reason(text), "bad_jwks") << text;
  }
  std::string many = "{\"keys\":[" + good;
  for (int i = 0; i < 16; ++i) many += "," + good;
  EXPECT_EQ(reason(many + "]}"), "bad_jwks");
}

// CVE-2017-15361. The modulus was made as the flawed generator makes it, for this test.
TEST(ClientKeys, AWeakOrMisusedKeyIsNotRegisteredAndAnEarlierOneStaysReadable) {
  const std::string weak =
      std::string(R"({"keys":[{"kty":"RSA","e":"AQAB","n":")") +
      "4OvPpq4IS0z3e4podFpe4YyjFbz31VJCyJmVhXLyZtsFusEr8nH7h2bPxv9jNeJNO5lObHAn9QwSa-SeeDeNdc"
      "n-If0gb76Q9yfLRDhO6VTvb3yVzJrIQghnOdrueVE9jW61tuwh3SQaR1YOS_hE42tUShgDo5VWOVvDl2_Zcv1h"
      "HSmAz6Wpn2GdqGK2hboeqpuqHd1gywnFqfziYlKpiautdFc0j6A8RAIYWVD7ANav_3Gb0dVEKV86L0g76M1paS"
      "ZWpL8i2CSfQ3AqNlSWq7rNhBS8vPGwNSJQ71Fz_dBVz6M-Zi3aRmdk8CTNFH9Guc5zz3-XUBzxFOYhE3jirQ"
      R"("}]})";
  Must(ReadClientKeys(weak));
  const auto refused = ReadNewClientKeys(weak);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().public_text, ::testing::HasSubstr("CVE-2017-15361"));
  Must(ReadNewClientKeys(testing::ClientKey(crypto::Algorithm::kRs256).jwks()));

  const std::string good = testing::ClientKey().jwk();
  const auto with = [&](const std::string& more) {
    return "{\"keys\":[" + good.substr(0, good.size() - 1) + "," + more + "}]}";
  };
  Must(ReadNewClientKeys(with(R"("key_ops":["verify"])")));
  for (const char* wrong : {R"("key_ops":["sign"])", R"("key_ops":[])", R"("key_ops":"verify")",
                            R"("key_ops":["verify","verify"])", R"("key_ops":["verify",1])"}) {
    EXPECT_FALSE(ReadNewClientKeys(with(wrong))) << wrong;
    Must(ReadClientKeys(with(wrong)));
  }
}

}  // namespace
}  // namespace bearward::token
