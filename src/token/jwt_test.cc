#include "token/jwt.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/encode.h"
#include "json/writer.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"

namespace bearward::token {
namespace {

using crypto::Algorithm;
using crypto::SigningKey;
using testing::Must;

constexpr std::string_view kPayload = R"({"sub":"ann","exp":1935821289})";

const std::vector<SigningKey>& Keys() {
  static const std::vector<SigningKey> kKeys = [] {
    testing::FakeEntropy entropy;
    std::vector<SigningKey> keys;
    for (const Algorithm algorithm : {Algorithm::kHs256, Algorithm::kRs256, Algorithm::kEs256}) {
      keys.push_back(Must(SigningKey::Generate(algorithm, entropy)));
    }
    return keys;
  }();
  return kKeys;
}

const SigningKey& HmacKey() { return Keys().front(); }

std::string Sign(std::string_view header, std::string_view payload, const SigningKey& key) {
  std::string token = base::Base64UrlEncode(header) + "." + base::Base64UrlEncode(payload);
  return token + "." + base::Base64UrlEncode(Must(key.Sign(token)));
}

bool IsAccepted(std::string_view text, const SigningKey& key) {
  const auto jwt = ParseJwt(text);
  return jwt && HasValidSignature(*jwt, key.verify_key());
}

std::string HeaderOf(std::string_view algorithm) {
  return R"({"alg":")" + std::string(algorithm) + R"(","typ":"JWT"})";
}

// The last header is cached; another header must not match it.
TEST(Jwt, HeadersInTurnAreEachReadAsTheyAre) {
  const std::string good = Sign(HeaderOf("HS256"), kPayload, HmacKey());
  const std::string other =
      Sign(R"({"alg":"HS256","kid":"k","typ":"at+jwt"})", kPayload, HmacKey());
  const std::string bad = Sign(R"({"alg":"HS256","typ":"JWT","crit":[]})", kPayload, HmacKey());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Must(ParseJwt(good)).kid, "");
    EXPECT_EQ(Must(ParseJwt(good)).typ, "JWT");
    EXPECT_FALSE(ParseJwt(bad));
    EXPECT_EQ(Must(ParseJwt(other)).kid, "k");
    EXPECT_EQ(Must(ParseJwt(other)).typ, "at+jwt");
    EXPECT_FALSE(ParseJwt(bad));
  }
}

TEST(Jwt, MentionsTheTypOfItsHeader) {
  EXPECT_TRUE(
      MentionsTyp(Sign(R"({"alg":"HS256","typ":"at+jwt"})", kPayload, HmacKey()), "at+jwt"));
  EXPECT_FALSE(MentionsTyp(Sign(HeaderOf("HS256"), kPayload, HmacKey()), "at+jwt"));
  for (const char* text : {"", ".", "x", "=.=.="}) EXPECT_FALSE(MentionsTyp(text, "at+jwt"));
}

TEST(Jwt, WrittenTokenIsReadBack) {
  for (const SigningKey& key : Keys()) {
    const std::string text = Must(WriteJwt(kPayload, "", key));
    const Jwt jwt = Must(ParseJwt(text));
    EXPECT_EQ(jwt.algorithm, key.algorithm());
    EXPECT_EQ(jwt.kid, "");
    EXPECT_EQ(json::ToText(jwt.payload), kPayload);
    EXPECT_TRUE(HasValidSignature(jwt, key.verify_key()));
    EXPECT_TRUE(LooksLikeJwt(text));
  }
}

