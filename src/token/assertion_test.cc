#include "token/assertion.h"

#include <gtest/gtest.h>

#include "base/encode.h"
#include "json/writer.h"
#include "testing/client_key.h"
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
// Incident class A3; an audience in a list would be good for others as well.
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
  for (const char* text :
       {R"({"sub":"sync","aud":"https://door.example","exp":1935817749,"jti":"1"})",
        R"({"iss":"sync","aud":"https://door.example","exp":1935817749,"jti":"1"})",
        R"({"iss":"sync","sub":"sync","exp":1935817749,"jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":["https://door.example"],"exp":1935817749,"jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":"https://door.example","jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":"1935817749","jti":"1"})",
        R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749})",
        R"({"iss":"sync","sub":"sync","aud":"https://door.example","exp":1935817749,"jti":7})",
        R"({"iss":"","sub":"","aud":"https://door.example","exp":1935817749,"jti":"1"})", "[]",
        "x"}) {
    EXPECT_FALSE(Accepts(key_.Sign(text))) << text;
  }
}

TEST_F(ClientAssertion, EndsToTheSecondAndLivesForMinutesAtTheMost) {
  AssertionPayload payload = Payload();
  const std::int64_t now = base::ToSeconds(kNow);
  for (const auto& [expires_at, accepted] :
       {std::pair(now, false), std::pair(now + 1, true), std::pair(now + 660, true),
        std::pair(now + 661, false), std::pair(INT64_MAX, false)}) {
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
  for (const char* header : {R"({"alg":"ES256"})", R"({"alg":"ES256","typ":"JWT"})",
                             R"({"alg":"ES256","typ":"client-authentication+jwt"})",
                             R"({"alg":"ES256","jku":"https://evil.example","x":1})"}) {
    EXPECT_TRUE(Accepts(key_.Sign(payload, header))) << header;
  }
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

}  // namespace
}  // namespace bearward::token