TEST(Jwt, HeadersAreTheDocumentedBytes) {
  const std::string without = Must(WriteJwt(kPayload, "", HmacKey()));
  EXPECT_TRUE(without.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
  const std::string with = Must(WriteJwt(kPayload, "session-key-1", Keys()[1]));
  EXPECT_TRUE(with.starts_with("eyJhbGciOiJSUzI1NiIsImtpZCI6InNlc3Npb24"));
  const std::string header(with.substr(0, with.find('.')));
  EXPECT_EQ(base::Base64UrlDecode(header), R"({"alg":"RS256","kid":"session-key-1","typ":"JWT"})");
}

// Tokens for other services are signed by keys that we publish, but are never accepted here.
TEST(Jwt, OtherTypesAreWrittenAndNeverRead) {
  const std::string other = Must(WriteJwt(kPayload, "k", Keys()[2], "bearward-identity+jwt"));
  const std::string header(other.substr(0, other.find('.')));
  EXPECT_EQ(base::Base64UrlDecode(header),
            R"({"alg":"ES256","kid":"k","typ":"bearward-identity+jwt"})");
  EXPECT_FALSE(ParseJwt(other).has_value());
}

TEST(Jwt, TypIsTheOneGivenToTheWriter) {
  const std::string text = Must(WriteJwt(kPayload, "k", Keys()[2], "at+jwt"));
  const std::string header(text.substr(0, text.find('.')));
  EXPECT_EQ(base::Base64UrlDecode(header), R"({"alg":"ES256","kid":"k","typ":"at+jwt"})");
  EXPECT_EQ(Must(ParseJwt(text)).typ, "at+jwt");
  EXPECT_EQ(Must(ParseJwt(Must(WriteJwt(kPayload, "k", Keys()[2])))).typ, "JWT");
}

TEST(Jwt, ExampleOfRfc7515IsVerified) {
  const std::string secret = *base::Base64UrlDecode(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  const auto key = Must(crypto::VerifyKey::FromSecret(base::Secret(secret)));
  const Jwt jwt = Must(ParseJwt(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
      "fQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
  EXPECT_TRUE(HasValidSignature(jwt, key));
}

// Algorithm confusion: if the header chooses the algorithm, a public RSA key is used as an HMAC
// secret, or nothing is checked.
TEST(Jwt, OnlyTheAlgorithmOfTheKeyIsAccepted) {
  int accepted = 0;
  for (const SigningKey& claimed : Keys()) {
    for (const SigningKey& forger : Keys()) {
      for (const SigningKey& verifier : Keys()) {
        const std::string text = Sign(HeaderOf(base::Word(claimed.algorithm())), kPayload, forger);
        const bool genuine =
            claimed.algorithm() == forger.algorithm() && forger.algorithm() == verifier.algorithm();
        EXPECT_EQ(IsAccepted(text, verifier), genuine);
        accepted += IsAccepted(text, verifier) ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(accepted, 3);
}

TEST(Jwt, PublicKeyIsNoHmacSecret) {
  for (const SigningKey& key : {Keys()[1], Keys()[2]}) {
    const base::Secret as_secret(key.verify_key().public_der());
    const SigningKey forger = Must(SigningKey::Load(Algorithm::kHs256, as_secret));
    EXPECT_FALSE(IsAccepted(Sign(HeaderOf("HS256"), kPayload, forger), key));
  }
}

TEST(Jwt, UnknownAlgorithmsAreMalformed) {
  for (const std::string_view name :
       {"none", "None", "NONE", "", "hs256", "Hs256", "HS384", "HS512", "RS384", "PS256", "ES384",
        "EdDSA", "HS256 ", "HS256\\u0000", "dir"}) {
    for (const SigningKey& key : Keys()) {
      EXPECT_FALSE(ParseJwt(Sign(HeaderOf(name), kPayload, key))) << name;
    }
  }
}

TEST(Jwt, UnsignedTokenIsMalformed) {
  const std::string unsigned_token =
      base::Base64UrlEncode(HeaderOf("none")) + "." + base::Base64UrlEncode(kPayload) + ".";
  EXPECT_FALSE(LooksLikeJwt(unsigned_token));
  EXPECT_FALSE(ParseJwt(unsigned_token));
}

TEST(Jwt, HeadersThatSayLessOrMoreAreMalformed) {
  for (const std::string_view header : {
           R"({"typ":"JWT"})",
           R"({"alg":"HS256"})",
           R"({"alg":null,"typ":"JWT"})",
           R"({"alg":256,"typ":"JWT"})",
           R"({"alg":["HS256"],"typ":"JWT"})",
           R"({"alg":"HS256","alg":"HS256","typ":"JWT"})",
           R"({"Alg":"HS256","typ":"JWT"})",
           R"({"alg":"HS256","typ":"jwt"})",
           R"({"alg":"HS256","typ":"application/at+jwt"})",
           R"({"alg":"HS256","typ":"AT+JWT"})",
           R"({"alg":"HS256","typ":1})",
           R"({"alg":"HS256","typ":"JWT","kid":""})",
           R"({"alg":"HS256","typ":"JWT","kid":7})",
           R"({"alg":"HS256","typ":"JWT","crit":["exp"]})",
           R"({"alg":"HS256","typ":"JWT","crit":[]})",
           R"({"alg":"HS256","typ":"JWT","b64":false})",
           R"({"alg":"HS256","typ":"JWT","jwk":{"kty":"oct","k":"AAAA"}})",
           R"({"alg":"HS256","typ":"JWT","jku":"https://evil.example/jwks"})",
           R"({"alg":"HS256","typ":"JWT","x5u":"https://evil.example/x5u"})",
           R"({"alg":"HS256","typ":"JWT","x5c":["AAAA"]})",
           R"({"alg":"HS256","typ":"JWT","zip":"DEF"})",
           R"({"alg":"HS256","typ":"JWT","enc":"A256GCM"})",
           R"({"alg":"HS256","typ":"JWT","cty":"JWT"})",
           R"(["HS256"])",
           R"("HS256")",
           R"({"alg":"HS256","typ":"JWT"}x)",
           "",
       }) {
    EXPECT_FALSE(IsAccepted(Sign(header, kPayload, HmacKey()), HmacKey())) << header;
  }
  const std::string long_kid =
      R"({"alg":"HS256","typ":"JWT","kid":")" + std::string(129, 'k') + R"("})";
  EXPECT_FALSE(ParseJwt(Sign(long_kid, kPayload, HmacKey())));
}

TEST(Jwt, PayloadsThatAreNoPlainObjectAreMalformed) {
  const std::string nested = R"({"a":)" + std::string(20, '[') + std::string(20, ']') + "}";
  for (const std::string_view payload : std::initializer_list<std::string_view>{
           "", "7", "[]", "null", R"("text")", R"({"exp":1,"exp":2})", R"({"exp":1)",
           "{\"a\":\"\xff\"}", nested}) {
    EXPECT_FALSE(ParseJwt(Sign(HeaderOf("HS256"), payload, HmacKey()))) << payload;
  }
}

TEST(Jwt, OtherThanThreeSegmentsAreMalformed) {
  const std::string good = Must(WriteJwt(kPayload, "", HmacKey()));
  const std::string first = good.substr(0, good.find('.'));
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), first, first + ".", first + "." + first,
        good + ".", good + "." + first, "." + good, first + "..." + first,
        std::string(kLongestJwt, '.'), "." + good.substr(good.find('.') + 1)}) {
    EXPECT_FALSE(LooksLikeJwt(text)) << text;
    EXPECT_FALSE(ParseJwt(text)) << text;
  }
}

TEST(Jwt, ForeignCharactersAreMalformed) {
  const std::string good = Must(WriteJwt(kPayload, "", HmacKey()));
  for (const std::string_view character : std::initializer_list<std::string_view>{
           "=", "+", "/", " ", "\n", "\r\n", "%", std::string_view("\0", 1), "\xc3\xa4"}) {
    for (const std::size_t place : {std::size_t{0}, good.find('.'), good.rfind('.'), good.size()}) {
      std::string text = good;
      text.insert(place, character);
      EXPECT_FALSE(LooksLikeJwt(text));
      EXPECT_FALSE(ParseJwt(text));
    }
  }
}

TEST(Jwt, LongestTokenIsReadAndOneLongerIsNot) {
  std::string longest;
  for (std::size_t filler = 5900; longest.size() < kLongestJwt - 4; ++filler) {
    const std::string payload = R"({"x":")" + std::string(filler, 'x') + R"("})";
    const auto text = WriteJwt(payload, "", HmacKey());
    if (!text) break;
    longest = *text;
  }
  EXPECT_TRUE(IsAccepted(longest, HmacKey()));
  const std::string too_long =
      Sign(HeaderOf("HS256"), R"({"x":")" + std::string(6100, 'x') + R"("})", HmacKey());
  ASSERT_GT(too_long.size(), kLongestJwt);
  EXPECT_FALSE(ParseJwt(too_long));
}

TEST(Jwt, TokenTooBigToReadIsNotWritten) {
  const auto token = WriteJwt(R"({"x":")" + std::string(6100, 'x') + R"("})", "", HmacKey());
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().reason, "token_too_big");
}

// Unused bits of an encoding must not make a truncated or altered token acceptable.
TEST(Jwt, EveryAlteredTokenIsRefused) {
  for (const SigningKey& key : Keys()) {
    const std::string good = Must(WriteJwt(kPayload, "", key));
    ASSERT_TRUE(IsAccepted(good, key));
    for (std::size_t place = 0; place < good.size(); ++place) {
      EXPECT_FALSE(IsAccepted(good.substr(0, place), key));
      EXPECT_FALSE(IsAccepted(good.substr(place + 1), key));
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = good;
        flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
        EXPECT_FALSE(IsAccepted(flipped, key)) << place << "/" << bit;
      }
    }
  }
}

TEST(Jwt, SecondSpellingOfTheSameSignatureIsRefused) {
  // 32 bytes leave two unused bits in the 43rd character: three other spellings decode to the same
  // bytes.
  const std::string good = Must(WriteJwt(kPayload, "", HmacKey()));
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int accepted = 0;
  for (const char last : kAlphabet) {
    std::string text = good;
    text.back() = last;
    accepted += IsAccepted(text, HmacKey()) ? 1 : 0;
  }
  EXPECT_EQ(accepted, 1);
}

TEST(Jwt, SignatureOfAnotherKeyOfTheSameKindIsRefused) {
  testing::FakeEntropy entropy(7);
  const SigningKey other = Must(SigningKey::Generate(Algorithm::kHs256, entropy));
  EXPECT_FALSE(IsAccepted(Must(WriteJwt(kPayload, "", other)), HmacKey()));
}

}  // namespace
}  // namespace bearward::token
